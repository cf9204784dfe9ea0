"""Names and ids: there, well formed, and each once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from orchestration.processes.checks.problems import (
    PROCESS,
    At,
    Problem,
    phases_of,
)
from orchestration.processes.model import Activity, Process

_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,99}")


def of_outline(process: Process) -> Iterator[Problem]:
    """What is wrong before anything is said about order or work."""
    if not process.name.strip():
        yield PROCESS.problem("has no name.", "Give it one.", "name")
    yield from of_id(PROCESS, process.id)
    if not any(phase.activities for phase in process.phases):
        yield PROCESS.problem("has no activity.", "Add at least one.", "phases")
    phases = list(phases_of(process))
    for n in _again(phase.id for phase in process.phases):
        at, phase = phases[n]
        yield At(f"Phase {phase.id}", at.path).problem("exists twice.", "Rename one of them.", "id")
    for n in _again(each.name for each in process.inputs):
        at = At(f"Input {process.inputs[n].name}", ("inputs", n))
        yield at.problem("exists twice.", "Rename one of them.", "name")
    for at, phase in phases:
        yield from of_id(at, phase.id)
        if not phase.name.strip():
            named = At(f"Phase {phase.id}", at.path)
            yield named.problem("has no name.", "Give it one.", "name")
        for n in _again(each.id for each in phase.activities):
            twice = at.inside(phase.activities[n].id, "activities", n)
            yield twice.problem("exists twice in its phase.", "Rename one of them.", "id")
    for at, phase in phases:
        for m, activity in enumerate(phase.activities):
            if not _is_fine(activity):
                yield from _of_activity(at.inside(activity.name, "activities", m), activity)


def _is_fine(activity: Activity) -> bool:
    """True of nearly every activity, of which nothing is to be said."""
    tasks = {each.id for each in activity.tasks}
    return bool(
        _ID.fullmatch(activity.id) and activity.name.strip() and len(tasks) == len(activity.tasks)
    )


def _of_activity(at: At, activity: Activity) -> Iterator[Problem]:
    yield from of_id(at, activity.id)
    if not activity.name.strip():
        yield at.problem("has no name.", "Give it one.", "name")
    for n in _again(each.id for each in activity.tasks):
        twice = at.inside(activity.tasks[n].id, "tasks", n)
        yield twice.problem("exists twice in its activity.", "Rename one of them.", "id")


def of_id(at: At, identity: str) -> Iterator[Problem]:
    """An id that cannot be typed, or written as part of a place."""
    if not _ID.fullmatch(identity):
        yield at.problem(
            f"has the id “{identity}”.", "Ids are of letters a–z, digits, - and _.", "id"
        )


def _again(names: Iterable[str]) -> list[int]:
    """Where a name stands for the second time; of three, the second is enough."""
    seen: dict[str, int] = {}
    found: list[int] = []
    for n, each in enumerate(names):
        seen[each] = seen.get(each, 0) + 1
        if seen[each] == 2:
            found.append(n)
    return found
