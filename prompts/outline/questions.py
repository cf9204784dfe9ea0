"""What the text leaves open, as questions a release manager can answer in a word."""

from __future__ import annotations

import itertools
import re
from typing import Final

from orchestration.processes.proposal import NOBODY_NAMED
from prompts.outline.phases import Phase
from prompts.outline.step import Step

MOST_QUESTIONS: Final = 8


def questions_of(
    phases: list[Phase], variants: list[str], schedule: str | None, circle: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """The most needed first: who approves, who performs, what was left aside, when."""
    out: list[str] = []
    steps = [step for phase in phases for step in phase.steps]
    if circle:
        waits = " waits for ".join([*circle, circle[0]])
        out.append(f"The text goes in a circle ({waits}): which of them comes first?"[:300])
    if not steps:
        return tuple(out)
    for step in steps:
        if (
            step.approval
            and not step.owner
            and len(out) < 4
            and not step.name.lower().startswith("self")
        ):
            out.append(f"Who gives the approval in “{step.name}”?")
    if not any(step.approval for step in steps):
        out.append("Does anybody have to sign off before the release goes out, and who?")
    unowned = [
        step for step in steps if step.kind == "manual" and not step.approval and not step.owner
    ]
    if unowned and len(unowned) == sum(
        step.kind == "manual" and not step.approval for step in steps
    ):
        out.append(NOBODY_NAMED)
    else:
        out += [f"Who does “{step.name}”?" for step in unowned[:2]]
    owners: dict[str, set[str]] = {}
    for step in steps:
        if step.approval and step.owner and "go" in step.name.lower():
            owners.setdefault("go/no-go", set()).add(step.owner)
    if len(names := sorted(owners.get("go/no-go", set()))) > 1:
        out.append(f"Who makes the go/no-go decision: {' or '.join(names)}?")
    out += days_backwards(steps)
    conditional = next((step for step in steps if step.optional), None)
    if conditional:
        out.append(f"When is “{conditional.name}” needed, and when is it skipped?")
    if variants:
        out.append(
            f"“{variants[0]}” looks like a variant and was left out: should it become a process of its own?"
        )
    if schedule is None and len(steps) > 2:
        out.append("How often does this release happen, and on which day?")
    return tuple(each[:300] for each in out[:MOST_QUESTIONS])


_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = re.compile(r"(?i)\b(mon|tue|wed|thu|fri|sat|sun)(?:[a-z]{0,6}day)?\b")


def days_backwards(steps: list[Step]) -> list[str]:
    """A step dated earlier in the week than the one before it leaves the order open."""
    dated = [(step, found.group(1).lower()) for step in steps if (found := _DAY.search(step.when))]
    for (one, day), (other, earlier) in itertools.pairwise(dated):
        if 0 < _DAYS.index(day) - _DAYS.index(earlier) <= 3:
            return [
                f"“{one.name}” is {one.when} but “{other.name}”, which follows it, {other.when}: which comes first?"
            ]
    return []
