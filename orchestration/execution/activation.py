"""Going forward: settling an activity, counting down its dependants, starting what is ready.

Every function touches only what it changes, so a step costs the same in a release of 10 and of
10,000 activities; `counting.recounted` is the full-scan definition that a property test holds
against these increments.
"""

from __future__ import annotations

from collections import deque
from datetime import datetime

from orchestration.execution.model import (
    ActivityExecution,
    Assignee,
    ManualTask,
    PastRound,
    PipelineRun,
    ProcessExecution,
)
from orchestration.execution.sign_off import assignees_for, electorate, needed_of
from orchestration.execution.statuses import ActivityStatus, ExecutionStatus, TaskStatus, WorkKind
from orchestration.processes.model import Activity, ActivityType, phase_of
from orchestration.processes.tasks import TaskKind, TaskSpec
from orchestration.replacing import replace
from orchestration.values import ActivityRef, ExecutionId, TaskId

BY_HAND = "by-hand"
"""The id of the task that an automated activity without a pipeline asks of its owner."""
THE_TASK = "do"
"""The id of the to-do that a manual activity without declared tasks asks of its owner."""


def task_id(execution_id: ExecutionId, ref: ActivityRef, spec_id: str) -> TaskId:
    return TaskId(f"{execution_id}/{ref}/{spec_id}")


def run_key(execution_id: ExecutionId, ref: ActivityRef, attempt: int) -> str:
    """Our key of one run, safe in a path: it begins with the execution and ends in `.attempt`."""
    return f"{execution_id}.{ref}.{attempt}"


def place_of_run(key: str) -> tuple[ExecutionId, ActivityRef, int] | None:
    """What `run_key` was made of; None for what cannot be a key of ours."""
    parts = key.rsplit(".", 3)
    if len(parts) != 4 or not all(parts) or not (parts[3].isascii() and parts[3].isdigit()):
        return None
    return ExecutionId(parts[0]), ActivityRef(f"{parts[1]}.{parts[2]}"), int(parts[3][:9])


def start_phases(execution: ProcessExecution, at: datetime) -> ProcessExecution:
    """Start every phase that waits for none."""
    roots = [each for each, before in execution.plan.phase_predecessors.items() if not before]
    for phase in roots:
        execution = _enter(execution, phase, at)
    empty = (each for each in roots if not execution.plan.phase_activities[each])
    return _concluded(_free_dependants(execution, deque(empty), at), at)


def settle(execution: ProcessExecution, after: ActivityExecution) -> ProcessExecution:
    """Put a settled activity in place, close what it still asked, and start what it held back."""
    at = after.ended_at
    if at is None or not after.status.settled:
        raise ValueError(f"{after.ref} is not settled")
    execution = close_tasks(execution.with_activity(after), after.ref, at)
    for successor in execution.plan.successors[after.ref]:
        left = execution.open_predecessors(successor) - 1
        execution = replace(execution, unsettled=execution.unsettled.set(successor, left))
        if left == 0 and execution.phase_started(phase_of(successor)):
            execution = activate(execution, successor, at)
    phase = phase_of(after.ref)
    if not execution.phase_settled(phase):
        return execution
    return _concluded(_free_dependants(execution, deque([phase]), at), at)


def _free_dependants(
    execution: ProcessExecution, settled: deque[str], at: datetime
) -> ProcessExecution:
    """Count down the phases that waited for these; one without activities settles as it starts."""
    while settled:
        for dependant in execution.plan.phase_successors[settled.popleft()]:
            left = execution.open_phases(dependant) - 1
            execution = replace(
                execution, unsettled_phases=execution.unsettled_phases.set(dependant, left)
            )
            if left == 0:
                execution = _enter(execution, dependant, at)
                if not execution.plan.phase_activities[dependant]:
                    settled.append(dependant)
    return execution


def _enter(execution: ProcessExecution, phase: str, at: datetime) -> ProcessExecution:
    for ref in execution.plan.entries[phase]:
        if execution.open_predecessors(ref) == 0:
            execution = activate(execution, ref, at)
    return execution


def _concluded(execution: ProcessExecution, at: datetime) -> ProcessExecution:
    """End the execution when its last phase has settled; asked only when a phase settles."""
    phases = execution.plan.phase_activities
    if not all(execution.phase_settled(each) for each in phases):
        return execution
    ignored = any(execution.tally(each).ignored for each in phases)
    status = ExecutionStatus.PARTIALLY_SUCCEEDED if ignored else ExecutionStatus.SUCCEEDED
    return replace(execution, status=status, ended_at=at)


