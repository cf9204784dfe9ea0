"""A to-do between asked and done: taken, blocked, and open again after all."""

from __future__ import annotations

from typing import assert_never

from immutables import Map

from orchestration.execution.events import TaskBlocked, TaskReopened, TaskTaken, TodoEvent
from orchestration.execution.state.activity_execution import PastAttempt
from orchestration.execution.state.counting import recounted
from orchestration.execution.state.manual_task import Blocked, ManualTask
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus, TaskStatus, WorkKind
from orchestration.execution.tasks.asking import ended_round
from orchestration.execution.tasks.finalising import without_finalising
from orchestration.execution.tasks.tasks import asked_of
from orchestration.processes.model import phase_of
from orchestration.replacing import replace
from orchestration.values import ActivityRef

OF_ONE_PERSON = frozenset({WorkKind.TODO, WorkKind.FORM, WorkKind.BY_HAND})
"""What somebody does, rather than decides."""


def said(execution: ProcessExecution, event: TodoEvent) -> ProcessExecution:
    """What came of a person's word on their to-do."""
    match event:
        case TaskTaken():
            return taken(execution, event)
        case TaskBlocked():
            return blocked(execution, event)
        case TaskReopened():
            return reopened(execution, event)
        case _:
            assert_never(event)


def taken(execution: ProcessExecution, event: TaskTaken) -> ProcessExecution:
    """Who takes it over from somebody else is the one who is on it."""
    task = asked_of(execution, event.task_id, event.round, event.by)
    if task is None or task.kind not in OF_ONE_PERSON or task.taken_by == event.by:
        return execution
    return execution.with_task(replace(task, taken_by=event.by, taken_at=event.at))


def blocked(execution: ProcessExecution, event: TaskBlocked) -> ProcessExecution:
    task = asked_of(execution, event.task_id, event.round, event.by)
    if task is None or task.kind not in OF_ONE_PERSON:
        return execution
    if not event.reason_id:
        return execution.with_task(replace(task, blocked=None)) if task.blocked else execution
    if task.blocked and task.blocked.reason_id == event.reason_id:
        return execution
    why = Blocked(by=event.by, at=event.at, reason_id=event.reason_id)
    return execution.with_task(replace(task, blocked=why))


def reopened(execution: ProcessExecution, event: TaskReopened) -> ProcessExecution:
    """Ask it again; where its activity had settled by it, in a new attempt of that.

    What else the activity asked stays as it was answered.
    """
    task = execution.tasks.get(event.task_id)
    if task is None or task.round != event.round or event.by not in task.people:
        return execution
    if not can_be_reopened(execution, task):
        return execution
    activity = execution.activity(task.ref)
    if activity.status is ActivityStatus.WAITING_FOR_INPUT:
        asked = execution.with_task(_open_again(task, event, activity.attempt))
        return without_finalising(asked, task.ref, event.at) if task.required else asked
    past = PastAttempt(
        attempt=activity.attempt,
        started_at=activity.started_at or event.at,
        ended_at=activity.ended_at or event.at,
        reason=f"“{task.name}” was not done after all",
        retried_by=event.by,
        retried_at=event.at,
        held=False,
    )
    again = replace(
        activity,
        status=ActivityStatus.WAITING_FOR_INPUT,
        attempt=activity.attempt + 1,
        ended_at=None,
        past=(*activity.past, past),
    )
    asked = execution.with_activity(again).with_task(_open_again(task, event, again.attempt))
    return _waiting_again(recounted(without_finalising(asked, task.ref, event.at)))


def can_be_reopened(execution: ProcessExecution, task: ManualTask) -> bool:
    """A to-do that is done, while nothing that waited for it has been reached."""
    if task.kind is not WorkKind.TODO or task.status is not TaskStatus.DONE:
        return False
    if execution.failed_by is not None or task.id not in execution.activity(task.ref).tasks:
        return False
    status = execution.activity(task.ref).status
    if status is ActivityStatus.SUCCEEDED:
        return not has_gone_on(execution, task.ref)
    return status is ActivityStatus.WAITING_FOR_INPUT


def has_gone_on(execution: ProcessExecution, ref: ActivityRef) -> bool:
    """True where what waits for this was reached, or left out, already."""
    plan, phase = execution.plan, phase_of(ref)
    pending = ActivityStatus.PENDING
    if any(execution.activity(each).status is not pending for each in plan.successors[ref]):
        return True
    if not execution.phase_settled(phase):
        return False
    reached = [e for e in plan.phase_successors[phase] if execution.open_phases(e) == 0]
    return any(each not in execution.held_back for each in reached)


def _waiting_again(execution: ProcessExecution) -> ProcessExecution:
    """What a pause keeps from beginning begins at its end only if it still waits for nothing."""
    kept = {
        place: at
        for place, at in execution.held_back.items()
        if not (
            execution.open_phases(place)
            if place in execution.plan.phase_activities
            else execution.open_predecessors(ActivityRef(place))
        )
    }
    if len(kept) == len(execution.held_back):
        return execution
    return replace(execution, held_back=Map(kept))


def _open_again(task: ManualTask, event: TaskReopened, round_: int) -> ManualTask:
    moved = round_ != task.round
    return replace(
        task,
        round=round_,
        status=TaskStatus.OPEN,
        opened_at=event.at,
        settled_at=None,
        settled_by=None,
        reason_id="",
        taken_by=None,
        taken_at=None,
        past=(*task.past, ended_round(task)) if moved else task.past,
        shown_with=() if moved else task.shown_with,
    )
