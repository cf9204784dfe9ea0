"""What the process says of a failure: try again, go on without, end the release, or hold."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import blake2b

from orchestration.execution.flow.activation import settle
from orchestration.execution.flow.holding import close_tasks, hold
from orchestration.execution.state.activity_execution import ActivityExecution
from orchestration.execution.state.keys import run_key
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus, ExecutionStatus
from orchestration.processes.model import OnFailure, Retry
from orchestration.replacing import replace
from orchestration.values import ActivityRef

_BACKOFF = timedelta(seconds=30)
"""Before the first try again, where the process does not say how long."""
_LONGEST = timedelta(hours=1)
"""No wait grows beyond this, unless the process begins with a longer one."""


def failed(
    execution: ProcessExecution,
    ref: ActivityRef,
    at: datetime,
    reason: str,
    *,
    reason_id: str = "",
    again: bool = False,
) -> ProcessExecution:
    """`again` says that another try may help: not so for what people did, or what is missing."""
    activity, now = execution.plan.activities[ref], execution.activity(ref)
    why = replace(now, ended_at=at, reason=reason, reason_id=reason_id)
    retry = activity.retry or Retry()
    tries_again = again and activity.on_failure is OnFailure.RETRY and now.tries < retry.attempts
    if tries_again and execution.failed_by is None:
        return execution.with_activity(_to_be_tried_again(execution, why, retry, at))
    if execution.plan.is_optional(ref) or activity.on_failure is OnFailure.IGNORE:
        return settle(execution, replace(why, status=ActivityStatus.IGNORED))
    if execution.failed_by is not None or activity.on_failure is OnFailure.FAIL:
        return _fails(execution, replace(why, status=ActivityStatus.FAILED), at)
    return hold(execution, ref, at, reason, reason_id=reason_id)


def held(
    execution: ProcessExecution, ref: ActivityRef, at: datetime, reason: str
) -> ProcessExecution:
    """Hold for a person to decide; of a release that has failed nobody is asked anything more."""
    if execution.failed_by is not None:
        return failed(execution, ref, at, reason)
    return hold(execution, ref, at, reason)


def attempts_again(execution: ProcessExecution, ref: ActivityRef) -> int:
    """How often it is tried again by itself at most."""
    return (execution.plan.activities[ref].retry or Retry()).attempts


def ended_by_failure(execution: ProcessExecution, at: datetime) -> ProcessExecution:
    """A release that fails ends once nothing of it runs any more."""
    if execution.failed_by is None or execution.status.ended:
        return execution
    if any(execution.tally(each).active for each in execution.plan.phase_activities):
        return execution
    return replace(execution, status=ExecutionStatus.FAILED, ended_at=at)


def _to_be_tried_again(
    execution: ProcessExecution, why: ActivityExecution, retry: Retry, at: datetime
) -> ActivityExecution:
    first = retry.backoff or _BACKOFF
    wait = min(first * 2**why.tries, max(first, _LONGEST))
    key = run_key(execution.id, why.ref, why.attempt)
    return replace(
        why,
        status=ActivityStatus.QUEUED,
        tries=why.tries + 1,
        next_try_at=at + wait * _spread(key),
    )


def _spread(key: str) -> float:
    """0.8 to 1.2, the same for the same attempt: what failed together is not tried together."""
    return 0.8 + 0.4 * int.from_bytes(blake2b(key.encode(), digest_size=4).digest()) / 2**32


def _fails(
    execution: ProcessExecution, activity: ActivityExecution, at: datetime
) -> ProcessExecution:
    """End what waits for people at once: whatever they decide, the release has failed."""
    execution = close_tasks(execution.with_activity(activity), activity.ref, at)
    if execution.failed_by is not None:
        return execution
    reason = f"“{execution.plan.activities[activity.ref].name}” failed"
    return fail_all(execution, activity.ref, at, reason=reason)


def fail_all(
    execution: ProcessExecution, failed_by: ActivityRef, at: datetime, *, reason: str
) -> ProcessExecution:
    """Nothing more starts; what waits for people ends here, with the reason."""
    execution = replace(execution, failed_by=failed_by)
    for each in tuple(execution.activities.values()):
        if each.status.active and not each.runs:
            ended = replace(
                each,
                status=ActivityStatus.ABORTED,
                ended_at=at,
                next_try_at=None,
                reason=reason,
                reason_id="",
            )
            execution = close_tasks(execution.with_activity(ended), each.ref, at)
    return execution
