"""How activities end, and what people decide about one on hold: report, retry, ignore, abort."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from orchestration.execution.activation import activate, settle
from orchestration.execution.events import (
    ActivityIgnored,
    ActivityRetried,
    Elapsed,
    ExecutionAborted,
    PipelineRunReported,
    RunAdopted,
)
from orchestration.execution.holding import close_tasks, hold
from orchestration.execution.model import ActivityExecution, PastAttempt, ProcessExecution
from orchestration.execution.statuses import ActivityStatus, ExecutionStatus
from orchestration.pipelines.model import RunStatus
from orchestration.processes.model import OnFailure
from orchestration.replacing import replace
from orchestration.values import ActivityRef


def elapsed(execution: ProcessExecution, event: Elapsed) -> ProcessExecution:
    """A run did not end within its timeout."""
    if not _in_attempt(execution, event.ref, event.attempt, _RUNS):
        return execution
    return failed(execution, event.ref, event.at, "it did not end in time (timeout)")


def reported(execution: ProcessExecution, event: PipelineRunReported) -> ProcessExecution:
    """A run that was in doubt and is heard of after all has started: the hold is over."""
    if not _in_attempt(execution, event.ref, event.attempt, _RUNS | _HELD):
        return execution
    activity = execution.activity(event.ref)
    if activity.run is None or (activity.status is ActivityStatus.ON_HOLD and not _doubt(activity)):
        return execution
    report = event.report
    run = replace(
        activity.run,
        status=report.status,
        run_id=report.run_id or activity.run.run_id,
        link=report.link or activity.run.link,
        log_tail=report.log_tail,
    )
    match report.status:
        case RunStatus.RUNNING:
            begun = replace(run, log_tail="")  # a growing log is no change of state
            running = replace(
                activity, status=ActivityStatus.RUNNING, run=begun, reason="", ended_at=None
            )
            return execution if running == activity else execution.with_activity(running)
        case RunStatus.SUCCEEDED:
            return settle(
                execution,
                replace(
                    activity,
                    status=ActivityStatus.SUCCEEDED,
                    run=run,
                    outputs=dict(report.outputs),
                    reason="",
                    ended_at=event.at,
                ),
            )
        case RunStatus.FAILED | RunStatus.CANCELLED:
            reason = report.reason or _ENDED[report.status]
            ended = execution.with_activity(replace(activity, run=run))
            return failed(ended, event.ref, event.at, reason)
        case RunStatus.UNKNOWN:
            if activity.status is not ActivityStatus.QUEUED:
                return execution  # it was heard of meanwhile, or is held for this already
            asked = execution.with_activity(replace(activity, run=run))
            return hold(asked, event.ref, event.at, report.reason or _ENDED[report.status])
        case _:
            assert_never(report.status)


def adopted(execution: ProcessExecution, event: RunAdopted) -> ProcessExecution:
    """The run goes on as if its provider had answered; what it does is asked from here on."""
    if not _in_attempt(execution, event.ref, event.attempt, _HELD):
        return execution
    activity = execution.activity(event.ref)
    if activity.run is None or not _doubt(activity):
        return execution
    run = replace(
        activity.run, status=RunStatus.RUNNING, run_id=event.run_id, link=event.link, log_tail=""
    )
    return execution.with_activity(
        replace(
            activity,
            status=ActivityStatus.RUNNING,
            run=run,
            reason="",
            ended_at=None,
            decided_by=event.by,
        )
    )


def _doubt(activity: ActivityExecution) -> bool:
    return activity.run is not None and activity.run.status is RunStatus.UNKNOWN


def failed(
    execution: ProcessExecution,
    ref: ActivityRef,
    at: datetime,
    reason: str,
    *,
    reason_id: str = "",
) -> ProcessExecution:
    """What the process says of a failure: hold for a person, or go on without it."""
    if execution.plan.activities[ref].on_failure is OnFailure.HOLD:
        return hold(execution, ref, at, reason, reason_id=reason_id)
    without = replace(
        execution.activity(ref),
        status=ActivityStatus.IGNORED,
        ended_at=at,
        reason=reason,
        reason_id=reason_id,
    )
    return settle(execution, without)


def retried(execution: ProcessExecution, event: ActivityRetried) -> ProcessExecution:
    if not _in_attempt(execution, event.ref, event.attempt, _HELD):
        return execution
    activity = execution.activity(event.ref)
    past = PastAttempt(
        attempt=activity.attempt,
        started_at=activity.started_at or event.at,
        ended_at=activity.ended_at or event.at,
        reason=activity.reason,
        reason_id=activity.reason_id,
        link=activity.run.link if activity.run else "",
        run_id=activity.run.run_id if activity.run else "",
        retried_by=event.by,
        retried_at=event.at,
    )
    kept = execution.with_activity(replace(activity, past=(*activity.past, past)))
    return activate(kept, event.ref, event.at)


def ignored(execution: ProcessExecution, event: ActivityIgnored) -> ProcessExecution:
    if not _in_attempt(execution, event.ref, event.attempt, _HELD):
        return execution
    without = replace(
        execution.activity(event.ref),
        status=ActivityStatus.IGNORED,
        ended_at=event.at,
        reason_id=event.reason_id,
        decided_by=event.by,
    )
    return settle(execution, without)


def aborted(execution: ProcessExecution, event: ExecutionAborted) -> ProcessExecution:
    """End everything that has begun; what is pending stays pending, for good."""
    for activity in tuple(execution.activities.values()):
        if activity.status.active:
            ended = replace(
                activity,
                status=ActivityStatus.ABORTED,
                ended_at=event.at,
                reason_id=event.reason_id,
                decided_by=event.by,
            )
            execution = close_tasks(execution.with_activity(ended), activity.ref, event.at)
    return replace(
        execution,
        status=ExecutionStatus.ABORTED,
        ended_at=event.at,
        ended_by=event.by,
        reason_id=event.reason_id,
    )


def _in_attempt(
    execution: ProcessExecution,
    ref: ActivityRef,
    attempt: int,
    statuses: frozenset[ActivityStatus],
) -> bool:
    if ref not in execution.plan.activities:
        return False
    activity = execution.activity(ref)
    return activity.attempt == attempt and activity.status in statuses


_ENDED = {
    RunStatus.FAILED: "the pipeline failed",
    RunStatus.CANCELLED: "the pipeline was cancelled",
    RunStatus.UNKNOWN: "we asked and did not hear whether it started",
}
_RUNS = frozenset({ActivityStatus.QUEUED, ActivityStatus.RUNNING})
_HELD = frozenset({ActivityStatus.ON_HOLD})
