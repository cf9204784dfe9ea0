"""Asking people: the tasks of an activity, opened for those whom its roles mean now."""

from __future__ import annotations

from datetime import datetime

from orchestration.execution.state.deadline import deadline_of
from orchestration.execution.state.keys import task_id
from orchestration.execution.state.manual_task import Assignee, ManualTask, PastRound, StandIn
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import TaskStatus, WorkKind
from orchestration.execution.tasks.seats import Seating, away_with_backup
from orchestration.execution.tasks.sign_off import assignees_for, electorate, in_order, needed_of
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


def specs_of(execution: ProcessExecution, ref: ActivityRef) -> tuple[TaskSpec, ...]:
    """What its next attempt asks: what the process declares, and what people added and kept."""
    added = execution.activity(ref).added
    kept = (each.spec for each in added if not each.withdrawn)
    return (*task_specs(execution.plan.activities[ref]), *kept)


def spec_of(execution: ProcessExecution, task: ManualTask) -> TaskSpec:
    """What a task was opened from."""
    activity = execution.plan.activities[task.ref]
    added = (each.spec for each in execution.activity(task.ref).added)
    specs = (*task_specs(activity), *added, finalising(activity))
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
    added = execution.activity(ref).added
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
            past=past_rounds(earlier) if earlier else (),
            comments=earlier.comments if earlier else (),
            evidence=earlier.evidence if earlier else (),
            added_by=next((each.by for each in added if each.spec.id == spec.id), None),
            stand_ins=still_standing(earlier.stand_ins, at) if earlier else (),
            deadline=deadline_of(spec, at),
            early=earlier.early if earlier else (),
        ),
    )


_OURS = {BY_HAND: WorkKind.BY_HAND, FINALISE: WorkKind.FINALISE}


def past_rounds(earlier: ManualTask) -> tuple[PastRound, ...]:
    """Those that were asked."""
    asked = earlier.status is not TaskStatus.EARLY
    return (*earlier.past, ended_round(earlier)) if asked else earlier.past


def ended_round(task: ManualTask) -> PastRound:
    return PastRound(
        round=task.round,
        status=TaskStatus.CLOSED if task.open else task.status,
        settled_at=task.settled_at,
        settled_by=task.settled_by,
        reason_id=task.reason_id,
        voided_in=task.voided_in,
    )


def still_standing(stand_ins: tuple[StandIn, ...], at: datetime) -> tuple[StandIn, ...]:
    return tuple(each for each in stand_ins if each.until is None or each.until > at)


def asked_of_members(execution: ProcessExecution, spec: TaskSpec, task: ManualTask) -> ManualTask:
    """The task, asked of the people its roles mean now; a to-do of nobody is the owner's.

    In the place of somebody who is away, or who handed it on, whoever stands in for them.
    """
    if spec.kind is TaskKind.SIGN_OFF:
        return _asked_to_sign(execution, spec.approvals or Approvals(), task)
    named = assignees_for(spec.people(), execution.members, backed_up=execution.backed_up)
    owner = Assignee(person=execution.owner, through="the release's owner")
    away = execution.away if named else away_with_backup(execution)
    seating = Seating(execution.members, away)
    return replace(task, assignees=seating.seated(named or (owner,), task))


def _asked_to_sign(
    execution: ProcessExecution, approvals: Approvals, task: ManualTask
) -> ManualTask:
    left_out = (execution.starter,) if "starter" in approvals.exclude else ()
    named = assignees_for(
        approvals.from_, execution.members, without=left_out, backed_up=execution.backed_up
    )
    seating = Seating(execution.members, execution.away, without=left_out, apart=True)
    everyone = seating.seated(named, task)
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
