"""What people do to tasks: done, failed by hand, signed off; and what new members change."""

from __future__ import annotations

from datetime import datetime

from orchestration.errors import Permanent
from orchestration.execution.activation import settle
from orchestration.execution.asking import (
    asked_of_members,
    finalising,
    gate_cannot_open,
    opened,
    spec_of,
    why_unmet,
)
from orchestration.execution.events import MembersChanged, TaskDone, TaskFailed, TaskSignedOff
from orchestration.execution.failing import failed, held
from orchestration.execution.giving import outputs_by_hand
from orchestration.execution.holding import hold
from orchestration.execution.model import ManualTask, ProcessExecution, SignOff
from orchestration.execution.sign_off import judged, sign
from orchestration.execution.statuses import ActivityStatus, TaskStatus, WorkKind
from orchestration.replacing import replace
from orchestration.values import ActivityRef, TaskId, UserId


def _asked_of(
    execution: ProcessExecution, task_id: TaskId, round_: int, by: UserId
) -> ManualTask | None:
    """The task, where it is open in this round and this person is asked."""
    task = execution.tasks.get(task_id)
    return task if task and task.open and task.round == round_ and by in task.people else None


def task_done(execution: ProcessExecution, event: TaskDone) -> ProcessExecution:
    task = _asked_of(execution, event.task_id, event.round, event.by)
    if task is None or task.kind is WorkKind.SIGN_OFF:
        return execution
    done = replace(
        task,
        status=TaskStatus.DONE,
        settled_at=event.at,
        settled_by=event.by,
        reason_id=event.note_id,
    )
    execution = execution.with_task(done)
    if event.outputs:
        activity = execution.activity(task.ref)
        outputs = {**activity.outputs, **event.outputs}
        execution = execution.with_activity(replace(activity, outputs=outputs))
    return _done_with_its_tasks(execution, task.ref, event.at)


def task_failed(execution: ProcessExecution, event: TaskFailed) -> ProcessExecution:
    task = _asked_of(execution, event.task_id, event.round, event.by)
    if task is None or task.kind is not WorkKind.BY_HAND:
        return execution
    ended = replace(
        task,
        status=TaskStatus.FAILED,
        settled_at=event.at,
        settled_by=event.by,
        reason_id=event.reason_id,
    )
    return failed(
        execution.with_task(ended),
        task.ref,
        event.at,
        "it was run by hand and did not succeed",
        reason_id=event.reason_id,
    )


def signed_off(execution: ProcessExecution, event: TaskSignedOff) -> ProcessExecution:
    task = execution.tasks.get(event.task_id)
    if task is None or task.kind is not WorkKind.SIGN_OFF:
        return execution
    signed = sign(
        task,
        SignOff(
            by=event.by,
            verdict=event.verdict,
            round=event.round,
            at=event.at,
            through=event.through,
            shown=event.shown,
            reason_id=event.reason_id,
        ),
    )
    if signed is task:
        return execution
    execution = execution.with_task(signed)
    if signed.status is TaskStatus.REJECTED:
        only = task.name == execution.plan.activities[task.ref].name
        reason = "it was rejected" if only else f"“{task.name}” was rejected"
        return hold(execution, task.ref, event.at, reason, reason_id=event.reason_id)
    return _done_with_its_tasks(execution, task.ref, event.at)


def _done_with_its_tasks(
    execution: ProcessExecution, ref: ActivityRef, at: datetime
) -> ProcessExecution:
    """Settle a manual activity when every required task is done, or all are where none is.

    One that its owner finalises asks for that first, once.
    """
    tasks = [each for each in execution.tasks_of(ref) if each.kind is not WorkKind.FINALISE]
    wanted = [each for each in tasks if each.required] or tasks
    if not all(each.status in _DONE for each in wanted):
        return execution
    activity = execution.activity(ref)
    if execution.plan.activities[ref].finalise == "owner":
        closing = [each for each in execution.tasks_of(ref) if each.kind is WorkKind.FINALISE]
        if not closing:
            return _ask_to_finalise(execution, ref, at)
        if closing[0].status is not TaskStatus.DONE:
            return execution
    try:
        outputs = outputs_by_hand(execution, ref, activity.outputs)
    except Permanent as error:
        return held(execution, ref, at, f"an output is missing: {error.reason}")
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


def asked_anew(execution: ProcessExecution, event: MembersChanged) -> ProcessExecution:
    """Ask the people that the roles mean now; verdicts already given stand."""
    members = execution.members.update(event.members)
    if members == execution.members:
        return execution
    execution = replace(execution, members=members)
    for task in tuple(execution.tasks.values()):
        if task.open:
            execution = _asked_again(execution, task, event.at)
    return execution


def _asked_again(execution: ProcessExecution, task: ManualTask, at: datetime) -> ProcessExecution:
    spec = spec_of(execution.plan.activities[task.ref], task)
    asked = asked_of_members(execution, spec, task)
    if asked == task:
        return execution
    latest = next(reversed(asked.verdicts), None)
    judged_now = judged(asked, replace(latest, at=at)) if latest else asked
    execution = execution.with_task(judged_now)
    if not judged_now.open:
        return _done_with_its_tasks(execution, task.ref, at)
    if gate_cannot_open(judged_now):
        return hold(execution, task.ref, at, why_unmet(judged_now))
    return execution


_DONE = frozenset({TaskStatus.DONE, TaskStatus.APPROVED})
