"""Stopping at an activity: what it still asks is withdrawn, and a person decides."""

from __future__ import annotations

from datetime import datetime

from orchestration.execution.state.deadline import deadline_of_hold
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus, TaskStatus
from orchestration.execution.tasks.deciders import deciders_of, escalation_of_hold
from orchestration.replacing import replace
from orchestration.values import ActivityRef


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
        deciders=deciders_of(execution, ref),
        deadline=deadline_of_hold(
            at, escalation_of_hold(execution, ref), execution.plan.process.holds_due
        ),
    )
    return close_tasks(execution.with_activity(held), ref, at)


def close_tasks(execution: ProcessExecution, ref: ActivityRef, at: datetime) -> ProcessExecution:
    """Withdraw what an activity still asks; a later attempt asks anew."""
    for task in execution.tasks_of(ref):
        if task.open:
            execution = execution.with_task(replace(task, status=TaskStatus.CLOSED, settled_at=at))
    return execution
