"""Prose without titles that tells its story by days: each day is a phase."""
# ruff: noqa: E501 -- patterns and word lists are read as wholes

from __future__ import annotations

import re

from prompts.outline.phases import Phase
from prompts.outline.step import Step

_DAY = re.compile(
    r"(?i)^\s*(?:(?:on|by|every|each|next|the (?:following|next))\s+)?(?:the\s+)?((?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)


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
