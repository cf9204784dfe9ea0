"""A process as a model reads it: a flat list of its phases and activities, each with a number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from orchestration.processes.model import Activity, Process, full_ref, ref_of
from orchestration.processes.tasks import TaskKind
from orchestration.values import plain_line


@dataclass(frozen=True, slots=True)
class Listing:
    lines: tuple[str, ...]
    places: Mapping[str, str]
    """The place of each number: `A2` is `check.uat`."""


def listing_of(process: Process) -> Listing:
    phases = {each.id: f"P{n}" for n, each in enumerate(process.phases, 1)}
    numbers = {
        str(ref_of(phase.id, each.id)): f"A{n}"
        for n, (phase, each) in enumerate(process.activities(), 1)
    }
    lines: list[str] = []
    for phase in process.phases:
        facts = [f"owner: {_line(phase.owner)}"] if phase.owner else []
        facts += [f"after {_after(phase.depends_on, phases)}"] if phase.depends_on else []
        facts += ["optional"] if phase.optional else []
        lines.append(_row(phases[phase.id], "phase", phase.name, facts))
        lines += [
            _row(
                numbers[ref_of(phase.id, each.id)],
                each.type.value,
                each.name,
                _facts(phase.id, each, numbers),
            )
            for each in phase.activities
        ]
    places = {number: place for place, number in {**phases, **numbers}.items()}
    return Listing(tuple(lines), places)


def _facts(phase_id: str, activity: Activity, numbers: Mapping[str, str]) -> list[str]:
    wanted = [str(full_ref(phase_id, each)) for each in activity.depends_on]
    facts = [f"owner: {_line(activity.owner)}"] if activity.owner else []
    for task in activity.tasks:
        if task.kind is TaskKind.SIGN_OFF and task.approvals:
            who = ", ".join(map(_line, task.approvals.from_)) or "nobody yet"
            facts.append(f"signed by: {who} ({task.approvals.needed} needed)")
    facts += [f"pipeline: {_line(activity.pipeline)}"] if activity.pipeline else []
    facts += ["optional"] if activity.optional else []
    facts += [f"on failure: {activity.on_failure.value}"]
    facts += [f"after {_after(wanted, numbers)}"] if wanted else []
    return facts


def _row(number: str, kind: str, name: str, facts: list[str]) -> str:
    return "; ".join([f'{number} {kind} "{_line(name)}"', *facts])


def _after(wanted: tuple[str, ...] | list[str], numbers: Mapping[str, str]) -> str:
    return ", ".join(numbers.get(each, "?") for each in wanted)


def _line(text: str | None) -> str:
    return plain_line(text or "", 120).replace('"', "'")
