"""The end of a manual activity: every required task is done, and its owner has closed it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from orchestration.errors import Permanent
from orchestration.execution.reading.giving import outputs_by_hand
from orchestration.execution.state.activity_execution import ActivityExecution
from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus, TaskStatus, WorkKind
from orchestration.execution.tasks.asking import finalising, opened
from orchestration.replacing import replace
from orchestration.values import ActivityRef

Settle = Callable[[ProcessExecution, ActivityExecution], ProcessExecution]
"""What puts a settled activity in place."""
Hold = Callable[[ProcessExecution, ActivityRef, datetime, str], ProcessExecution]


def concluded(
    execution: ProcessExecution, ref: ActivityRef, at: datetime, *, settle: Settle, hold: Hold
) -> ProcessExecution:
    """Settle a manual activity when every required task is done, or all are where none is.

    A process that was started from one of them has to end too. One that its owner finalises asks
    for that first, once.
    """
    tasks = [each for each in execution.tasks_of(ref) if _counts(each)]
    wanted = [each for each in tasks if each.required] or tasks
    if not all(each.status in _DONE for each in wanted) or any(map(awaits_files, tasks)):
        return execution
    activity = execution.activity(ref)
    if activity.inside:
        return execution
    if all(each.status is TaskStatus.SKIPPED for each in wanted):
        reason = "all that it asks was skipped"
        left_out = replace(activity, status=ActivityStatus.SKIPPED, reason=reason, ended_at=at)
        return settle(execution, left_out)
    if execution.plan.activities[ref].finalise == "owner":
        closing = [each for each in execution.tasks_of(ref) if each.kind is WorkKind.FINALISE]
        if not closing:
            return _ask_to_finalise(execution, ref, at)
        if closing[0].status is not TaskStatus.DONE:
            return execution
    try:
        outputs = outputs_by_hand(execution, ref, activity.outputs)
    except Permanent as error:
        return hold(execution, ref, at, f"an output is missing: {error.reason}")
    done = replace(activity, status=ActivityStatus.SUCCEEDED, outputs=outputs, ended_at=at)
    return settle(execution, done)


def _ask_to_finalise(
    execution: ProcessExecution, ref: ActivityRef, at: datetime
) -> ProcessExecution:
    activity = execution.activity(ref)
    spec = finalising(execution.plan.activities[ref])
    task = opened(execution, ref, spec, activity.attempt, at, required=True)
    asked = replace(activity, tasks=(*activity.tasks, task.id))
    return execution.with_task(task).with_activity(asked)


def awaits_files(task: ManualTask) -> bool:
    """A form that is filled in, and whose files are on their way to the evidence store."""
    answers = (e for e in task.evidence if e.field and e.round == task.round)
    return task.status is TaskStatus.DONE and any(each.awaited for each in answers)


def _counts(task: ManualTask) -> bool:
    """Whether its activity may wait for it: not what closes it, nor what was taken back."""
    return task.kind is not WorkKind.FINALISE and task.status is not TaskStatus.WITHDRAWN


_DONE = frozenset({TaskStatus.DONE, TaskStatus.APPROVED, TaskStatus.SKIPPED})
