"""`check_process`: every problem of a process at once, with its place and how to mend it.

A process with problems can be a draft; it cannot be published. One walk over the process and one
over each graph: linear in its size.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from orchestration.processes.model import Activity, ActivityType, Phase, Process, full_ref, ref_of
from orchestration.processes.tasks import TaskKind, TaskSpec
from orchestration.values import Frozen, UserId

MOST_CYCLES = 5
"""How many circles are spelled out at once; mending these shows the rest."""


class Problem(Frozen):
    """What stops a process from being published."""

    place: str
    """Where, in the author's words: `Build › Sign-off`."""
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what} {self.mend}"


def check_process(
    process: Process,
    *,
    members_of: Callable[[str], tuple[UserId, ...]],
    pipelines: Iterable[str],
) -> tuple[Problem, ...]:
    """All problems, in the order of the process; none means that it can be published."""
    known = frozenset(pipelines)
    return (
        *_of_outline(process),
        *_of_dependencies(process),
        *_of_cycles(process),
        *(
            problem
            for phase, activity in process.activities()
            for problem in _of_activity(phase, activity, members_of, known)
        ),
    )


def _of_outline(process: Process) -> Iterator[Problem]:
    if not process.name.strip():
        yield Problem(place="Process", what="has no name.", mend="Give it one.")
    if not process.activities():
        yield Problem(
            place="Process", what="has no activity.", mend="Add at least one with *Edit*."
        )
    for phase_id, times in Counter(phase.id for phase in process.phases).items():
        if times > 1:
            yield Problem(
                place=f"Phase {phase_id}", what="exists twice.", mend="Rename one of them."
            )
    for name, times in Counter(each.name for each in process.inputs).items():
        if times > 1:
            yield Problem(place=f"Input {name}", what="exists twice.", mend="Rename one of them.")
    for phase in process.phases:
        if not phase.name.strip():
            yield Problem(place=f"Phase {phase.id}", what="has no name.", mend="Give it one.")
        for activity_id, times in Counter(each.id for each in phase.activities).items():
            if times > 1:
                yield Problem(
                    place=f"{phase.name} › {activity_id}",
                    what="exists twice in its phase.",
                    mend="Rename one of them.",
                )


def _of_dependencies(process: Process) -> Iterator[Problem]:
    phases = {phase.id for phase in process.phases}
    refs = {ref_of(phase.id, each.id) for phase, each in process.activities()}
    for phase in process.phases:
        for wanted in phase.depends_on:
            if wanted not in phases:
                yield _unknown(phase.name, wanted)
        for activity in phase.activities:
            for wanted in activity.depends_on:
                if full_ref(phase.id, wanted) not in refs:
                    yield _unknown(f"{phase.name} › {activity.name}", wanted)


def _unknown(place: str, wanted: str) -> Problem:
    return Problem(
        place=place,
        what=f"waits for “{wanted}”, which does not exist.",
        mend="Choose what it waits for again.",
    )


def _of_cycles(process: Process) -> Iterator[Problem]:
    """Phases wait for phases, activities for activities and for the phases before their own."""
    names: dict[str, str] = {f"phase {phase.id}": phase.name for phase in process.phases}
    waits: dict[str, list[str]] = {}
    for phase in process.phases:
        start, end = f"phase {phase.id} start", f"phase {phase.id}"
        waits[start] = [f"phase {each}" for each in phase.depends_on]
        waits[end] = [start]
        for activity in phase.activities:
            ref = ref_of(phase.id, activity.id)
            names[ref] = f"{phase.name} › {activity.name}"
            waits[ref] = [start, *(full_ref(phase.id, each) for each in activity.depends_on)]
            waits[end].append(ref)
    for _ in range(MOST_CYCLES):
        ring = _cycle_in(waits)
        if not ring:
            return
        shown = [names[each] for each in ring if each in names]
        yield Problem(
            place="Order",
            what=f"goes round in a circle: {' waits for '.join([*shown, shown[0]])}.",
            mend="Remove one of these dependencies.",
        )
        for each in ring:
            waits.pop(each, None)


def _cycle_in(waits: Mapping[str, list[str]]) -> list[str]:
    """Some nodes, each of which waits for the next and the last for the first."""
    try:
        TopologicalSorter(waits).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found[:0:-1]
    return []


def _of_activity(
    phase: Phase,
    activity: Activity,
    members_of: Callable[[str], tuple[UserId, ...]],
    pipelines: frozenset[str],
) -> Iterator[Problem]:
    place = f"{phase.name} › {activity.name}"
    if not activity.name.strip():
        yield Problem(place=place, what="has no name.", mend="Give it one.")
    if activity.type is ActivityType.AUTOMATED:
        if activity.pipeline and activity.pipeline not in pipelines:
            yield Problem(
                place=place,
                what=f"runs the pipeline “{activity.pipeline}”, which is not in the catalogue.",
                mend="Choose another, or none to run it by hand.",
            )
        return
    for task_id, times in Counter(each.id for each in activity.tasks).items():
        if times > 1:
            yield Problem(
                place=f"{place} › {task_id}",
                what="exists twice in its activity.",
                mend="Rename one of them.",
            )
    for task in activity.tasks:
        if task.kind is TaskKind.SIGN_OFF:
            yield from _of_sign_off(place, task, members_of)


def _of_sign_off(
    place: str, task: TaskSpec, members_of: Callable[[str], tuple[UserId, ...]]
) -> Iterator[Problem]:
    names = task.people()
    if not names:
        yield Problem(
            place=place, what="nobody is asked to sign.", mend="Name who signs with *Edit*."
        )
        return
    able = {person for each in names for person in members_of(each)}
    if not able:
        roles = ", ".join(names)
        yield Problem(
            place=place,
            what=f"{roles} must sign, and nobody is bound to that role.",
            mend="Choose people with *Who is who…*.",
        )
        return
    needed = task.approvals.needed if task.approvals else 1
    if isinstance(needed, int) and needed < 1:
        yield Problem(
            place=place,
            what=f"needs {needed} approvals, so nobody would be asked.",
            mend="Ask for at least one.",
        )
    if isinstance(needed, int) and needed > len(able):
        yield Problem(
            place=place,
            what=f"needs {needed} approvals and only {len(able)} can give one.",
            mend="Name more people, or ask for fewer approvals.",
        )
