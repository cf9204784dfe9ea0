"""What people change of the tasks of a running activity: added, edited, withdrawn, skipped."""

from __future__ import annotations

from typing import assert_never

from orchestration.execution.events import (
    TaskAdded,
    TaskChange,
    TaskEdited,
    TaskSkipped,
    TaskWithdrawn,
)
from orchestration.execution.state.acting import Acting
from orchestration.execution.state.activity_execution import AddedTask
from orchestration.execution.state.deadline import deadline_of, kept_or_new
from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus, TaskStatus, WorkKind
from orchestration.execution.tasks.asking import asked_of_members, gate_cannot_open, opened
from orchestration.execution.tasks.finalising import without_finalising
from orchestration.execution.tasks.tasks import done_with_its_tasks
from orchestration.processes.model import ActivityType
from orchestration.processes.tasks import TaskSpec
from orchestration.replacing import replace
from orchestration.values import ActivityRef, TaskId


def changed(execution: ProcessExecution, event: TaskChange) -> ProcessExecution:
    """One thing more, other or less that is asked."""
    match event:
        case TaskAdded():
            return added(execution, event)
        case TaskEdited():
            return edited(execution, event)
        case TaskWithdrawn():
            return withdrawn(execution, event)
        case TaskSkipped():
            return skipped(execution, event)
        case _:
            assert_never(event)


def takes_tasks(execution: ProcessExecution, ref: ActivityRef) -> bool:
    """True where people are being asked for something of this activity."""
    manual = execution.plan.activities[ref].type is ActivityType.MANUAL
    return manual and execution.activity(ref).status is ActivityStatus.WAITING_FOR_INPUT


def added(execution: ProcessExecution, event: TaskAdded) -> ProcessExecution:
    """Asked at once; where it is required, the activity is not done without it."""
    before = execution
    if event.ref not in execution.plan.activities or not takes_tasks(execution, event.ref):
        return before
    activity = execution.activity(event.ref)
    known = any(each.spec.id == event.spec.id for each in activity.added)
    if known or activity.attempt != event.attempt:
        return before
    more = AddedTask(spec=event.spec, by=event.by)
    execution = _knowing(execution, event)
    execution = execution.with_activity(replace(activity, added=(*activity.added, more)))
    required = event.spec.required is not False
    task = opened(execution, event.ref, event.spec, activity.attempt, event.at, required=required)
    if gate_cannot_open(task):
        return before
    if required:
        execution = without_finalising(execution, event.ref, event.at)
    activity = execution.activity(event.ref)
    asked = replace(activity, tasks=(*activity.tasks, task.id))
    return execution.with_activity(asked).with_task(task)


def edited(execution: ProcessExecution, event: TaskEdited) -> ProcessExecution:
    """Whoever is asked by now is asked still or no more; what was signed already stays as it is."""
    task = open_added(execution, event.task_id, event.round)
    if task is None or task.verdicts or not task.id.endswith(f"/{event.spec.id}"):
        return execution
    if WorkKind(event.spec.kind.value) is not task.kind:
        return execution
    spec = event.spec
    knowing = _knowing(execution, event)
    wanted = replace(
        task,
        name=spec.name,
        instructions=spec.instructions,
        required=spec.required is not False,
        deadline=kept_or_new(task.deadline, deadline_of(spec, task.opened_at)),
    )
    asked = asked_of_members(knowing, spec, wanted)
    if gate_cannot_open(asked) or (asked == task and spec == _spec(execution, task)):
        return execution
    if spec != _spec(execution, task):
        knowing = _with_spec(knowing, task, spec)
    asking = knowing.with_task(asked) if asked != task else knowing
    return done_with_its_tasks(asking, task.ref, event.at)


def withdrawn(execution: ProcessExecution, event: TaskWithdrawn) -> ProcessExecution:
    task = open_added(execution, event.task_id, event.round)
    if task is None:
        return execution
    taken_back = _ended(task, TaskStatus.WITHDRAWN, event)
    gone = _with_spec(execution, task, None).with_task(taken_back)
    return done_with_its_tasks(gone, task.ref, event.at)


def skipped(execution: ProcessExecution, event: TaskSkipped) -> ProcessExecution:
    """Its activity goes on without it; what is left out whole is skipped itself."""
    task = execution.tasks.get(event.task_id)
    if task is None or not task.open or task.round != event.round or not can_be_skipped(task):
        return execution
    left_out = replace(_ended(task, TaskStatus.SKIPPED, event), reason_id=event.reason_id)
    return done_with_its_tasks(execution.with_task(left_out), task.ref, event.at)


def can_be_skipped(task: ManualTask) -> bool:
    """What its process declares; an automated activity is skipped whole, by its own name."""
    return task.added_by is None and task.kind not in {WorkKind.FINALISE, WorkKind.BY_HAND}


def open_added(execution: ProcessExecution, task_id: TaskId, round_: int) -> ManualTask | None:
    task = execution.tasks.get(task_id)
    if task is None or not task.open or task.round != round_ or task.added_by is None:
        return None
    return task


def _ended(task: ManualTask, status: TaskStatus, event: TaskWithdrawn | TaskSkipped) -> ManualTask:
    return replace(task, status=status, settled_at=event.at, settled_by=event.by, blocked=None)


def _spec(execution: ProcessExecution, task: ManualTask) -> TaskSpec | None:
    added = execution.activity(task.ref).added
    return next((each.spec for each in added if task.id.endswith(f"/{each.spec.id}")), None)


def _with_spec(
    execution: ProcessExecution, task: ManualTask, spec: TaskSpec | None
) -> ProcessExecution:
    """With what was added said otherwise; None: asked no more, in later attempts neither."""
    activity = execution.activity(task.ref)

    def said_now(each: AddedTask) -> AddedTask:
        if not task.id.endswith(f"/{each.spec.id}"):
            return each
        return replace(each, withdrawn=True) if spec is None else replace(each, spec=spec)

    return execution.with_activity(replace(activity, added=tuple(map(said_now, activity.added))))


def _knowing(execution: ProcessExecution, event: TaskAdded | TaskEdited) -> ProcessExecution:
    """What is known already is kept as it is told of: by `MembersChanged`."""
    unknown = {n: each for n, each in event.members.items() if n not in execution.members}
    if not unknown:
        return execution
    people = {who for each in unknown.values() for who in each}
    away = {who: each for who, each in event.away.items() if who in people}
    heard = Acting(unknown, away, event.backed_up.intersection(unknown))
    return execution.with_acting(heard)
