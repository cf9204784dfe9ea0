"""Asking people: the tasks of an activity, opened for those whom its roles mean now."""

from __future__ import annotations

from datetime import datetime

from orchestration.execution.keys import task_id
from orchestration.execution.model import Assignee, ManualTask, PastRound, ProcessExecution
from orchestration.execution.sign_off import assignees_for, electorate, in_order, needed_of
from orchestration.execution.statuses import TaskStatus, WorkKind
from orchestration.processes.model import Activity, ActivityType
from orchestration.processes.tasks import Approvals, TaskKind, TaskSpec
from orchestration.replacing import replace
from orchestration.values import ActivityRef

BY_HAND = "by-hand"
"""The id of the task that an automated activity without a pipeline asks of its owner."""
THE_TASK = "do"
"""The id of the to-do that a manual activity without declared tasks asks of its owner."""
FINALISE = "~finalise"
"""The id of the task that closes an activity; no author can give it to another."""


def task_specs(activity: Activity) -> tuple[TaskSpec, ...]:
    """What an activity asks of people: its tasks, or the one task that follows from its type."""
    if activity.type is ActivityType.AUTOMATED:
        return (_implied(BY_HAND, activity),)
    return activity.tasks or (_implied(THE_TASK, activity),)


def spec_of(activity: Activity, task: ManualTask) -> TaskSpec:
    """What a task of this activity was opened from."""
    specs = (*task_specs(activity), finalising(activity))
    return next(each for each in specs if task.id.endswith(f"/{each.id}"))


def finalising(activity: Activity) -> TaskSpec:
    """What is asked of its owner once everything else is done."""
    return _implied(FINALISE, activity).model_copy(update={"instructions": ""})


def _implied(spec_id: str, activity: Activity) -> TaskSpec:
    owner = (activity.owner,) if activity.owner else ()
    return TaskSpec(
        id=spec_id, name=activity.name, instructions=activity.description, assignees=owner
    )


def opened(
    execution: ProcessExecution,
    ref: ActivityRef,
    spec: TaskSpec,
    attempt: int,
    at: datetime,
    *,
    required: bool,
) -> ManualTask:
    identity = task_id(execution.id, ref, spec.id)
    earlier = execution.tasks.get(identity)
    kind = _OURS.get(spec.id) or WorkKind(spec.kind.value)
    return asked_of_members(
        execution,
        spec,
        ManualTask(
            id=identity,
            ref=ref,
            name=spec.name,
            kind=kind,
            round=attempt,
            status=TaskStatus.OPEN,
            opened_at=at,
            assignees=(),
            required=required,
            instructions=spec.instructions,
            sign_offs=earlier.sign_offs if earlier else (),
            past=(*earlier.past, _ended(earlier)) if earlier else (),
        ),
    )


_OURS = {BY_HAND: WorkKind.BY_HAND, FINALISE: WorkKind.FINALISE}


def _ended(task: ManualTask) -> PastRound:
    return PastRound(
        round=task.round,
        status=TaskStatus.CLOSED if task.open else task.status,
        settled_at=task.settled_at,
        settled_by=task.settled_by,
        reason_id=task.reason_id,
    )


def asked_of_members(execution: ProcessExecution, spec: TaskSpec, task: ManualTask) -> ManualTask:
    """The task, asked of the people its roles mean now; a to-do of nobody is the owner's."""
    if spec.kind is TaskKind.SIGN_OFF:
        return _asked_to_sign(execution, spec.approvals or Approvals(), task)
    assignees = assignees_for(spec.people(), execution.members)
    owner = Assignee(person=execution.owner, through="the release's owner")
    return replace(task, assignees=assignees or (owner,))


def _asked_to_sign(
    execution: ProcessExecution, approvals: Approvals, task: ManualTask
) -> ManualTask:
    left_out = (execution.starter,) if "starter" in approvals.exclude else ()
    everyone = assignees_for(approvals.from_, execution.members, without=left_out)
    asked = replace(task, assignees=everyone, later=(), left_out=left_out)
    asked = replace(asked, needed=needed_of(approvals.needed, len(electorate(asked))))
    return in_order(asked) if approvals.order == "sequential" else asked


def gate_cannot_open(task: ManualTask) -> bool:
    """True for a sign-off that must have more approvals than people can give, or have given."""
    return task.kind is WorkKind.SIGN_OFF and len(electorate(task)) < task.needed


def why_unmet(task: ManualTask) -> str:
    if not task.assignees and task.left_out:
        return (
            f"nobody can sign “{task.name}” apart from whoever started the release, who may not: "
            "say who else its role is, then retry"
        )
    if not task.assignees:
        return f"nobody can sign “{task.name}”: say who its role is, then retry"
    return (
        f"“{task.name}” needs {task.needed} approvals and only {len(electorate(task))} can give one"
    )
