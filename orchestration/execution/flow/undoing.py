"""Undoing an approval whose gate has opened: nothing that it set free has begun in earnest yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from immutables import Map

from orchestration.execution.events import ApprovalUndone
from orchestration.execution.flow.in_turn import unreached
from orchestration.execution.flow.redoing import downstream
from orchestration.execution.state.activity_execution import ActivityExecution, Skipping
from orchestration.execution.state.counting import recounted
from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus, TaskStatus, Verdict, WorkKind
from orchestration.execution.tasks.asking import asked_of_members, spec_of
from orchestration.execution.tasks.early import answered_since, early_again
from orchestration.execution.tasks.withdrawing import standing_at, without
from orchestration.replacing import replace
from orchestration.values import ActivityRef


def undone(execution: ProcessExecution, event: ApprovalUndone) -> ProcessExecution:
    """The gate is closed again, in the same round, and what it opened onto waits for it again.

    Looks at the whole release, as no other click does: it is rare.
    """
    task = execution.tasks.get(event.task_id)
    if task is None or task.round != event.round or not can_be_undone(execution, task):
        return execution
    given = standing_at(task, event.number)
    if given is None or given.by != event.by:
        return execution
    gate = execution.activity(task.ref)
    for ref in _set_free(execution, gate):
        execution = _called_back(execution, ref, event.at)
    closed = replace(gate, status=ActivityStatus.WAITING_FOR_INPUT, ended_at=None, undo_until=None)
    execution = _asked_again(execution.with_activity(closed), gate)
    execution = recounted(_phases_unreached(execution, gate.ref, event.at))
    return without(execution, task, given, Verdict.WITHDRAWN, event.at)


def can_be_undone(execution: ProcessExecution, task: ManualTask) -> bool:
    """True until the first run is asked for, where nobody has gone on from it either."""
    gate = execution.activity(task.ref)
    if gate.undo_until is None or task.status is not TaskStatus.APPROVED:
        return False
    return begun_since(execution, gate) is None


def begun_since(execution: ProcessExecution, gate: ActivityExecution) -> ActivityRef | None:
    """The first, by its place, of what somebody or something has gone on with since it opened."""
    gone_on = (ref for ref in _set_free(execution, gate) if not _untouched(execution, ref, gate))
    return min(gone_on, key=execution.plan.place.__getitem__, default=None)


def _set_free(execution: ProcessExecution, gate: ActivityExecution) -> Iterator[ActivityRef]:
    """What waits for the gate, near or far, and was reached once it had opened."""
    for ref in sorted(downstream(execution.plan, gate.ref).activities - {gate.ref}):
        if ref in execution.held_back or _began_after(execution.activity(ref), gate):
            yield ref


def _began_after(activity: ActivityExecution, gate: ActivityExecution) -> bool:
    """Not what was skipped with its phase before all that it waits for had settled."""
    if activity.status is ActivityStatus.PENDING:
        return False
    if activity.status is not ActivityStatus.SKIPPED:
        return True  # whatever the clock said: nothing begins before what it waits for
    return not (activity.started_at and gate.ended_at and activity.started_at < gate.ended_at)


def _untouched(execution: ProcessExecution, ref: ActivityRef, gate: ActivityExecution) -> bool:
    """True where calling it back takes nothing from anybody."""
    activity = execution.activity(ref)
    if activity.status is ActivityStatus.PENDING:
        return True
    if activity.status is ActivityStatus.SKIPPED:
        return activity.started_at == activity.ended_at
    if activity.decided_by is not None:
        return False
    if activity.begins_at is not None:
        return activity.opened_by == gate.ref
    runs = activity.run is not None or activity.started
    if runs or activity.status is ActivityStatus.RUNNING:
        return False
    return not any(_answered(each) for each in execution.tasks_of(ref))


def _answered(task: ManualTask) -> bool:
    """By somebody, since it was asked."""
    if task.kind is WorkKind.SIGN_OFF:
        return answered_since(task)
    return task.status not in {TaskStatus.OPEN, TaskStatus.CLOSED}


def _called_back(execution: ProcessExecution, ref: ActivityRef, at: datetime) -> ProcessExecution:
    """Pending again; what it asked is closed, and its number is not used twice."""
    was = execution.activity(ref)
    if was.status is ActivityStatus.PENDING:
        return replace(execution, held_back=_dropped(execution.held_back, ref))
    for task in execution.tasks_of(ref):
        if (early := early_again(task)) is not task:
            execution = execution.with_task(early)
            continue
        ended = [
            replace(each, verdict=Verdict.VOIDED, at=at, reason_id="", why=_UNDONE)
            for each in task.verdicts
        ]
        closed = replace(
            task,
            status=TaskStatus.CLOSED,
            settled_at=at,
            settled_by=None,
            sign_offs=(*task.sign_offs, *ended),
        )
        execution = execution.with_task(closed)
    waits = ActivityExecution(
        ref=ref,
        attempt=was.attempt,
        past=was.past,
        added=was.added,
        to_be_skipped=_planned_before(was),
    )
    return execution.with_activity(waits)


def _planned_before(was: ActivityExecution) -> Skipping | None:
    """That it is left out when its turn comes was decided before, and stands."""
    if was.status is not ActivityStatus.SKIPPED or was.decided_by is None or was.ended_at is None:
        return None
    return Skipping(
        at=was.ended_at, by=was.decided_by, reason_id=was.reason_id, outputs=was.outputs
    )


_UNDONE = "the approval before it was undone"


def _asked_again(execution: ProcessExecution, gate: ActivityExecution) -> ProcessExecution:
    """What was closed because the gate opened without it is asked again."""
    for task in execution.tasks_of(gate.ref):
        if task.status is TaskStatus.CLOSED and task.settled_at == gate.ended_at:
            spec = spec_of(execution, task)
            again = replace(task, status=TaskStatus.OPEN, settled_at=None)
            execution = execution.with_task(asked_of_members(execution, spec, again))
    return execution


def _phases_unreached(
    execution: ProcessExecution, gate: ActivityRef, at: datetime
) -> ProcessExecution:
    """Those that wait, for their time or a pause's end, are reached again: decided anew then."""
    until, back = execution.held_until, execution.held_back
    attempts = execution.phase_attempts
    phases = downstream(execution.plan, gate).phases
    for phase in sorted(phases):
        if phase in until or execution.waits_its_turn(phase):
            attempts = attempts.set(phase, execution.phase_attempt(phase) + 1)
        until, back = _dropped(until, phase), _dropped(back, phase)
    kept = replace(execution, held_until=until, held_back=back, phase_attempts=attempts)
    return unreached(kept, phases, at)


def _dropped(kept: Map[str, datetime], place: str) -> Map[str, datetime]:
    return kept.delete(place) if place in kept else kept
