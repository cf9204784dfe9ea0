"""Another process as an activity: begun as a child of its own, and settled by its end."""

from __future__ import annotations

from orchestration.errors import Permanent
from orchestration.execution.events import (
    LeftByParent,
    ParentFailed,
    ProcessStarted,
    RetriedByProcess,
    SubprocessEnded,
)
from orchestration.execution.flow import from_task
from orchestration.execution.flow.activation import settle
from orchestration.execution.flow.beginning import next_attempt
from orchestration.execution.flow.child import run_as_child
from orchestration.execution.flow.failing import fail_all, failed, held
from orchestration.execution.flow.outcomes import ended_at_once, to_be_decided
from orchestration.execution.reading.giving import outputs_of_subprocess
from orchestration.execution.state.activity_execution import ActivityExecution, past_attempt
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus, ExecutionStatus
from orchestration.replacing import replace

_WELL = frozenset({ExecutionStatus.SUCCEEDED, ExecutionStatus.PARTIALLY_SUCCEEDED})


def among_executions(
    execution: ProcessExecution,
    event: SubprocessEnded | LeftByParent | ParentFailed | RetriedByProcess | ProcessStarted,
) -> ProcessExecution:
    """What a child says to its parent, or a parent to its child; or a child that a person asks."""
    match event:
        case RetriedByProcess():
            return retried_by_process(execution, event)
        case ProcessStarted():
            return from_task.started(execution, event)
        case SubprocessEnded():
            return subprocess_ended(execution, event)
        case LeftByParent():
            return left(execution, event)
        case ParentFailed():
            return parent_failed(execution, event)


def subprocess_ended(execution: ProcessExecution, event: SubprocessEnded) -> ProcessExecution:
    """Settle the activity with what the child gave, or do what it says of a failure."""
    activity = execution.activities.get(event.ref)
    if activity is None or not activity.waits_for(event.child):
        return execution
    if activity.child != event.child:
        return from_task.ended(execution, event)
    ended = replace(activity, child_status=event.status)
    execution = execution.with_activity(ended)
    if event.status in _WELL:
        return _succeeded(execution, ended, event)
    again = event.status is ExecutionStatus.FAILED and not event.permanent
    again = again and activity.stand_in is None
    reason = event.reason or "the process did not succeed"
    return failed(execution, event.ref, event.at, reason, again=again)


def _succeeded(
    execution: ProcessExecution, activity: ActivityExecution, event: SubprocessEnded
) -> ProcessExecution:
    try:
        outputs = outputs_of_subprocess(execution, event.ref, event.outputs)
    except Permanent as error:
        return held(execution, event.ref, event.at, f"an output is missing: {error.reason}")
    return settle(
        execution,
        replace(activity, status=ActivityStatus.SUCCEEDED, outputs=outputs, ended_at=event.at),
    )


def retried_by_process(execution: ProcessExecution, event: RetriedByProcess) -> ProcessExecution:
    """The next attempt is that process; whether its condition holds was decided before."""
    if not to_be_decided(execution, event.ref, event.attempt) or execution.holds_back(event.ref):
        return execution
    activity = execution.activity(event.ref)
    past = replace(past_attempt(activity, event.at), retried_by=event.by)
    kept = replace(activity, past=(*activity.past, past))
    reached = replace(next_attempt(kept, event.at), stand_in=event.stand_in)
    return run_as_child(execution, reached, event.at)


def left(execution: ProcessExecution, event: LeftByParent) -> ProcessExecution:
    """End everything that has begun: nobody waits for it any more."""
    if execution.parent is None:
        return execution
    return ended_at_once(execution, event.at, by=event.by, reason_id=event.reason_id)


def parent_failed(execution: ProcessExecution, event: ParentFailed) -> ProcessExecution:
    """What runs goes to its end and nothing more starts, as in the release that failed."""
    if execution.parent is None or execution.failed_by is not None:
        return execution
    return fail_all(execution, execution.parent.ref, event.at, reason="the release failed")
