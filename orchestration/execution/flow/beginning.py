"""An activity that is reached: skipped, on hold, asked of people, or queued for its pipeline."""

from __future__ import annotations

from datetime import datetime

from orchestration.execution.flow.child import run_as_child
from orchestration.execution.flow.holding import hold
from orchestration.execution.reading.conditions import Objection, is_required, objection_to
from orchestration.execution.state.activity_execution import (
    ActivityExecution,
    PipelineRun,
    Skipping,
)
from orchestration.execution.state.keys import run_key
from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus
from orchestration.execution.tasks.asking import gate_cannot_open, opened, specs_of, why_unmet
from orchestration.execution.tasks.concluding import concluded
from orchestration.execution.tasks.early import counted
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
    planned = execution.activity(ref).to_be_skipped
    if planned is not None:
        return execution.with_activity(left_out(reached, at, planned))
    against = objection_to(execution, ref)
    if against is not None and against.skips:
        return execution.with_activity(skipped(reached, at, against.reason))
    if against is not None:
        return hold(execution.with_activity(reached), ref, at, against.reason)
    if activity.type is ActivityType.SUBPROCESS:
        return run_as_child(execution, reached, at)
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
        added=was.added,
        given=was.given,
    )


def skipped(reached: ActivityExecution, at: datetime, reason: str) -> ActivityExecution:
    return replace(reached, status=ActivityStatus.SKIPPED, ended_at=at, reason=reason)


def left_out(reached: ActivityExecution, at: datetime, planned: Skipping) -> ActivityExecution:
    """Its turn has come, and somebody had decided that it is skipped."""
    return replace(
        skipped(reached, at, ""),
        outputs=planned.outputs,
        reason_id=planned.reason_id,
        decided_by=planned.by,
    )


def _asked(
    execution: ProcessExecution, reached: ActivityExecution, at: datetime
) -> ProcessExecution:
    ref = reached.ref
    tasks: list[ManualTask] = []
    for spec in specs_of(execution, ref):
        required = is_required(execution, ref, spec)
        if isinstance(required, Objection):
            return hold(execution.with_activity(reached), ref, at, required.reason)
        task = opened(execution, ref, spec, reached.attempt, at, required=required)
        tasks.append(counted(execution.with_activity(reached), task, at))
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
    if unmet:
        return hold(execution, ref, at, why_unmet(unmet))
    if any(each.early for each in tasks):
        return concluded(execution, ref, at, settle=ProcessExecution.with_activity, hold=hold)
    return execution