def activate(execution: ProcessExecution, ref: ActivityRef, at: datetime) -> ProcessExecution:
    """Begin the next attempt: ask people, or owe the pipeline its trigger."""
    was = execution.activity(ref)
    activity = execution.plan.activities[ref]
    attempt = was.attempt + 1
    begun = replace(
        was,
        attempt=attempt,
        started_at=at,
        ended_at=None,
        run=None,
        outputs={},
        reason="",
        reason_id="",
        decided_by=None,
    )
    if activity.type is ActivityType.AUTOMATED and activity.pipeline:
        run = PipelineRun(pipeline=activity.pipeline, key=run_key(execution.id, ref, attempt))
        return execution.with_activity(replace(begun, status=ActivityStatus.QUEUED, run=run))
    opened = [_opened(execution, ref, spec, attempt, at) for spec in task_specs(activity)]
    for task in opened:
        execution = execution.with_task(task)
    asked = replace(
        begun,
        status=ActivityStatus.WAITING_FOR_INPUT,
        tasks=tuple(each.id for each in opened),
    )
    execution = execution.with_activity(asked)
    unmet = next((each for each in opened if gate_cannot_open(each)), None)
    return hold(execution, ref, at, why_unmet(unmet)) if unmet else execution


def task_specs(activity: Activity) -> tuple[TaskSpec, ...]:
    """What an activity asks of people: its tasks, or the one task that follows from its type."""
    if activity.type is ActivityType.AUTOMATED:
        return (_implied(BY_HAND, activity),)
    return activity.tasks or (_implied(THE_TASK, activity),)


def _implied(spec_id: str, activity: Activity) -> TaskSpec:
    owner = (activity.owner,) if activity.owner else ()
    return TaskSpec(
        id=spec_id, name=activity.name, instructions=activity.description, assignees=owner
    )


def _opened(
    execution: ProcessExecution, ref: ActivityRef, spec: TaskSpec, attempt: int, at: datetime
) -> ManualTask:
    identity = task_id(execution.id, ref, spec.id)
    earlier = execution.tasks.get(identity)
    kind = WorkKind.BY_HAND if spec.id == BY_HAND else WorkKind(spec.kind.value)
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
            required=spec.required is not False,
            instructions=spec.instructions,
            sign_offs=earlier.sign_offs if earlier else (),
            past=(*earlier.past, _ended(earlier)) if earlier else (),
        ),
    )


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
    assignees = assignees_for(spec.people(), execution.members)
    if spec.kind is TaskKind.SIGN_OFF:
        quorum = spec.approvals.needed if spec.approvals else 1
        asked = replace(task, assignees=assignees)
        return replace(asked, needed=needed_of(quorum, len(electorate(asked))))
    owner = Assignee(person=execution.owner, through="the release's owner")
    return replace(task, assignees=assignees or (owner,))


def gate_cannot_open(task: ManualTask) -> bool:
    """True for a sign-off that must have more approvals than people can give, or have given."""
    return task.kind is WorkKind.SIGN_OFF and len(electorate(task)) < task.needed


def why_unmet(task: ManualTask) -> str:
    if not task.assignees:
        return f"nobody can sign “{task.name}”: say who its role is, then retry"
    return (
        f"“{task.name}” needs {task.needed} approvals and only {len(electorate(task))} can give one"
    )


def hold(
    execution: ProcessExecution,
    ref: ActivityRef,
    at: datetime,
    reason: str,
    *,
    reason_id: str = "",
) -> ProcessExecution:
    """Stop here for a person to decide; only dependants wait, siblings go on."""
    held = replace(
        execution.activity(ref),
        status=ActivityStatus.ON_HOLD,
        ended_at=at,
        reason=reason,
        reason_id=reason_id,
    )
    return close_tasks(execution.with_activity(held), ref, at)


def close_tasks(execution: ProcessExecution, ref: ActivityRef, at: datetime) -> ProcessExecution:
    """Withdraw what an activity still asks; a later attempt asks anew."""
    for task in execution.tasks_of(ref):
        if task.open:
            execution = execution.with_task(replace(task, status=TaskStatus.CLOSED, settled_at=at))
    return execution
