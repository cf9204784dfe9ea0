"""Prose without titles that tells its story by days: each day is a phase."""

from __future__ import annotations

import itertools
import re

from prompts.outline.cues import timing
from prompts.outline.phases import Phase
from prompts.outline.step import Step

_DAY = re.compile(
    r"(?i)^\s*(?:(?:on|by|every|each|next|the (?:following|next))\s+)?(?:the\s+)?((?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)
_STAGE = re.compile(
    r"(?i)^(?:t ?[-+–] ?\d|d ?[-+] ?\d|(?:phase|stage|day|week|stufe|etappe)\b|release day|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b)|\bday (?:of|before|after)\b"
)


def by_labels(phases: list[Phase]) -> list[Phase]:
    """Rows or sub-lists that name their stage (`T-5`, `Phase 2`, `Release day:`) are phases by it:
    always when the labels say when, otherwise when the document has no other parts.
    """
    out: list[Phase] = []
    for phase in phases:
        labels = list(dict.fromkeys(step.group for step in phase.steps if step.group))
        runs = sum(
            one.group != other.group
            for one, other in itertools.pairwise(phase.steps)
            if other.group
        )
        stages = all(_STAGE.search(label) for label in labels)
        fits = 1 < len(labels) <= runs + 1 <= len(labels) and len(labels) * 4 <= 3 * len(
            phase.steps
        )
        if not (fits and (stages or len(phases) == 1)):
            out.append(phase)
            continue
        parts: list[Phase] = []
        for step in phase.steps:
            if not parts or (step.group and step.group != parts[-1].name):
                named = step.group or phase.name
                parts.append(
                    Phase(named, [], when=timing(named), owner=phase.owner, beside=phase.beside and not parts)
                )  # fmt: skip
            parts[-1].steps.append(step)
        parts[0].about, parts[0].optional = phase.about, phase.optional
        out += parts
    return out


def by_days(phases: list[Phase]) -> list[Phase]:
    """Split a single phase where sentences open with a new day; two days at least."""
    if len(phases) != 1:
        return phases
    days: list[Phase] = []
    for step in phases[0].steps:
        day = opening_day(step)
        if day and (not days or days[-1].name != day) and day not in {each.name for each in days}:
            days.append(Phase(day, [], when=day))
        if not days:
            days.append(Phase(phases[0].name, []))
        days[-1].steps.append(step)
    return days if sum(bool(phase.when) for phase in days) > 1 else phases


def opening_day(step: Step) -> str:
    found = _DAY.match(step.condition)
    return found.group(1).capitalize() if found else ""
