"""What is heard of runs, what time brings, and what people decide: retry, ignore, abort."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import assert_never

from pydantic import JsonValue

from orchestration.errors import Permanent
from orchestration.execution.events import (
    ActivityIgnored,
    ActivityRetried,
    Elapsed,
    ExecutionAborted,
    PipelineRunReported,
    RunAdopted,
)
from orchestration.execution.flow.activation import activate, held_back, release_phase, settle
from orchestration.execution.flow.failing import failed, held
from orchestration.execution.flow.holding import close_tasks
from orchestration.execution.reading.giving import outputs_of_run
from orchestration.execution.state.activity_execution import past_attempt
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus, ExecutionStatus
from orchestration.execution.tasks.handing_on import come_back_to
from orchestration.execution.tasks.reminding import time_came, took_long
from orchestration.execution.tasks.voiding import expired
from orchestration.pipelines.model import RunStatus
from orchestration.replacing import replace
from orchestration.values import ActivityRef, UserId


def elapsed(execution: ProcessExecution, event: Elapsed) -> ProcessExecution:
    """The time of a timeout, of a next try, of a phase, or of telling people has come."""
    match event.of:
        case "not_before":
            if event.attempt != execution.phase_attempt(event.ref):
                return execution  # it was reached again since, and has another time to wait for
            return release_phase(execution, event.ref, event.at)
        case "reminder" | "due" | "snooze":
            return time_came(execution, event)
        case "delegation":
            return come_back_to(execution, event)
        case "expiry":
            return expired(execution, event)
        case "expected_end":
            return took_long(execution, event)
        case "timeout":
            if not _in_attempt(execution, event.ref, event.attempt):
                return execution
            if not execution.activity(event.ref).runs:
                return execution
            reason = "it did not end in time (timeout)"
            return failed(execution, event.ref, event.at, reason, again=True)
        case "next_try":
            if not _in_attempt(execution, event.ref, event.attempt):
                return execution
            activity = execution.activity(event.ref)
            if activity.next_try_at is None:
                return execution
            if execution.holds_back(event.ref):
                known = event.ref in execution.held_back
                return execution if known else held_back(execution, event.ref, event.at)
            return again(execution, event.ref, event.at, by=None, tries=activity.tries)
        case _:
            assert_never(event.of)


def reported(execution: ProcessExecution, event: PipelineRunReported) -> ProcessExecution:
    """A run that was in doubt and is heard of after all has started: the hold is over."""
    if not _in_attempt(execution, event.ref, event.attempt):
        return execution
    activity = execution.activity(event.ref)
    if activity.run is None or not (activity.runs or activity.in_doubt):
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
            ended = execution.with_activity(replace(activity, run=run))
            return _succeeded(ended, event.ref, event.at, report.outputs)
        case RunStatus.FAILED | RunStatus.CANCELLED:
            reason = report.reason or _ENDED[report.status]
            ended = execution.with_activity(replace(activity, run=run))
            again = report.status is RunStatus.FAILED and not report.permanent
            return failed(ended, event.ref, event.at, reason, again=again)
        case RunStatus.UNKNOWN:
            had_begun = report.lost and activity.status is ActivityStatus.RUNNING
            if activity.status is not ActivityStatus.QUEUED and not had_begun:
                return execution  # it was heard of meanwhile, or is held for this already
            asked = execution.with_activity(replace(activity, run=run))
            return held(asked, event.ref, event.at, report.reason or _ENDED[report.status])
        case _:
            assert_never(report.status)


def _succeeded(
    execution: ProcessExecution, ref: ActivityRef, at: datetime, made: Mapping[str, str]
) -> ProcessExecution:
    """Settle it with its outputs; where one has no value, nobody goes on without it unasked."""
    try:
        outputs = outputs_of_run(execution, ref, made)
    except Permanent as error:
        return held(execution, ref, at, f"an output is missing: {error.reason}")
    done = replace(
        execution.activity(ref),
        status=ActivityStatus.SUCCEEDED,
        outputs=outputs,
        reason="",
        ended_at=at,
    )
    return settle(execution, done)


def adopted(execution: ProcessExecution, event: RunAdopted) -> ProcessExecution:
    """The run goes on as if its provider had answered; what it does is asked from here on."""
    if not _in_attempt(execution, event.ref, event.attempt):
        return execution
    activity = execution.activity(event.ref)
    if activity.run is None or not activity.in_doubt:
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


def retried(execution: ProcessExecution, event: ActivityRetried) -> ProcessExecution:
    """A person begins anew, and what is tried again by itself has all its tries again.

    Before a next try that was planned, it only comes sooner. Nothing new starts where it is
    held back.
    """
    if not to_be_decided(execution, event.ref, event.attempt) or execution.holds_back(event.ref):
        return execution
    waited = execution.activity(event.ref).next_try_at is not None
    tries = execution.activity(event.ref).tries if waited else 0
    return again(execution, event.ref, event.at, by=event.by, tries=tries, inputs=event.inputs)


def again(
    execution: ProcessExecution,
    ref: ActivityRef,
    at: datetime,
    *,
    by: UserId | None,
    tries: int,
    inputs: Mapping[str, JsonValue] | None = None,
) -> ProcessExecution:
    """Keep the attempt as `retried`, and begin the next one, with `inputs` over all others."""
    activity = execution.activity(ref)
    past = replace(past_attempt(activity, at), retried_by=by, held=activity.next_try_at is None)
    said = {**activity.given, **(inputs or {})}
    given: dict[str, JsonValue] = {name: each for name, each in said.items() if each is not None}
    kept = execution.with_activity(replace(activity, past=(*activity.past, past), given=given))
    return activate(kept, ref, at, tries=tries)


def ignored(execution: ProcessExecution, event: ActivityIgnored) -> ProcessExecution:
    if not to_be_decided(execution, event.ref, event.attempt):
        return execution
    without = replace(
        execution.activity(event.ref),
        status=ActivityStatus.IGNORED,
        outputs=dict(event.outputs),
        ended_at=event.at,
        reason_id=event.reason_id,
        decided_by=event.by,
        next_try_at=None,
    )
    return settle(execution, without)


def aborted(execution: ProcessExecution, event: ExecutionAborted) -> ProcessExecution:
    return ended_at_once(execution, event.at, by=event.by, reason_id=event.reason_id)


def ended_at_once(
    execution: ProcessExecution, at: datetime, *, by: UserId | None, reason_id: str
) -> ProcessExecution:
    """End everything that has begun; what is pending stays pending, for good."""
    for activity in tuple(execution.activities.values()):
        if activity.status.active:
            ended = replace(
                activity,
                status=ActivityStatus.ABORTED,
                ended_at=at,
                reason_id=reason_id,
                decided_by=by,
                next_try_at=None,
            )
            execution = close_tasks(execution.with_activity(ended), activity.ref, at)
    return replace(
        execution,
        status=ExecutionStatus.ABORTED,
        ended_at=at,
        ended_by=by,
        reason_id=reason_id,
    )


def _in_attempt(execution: ProcessExecution, ref: ActivityRef, attempt: int) -> bool:
    known = ref in execution.plan.activities
    return known and execution.activity(ref).attempt == attempt


def to_be_decided(execution: ProcessExecution, ref: ActivityRef, attempt: int) -> bool:
    """True where a person may still retry or ignore this very attempt."""
    in_attempt = _in_attempt(execution, ref, attempt)
    return in_attempt and execution.activity(ref).can_be_decided


_ENDED = {
    RunStatus.FAILED: "the pipeline failed",
    RunStatus.CANCELLED: "the pipeline was cancelled",
    RunStatus.UNKNOWN: "we asked and did not hear whether it started",
}
