"""An activity that is reached: skipped, on hold, asked of people, or queued for its pipeline."""

from __future__ import annotations

from datetime import datetime

from orchestration.execution.asking import gate_cannot_open, opened, task_specs, why_unmet
from orchestration.execution.conditions import Objection, is_required, objection_to
from orchestration.execution.holding import hold
from orchestration.execution.keys import run_key
from orchestration.execution.model import (
    ActivityExecution,
    ManualTask,
    PipelineRun,
    ProcessExecution,
)
from orchestration.execution.statuses import ActivityStatus
from orchestration.processes.model import ActivityType
from orchestration.replacing import replace
from orchestration.values import ActivityRef


def begun(
    execution: ProcessExecution, ref: ActivityRef, at: datetime, *, tries: int = 0
) -> ProcessExecution:
    """Begin the next attempt; afterwards it may be settled already, since its condition is false.

    The condition is asked anew with each attempt: what it reads may have been mended.
    """
    activity = execution.plan.activities[ref]
    reached = next_attempt(execution.activity(ref), at, tries=tries)
    against = objection_to(execution, ref)
    if against is not None and against.skips:
        return execution.with_activity(skipped(reached, at, against.reason))
    if against is not None:
        return hold(execution.with_activity(reached), ref, at, against.reason)
    if activity.type is ActivityType.AUTOMATED and activity.pipeline:
        key = run_key(execution.id, ref, reached.attempt)
        run = PipelineRun(pipeline=activity.pipeline, key=key)
        return execution.with_activity(replace(reached, status=ActivityStatus.QUEUED, run=run))
    return _asked(execution, reached, at)


def next_attempt(was: ActivityExecution, at: datetime, *, tries: int = 0) -> ActivityExecution:
    return ActivityExecution(
        ref=was.ref,
        status=was.status,
        attempt=was.attempt + 1,
        started_at=at,
        tries=tries,
        past=was.past,
    )


def skipped(reached: ActivityExecution, at: datetime, reason: str) -> ActivityExecution:
    return replace(reached, status=ActivityStatus.SKIPPED, ended_at=at, reason=reason)


def _asked(
    execution: ProcessExecution, reached: ActivityExecution, at: datetime
) -> ProcessExecution:
    ref = reached.ref
    tasks: list[ManualTask] = []
    for spec in task_specs(execution.plan.activities[ref]):
        required = is_required(execution, ref, spec)
        if isinstance(required, Objection):
            return hold(execution.with_activity(reached), ref, at, required.reason)
        tasks.append(opened(execution, ref, spec, reached.attempt, at, required=required))
    for task in tasks:
        execution = execution.with_task(task)
    execution = execution.with_activity(
        replace(
            reached,
            status=ActivityStatus.WAITING_FOR_INPUT,
            tasks=tuple(each.id for each in tasks),
        )
    )
    unmet = next((each for each in tasks if gate_cannot_open(each)), None)
    return hold(execution, ref, at, why_unmet(unmet)) if unmet else execution
