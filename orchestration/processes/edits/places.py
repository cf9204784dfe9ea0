"""Where in a process an edit is made: finding a part of it, and putting a changed one back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from orchestration import words
from orchestration.errors import Rejected
from orchestration.processes.model import Activity, Phase, Process
from orchestration.processes.tasks import TaskSpec
from orchestration.processes.written import Written, key_of
from orchestration.values import Frozen

Part = TypeVar("Part", bound=Phase | Activity | TaskSpec)
Said = TypeVar("Said", bound=Written)

AT = frozenset({"kind", "phase", "activity", "task"})
"""What of an edit says where; the rest is what it sets."""


class Edited(Frozen):
    process: Process
    what: str
    """The edit in words: `removed “Smoke test”`."""


def phase_in(process: Process, phase_id: str) -> Phase:
    return _one(process.phases, phase_id, "phase")


def activity_in(phase: Phase, activity_id: str) -> Activity:
    return _one(phase.activities, activity_id, "activity")


def task_in(activity: Activity, task_id: str) -> TaskSpec:
    return _one(activity.tasks, task_id, "task")


def with_phases(process: Process, phases: tuple[Phase, ...]) -> Process:
    return process.model_copy(update={"phases": phases})


def with_phase(process: Process, phase: Phase) -> Process:
    return with_phases(process, replaced(process.phases, phase))


def with_activity(process: Process, phase: Phase, activity: Activity) -> Process:
    activities = replaced(phase.activities, activity)
    return with_phase(process, phase.model_copy(update={"activities": activities}))


def with_task(process: Process, phase: Phase, activity: Activity, task: TaskSpec) -> Process:
    tasks = replaced(activity.tasks, task)
    return with_activity(process, phase, activity.model_copy(update={"tasks": tasks}))


def replaced(parts: tuple[Part, ...], now: Part) -> tuple[Part, ...]:
    return tuple(now if each.id == now.id else each for each in parts)


def inserted(parts: tuple[Part, ...], new: Part, after: str | None) -> tuple[Part, ...]:
    """Behind `after`; at the beginning where that is empty, at the end where it is None."""
    if after == "":
        return (new, *parts)
    at = next((i for i, each in enumerate(parts, 1) if each.id == after), len(parts))
    return (*parts[:at], new, *parts[at:])


def sets(edit: Frozen) -> dict[str, Any]:
    """The fields that an edit sets, by the names they have in the model."""
    return {name: getattr(edit, name) for name in type(edit).model_fields if name not in AT}


def changed(was: Said, now: Said, name: str) -> str:
    """`changed timeout and on failure of “Deploy EU”`."""
    keys = [
        key_of(field).replace("-", " ")
        for field in type(was).model_fields
        if getattr(was, field) != getattr(now, field)
    ]
    said = words.listed(keys[:4] if len(keys) <= 4 else [*keys[:3], f"{len(keys) - 3} more"])
    return f"changed {said} of “{name}”" if keys else f"changed “{name}”"


def required(name: str, what: str) -> str:
    if not name.strip():
        raise Rejected(f"{what} needs a name.")
    return name.strip()


def unless_nothing(given: str | None, was: str | None) -> str | None:
    """The same of what may be left empty."""
    return was if (given or "").split() == (was or "").split() else given


def unless_same(given: str, was: str) -> str:
    """What was typed; where it is what the form showed, what was there to the last blank."""
    return was if given.split() == was.split() else given


def _one(parts: Sequence[Part], part_id: str, what: str) -> Part:
    found = [each for each in parts if each.id == part_id]
    if not found:
        raise Rejected(f"That {what} was removed meanwhile. Open *Edit* again.")
    if len(found) > 1:
        raise Rejected(
            f"The id “{words.quote(part_id, 60)}” is there {len(found)} times, and a form cannot "
            "tell which is meant. Use *Export*, give each an id of its own, and *Replace from "
            "file…*."
        )
    return found[0]
