"""What a redo would do, or has done: where it begins, what runs again, whose answers are voided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pydantic import Field

from orchestration.execution.flow.redoing import can_be_redone, downstream
from orchestration.execution.owed.owing_redo import answered_by
from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus
from orchestration.execution.tasks.withdrawing import gate_closed
from orchestration.processes.model import ActivityType, phase_of
from orchestration.releases.model import Release
from orchestration.values import ActivityRef, ExecutionId, Frozen, ReleaseId, UserId


class RedoChoice(Frozen):
    """Somewhere a redo could begin."""

    ref: ActivityRef
    name: str
    phase: str
    status: ActivityStatus


class VoidedLine(Frozen):
    """A task whose answers count no more."""

    name: str
    people: tuple[UserId, ...]


class RedoCard(Frozen):
    """What people are shown before they redo, so that they know what it costs."""

    release_id: ReleaseId
    execution_id: ExecutionId
    release_title: str
    candidate: int
    """The one it would make."""
    process_name: str
    process_version: int
    ref: ActivityRef
    name: str
    choices: tuple[RedoChoice, ...]
    """In the order of the process."""
    runs_again: tuple[str, ...]
    """What had begun, by name, in the order of the process."""
    cancels: tuple[str, ...] = ()
    """Those among them whose pipelines run now."""
    voided: tuple[VoidedLine, ...] = Field(default=())


def redo_card(
    release: Release,
    execution: ProcessExecution,
    ref: ActivityRef,
    inside: Sequence[ProcessExecution] = (),
) -> RedoCard:
    """What redoing from `ref` would mean now; `inside` are the processes that it runs anew."""
    plan = execution.plan
    reach = downstream(plan, ref).activities
    begun = [
        each
        for each in sorted(reach, key=plan.place.__getitem__)
        if execution.activity(each).status is not ActivityStatus.PENDING
    ]
    return RedoCard(
        release_id=release.id,
        execution_id=execution.id,
        release_title=release.title,
        candidate=execution.candidate + 1,
        process_name=plan.version.process.name,
        process_version=plan.version.version,
        ref=ref,
        name=plan.activities[ref].name,
        choices=redo_choices(execution),
        runs_again=tuple(plan.activities[each].name for each in begun),
        cancels=tuple(
            plan.activities[each].name for each in begun if execution.activity(each).runs
        ),
        voided=(
            *_voided(
                each
                for each in _in_order(execution)
                if each.ref in reach or gate_closed(execution, each)
            ),
            *(line for child in inside for line in _voided(_in_order(child))),
        ),
    )


def _in_order(execution: ProcessExecution) -> list[ManualTask]:
    place = execution.plan.place
    return sorted(execution.tasks.values(), key=lambda each: (place[each.ref], each.id))


def _voided(tasks: Iterable[ManualTask]) -> Iterator[VoidedLine]:
    for task in tasks:
        if not task.voided_in and (people := answered_by(task)):
            yield VoidedLine(name=task.name, people=people)


def redo_choices(execution: ProcessExecution) -> tuple[RedoChoice, ...]:
    """Everything that was reached."""
    plan = execution.plan
    phases = plan.version.process.phases_by_id
    return tuple(
        RedoChoice(
            ref=ref,
            name=activity.name,
            phase=phases[phase_of(ref)].name,
            status=execution.activity(ref).status,
        )
        for ref, activity in plan.activities.items()
        if can_be_redone(execution, ref)
    )


def fixed_from(execution: ProcessExecution, ref: ActivityRef) -> ActivityRef:
    """Where the fix of what was found at `ref` most likely begins.

    The nearest automated activity before it; where there is none, itself.
    """
    plan = execution.plan
    wave, seen = [ref], {ref}
    while wave:
        before = [each for one in wave for each in _before(execution, one)]
        wave = [each for each in dict.fromkeys(before) if each not in seen]
        seen.update(wave)
        automated = [
            each
            for each in wave
            if plan.activities[each].type is ActivityType.AUTOMATED
            and execution.activity(each).status is ActivityStatus.SUCCEEDED
        ]
        if automated:
            return max(automated, key=plan.place.__getitem__)
    return ref


def _before(execution: ProcessExecution, ref: ActivityRef) -> list[ActivityRef]:
    """What it waited for itself; of an entry of its phase, also the last of the phases before."""
    plan, phase = execution.plan, phase_of(ref)
    found = list(plan.predecessors[ref])
    if ref in plan.entries[phase]:
        waiting, seen = list(plan.phase_predecessors[phase]), {phase}
        for earlier in waiting:  # grows: what an empty phase waits for stands in for it
            if earlier in seen:
                continue
            seen.add(earlier)
            if not plan.phase_activities[earlier]:
                waiting += plan.phase_predecessors[earlier]
            found += (
                each
                for each in plan.phase_activities[earlier]
                if not any(phase_of(x) == earlier for x in plan.successors[each])
            )
    return found
