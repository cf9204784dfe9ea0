"""What people do to tasks: done, failed by hand, signed off; and what new members change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from orchestration.execution.events import MembersChanged, TaskDone, TaskFailed, TaskSignedOff
from orchestration.execution.flow.activation import settle
from orchestration.execution.flow.failing import failed, held
from orchestration.execution.flow.holding import hold
from orchestration.execution.state.acting import Acting
from orchestration.execution.state.attached import Evidence
from orchestration.execution.state.manual_task import ManualTask, SignOff
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus, TaskStatus, WorkKind
from orchestration.execution.tasks.asking import (
    asked_of_members,
    gate_cannot_open,
    spec_of,
    why_unmet,
)
from orchestration.execution.tasks.concluding import concluded
from orchestration.execution.tasks.deciders import deciders_of
from orchestration.execution.tasks.sign_off import judged, sign
from orchestration.replacing import replace
from orchestration.values import ActivityRef, TaskId, UserId


def asked_of(
    execution: ProcessExecution, task_id: TaskId, round_: int, by: UserId
) -> ManualTask | None:
    """The task, where it is open in this round and this person is asked."""
    task = execution.tasks.get(task_id)
    return task if task and task.open and task.round == round_ and by in task.people else None


def task_done(execution: ProcessExecution, event: TaskDone) -> ProcessExecution:
    task = asked_of(execution, event.task_id, event.round, event.by)
    if task is None or task.kind is WorkKind.SIGN_OFF:
        return execution
    done = replace(
        task,
        status=TaskStatus.DONE,
        settled_at=event.at,
        settled_by=event.by,
        reason_id=event.note_id,
        blocked=None,
        evidence=(*task.evidence, *_uploaded(task, event)),
    )
    execution = execution.with_task(done)
    if event.outputs:
        activity = execution.activity(task.ref)
        outputs = {**activity.outputs, **event.outputs}
        execution = execution.with_activity(replace(activity, outputs=outputs))
    return done_with_its_tasks(execution, task.ref, event.at)


def _uploaded(task: ManualTask, event: TaskDone) -> Iterator[Evidence]:
    """The files among the answers of a form: it is done once they are in the evidence store."""
    for n, (question, file) in enumerate(event.files.items(), start=len(task.evidence)):
        yield Evidence(
            id=f"{question}.{task.round}.{n}",
            by=event.by,
            at=event.at,
            round=task.round,
            file=file,
            field=question,
        )


def task_failed(execution: ProcessExecution, event: TaskFailed) -> ProcessExecution:
    task = asked_of(execution, event.task_id, event.round, event.by)
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
    return done_with_its_tasks(execution, task.ref, event.at)


def done_with_its_tasks(
    execution: ProcessExecution, ref: ActivityRef, at: datetime
) -> ProcessExecution:
    """Settle its activity where it has nothing more to wait for, and go on from it."""
    return concluded(execution, ref, at, settle=settle, hold=held)


def asked_anew(execution: ProcessExecution, event: MembersChanged) -> ProcessExecution:
    """Ask the people that the roles mean now; verdicts already given stand."""
    heard = execution.with_acting(Acting(event.members, event.away, event.backed_up))
    if heard is execution:
        return execution
    execution = heard
    for task in tuple(execution.tasks.values()):
        if task.open:
            execution = asked_again(execution, task, event.at)
    return holds_asked_again(execution)


def holds_asked_again(execution: ProcessExecution) -> ProcessExecution:
    """What is on hold is the task of those whom its owner's role means now, or who stand in."""
    for activity in tuple(execution.activities.values()):
        if activity.status is ActivityStatus.ON_HOLD:
            deciders = deciders_of(execution, activity.ref)
            if deciders != activity.deciders:
                execution = execution.with_activity(replace(activity, deciders=deciders))
    return execution


def asked_again(execution: ProcessExecution, task: ManualTask, at: datetime) -> ProcessExecution:
    """Ask whoever is to be asked now; what was decided stands."""
    spec = spec_of(execution, task)
    asked = asked_of_members(execution, spec, task)
    if asked == task:
        return execution
    latest = next(reversed(asked.verdicts), None)
    judged_now = judged(asked, replace(latest, at=at)) if latest else asked
    execution = execution.with_task(judged_now)
    if not judged_now.open:
        return done_with_its_tasks(execution, task.ref, at)
    if gate_cannot_open(judged_now):
        return hold(execution, task.ref, at, why_unmet(judged_now))
    return execution
