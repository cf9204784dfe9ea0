"""Executions telling one another: a child begins, ends, and follows what its parent does.

Each is told in the transaction that settles what was owed, so once. The parent's row is locked
first, always: two that meet wait for one another in one order.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from orchestration.effects.subprocess import (
    FollowParent,
    SettleParent,
    StartFromTask,
    StartSubprocess,
)
from orchestration.errors import Permanent, Rejected
from orchestration.execution.events import (
    ExecutionEvent,
    ExecutionPaused,
    ExecutionResumed,
    LeftByParent,
    ParentFailed,
    RunAsked,
    SubprocessEnded,
)
from orchestration.execution.flow.child import outputs_given, reason_of
from orchestration.execution.flow.freezing import frozen_like
from orchestration.execution.recording import record
from orchestration.execution.state.activity_execution import ActivityExecution
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ExecutionStatus
from orchestration.handlers.outside import Outside, Paid
from orchestration.ports import Transaction
from orchestration.releases.subprocesses import add_child, started_below
from orchestration.values import ExecutionId, plain_line

_DOOR = "subprocess"


def among_executions(
    outside: Outside, effect: StartSubprocess | StartFromTask | SettleParent | FollowParent
) -> Paid:
    now = outside.clock.now()
    match effect:
        case StartSubprocess():
            return Paid(lambda tx: _start(tx, effect, now))
        case StartFromTask():
            return Paid(lambda tx: _start_from_task(tx, effect, now))
        case SettleParent():
            return Paid(lambda tx: _settle(tx, effect, now))
        case FollowParent():
            return Paid(lambda tx: _follow(tx, effect, now))


def _start(tx: Transaction, effect: StartSubprocess, now: datetime) -> None:
    """From here on the approval before it is not undone, as where a run is asked for.

    While the parent is paused or frozen nothing starts: its resume finds what was not started.
    """
    asked = RunAsked(at=now, ref=effect.ref, attempt=effect.attempt)
    parent = record(tx, effect.execution_id, asked, door=_DOOR).execution
    activity = parent.activity(effect.ref)
    begins = activity.attempt == effect.attempt and not parent.holds_back(effect.ref)
    if begins and activity.child:
        _start_child(tx, parent, activity, activity.child, now)


def _start_from_task(tx: Transaction, effect: StartFromTask, now: datetime) -> None:
    parent = tx.executions.get(effect.execution_id)
    if not parent.holds_back(effect.ref):
        _start_child(tx, parent, parent.activity(effect.ref), effect.child, now)


def _start_child(
    tx: Transaction,
    parent: ProcessExecution,
    activity: ActivityExecution,
    wanted: ExecutionId,
    now: datetime,
) -> None:
    """A child that cannot be started has failed: what its activity says of that is done."""
    if not activity.waits_for(wanted):
        return
    try:
        if parent.failed_by is not None:
            raise Permanent("it was not started: the release had failed")
        child = add_child(tx, parent, activity.ref, wanted)
    except (Permanent, Rejected) as error:
        why = error.text if isinstance(error, Rejected) else error.reason
        failed = SubprocessEnded(
            at=now,
            ref=activity.ref,
            child=wanted,
            status=ExecutionStatus.FAILED,
            reason=plain_line(why, _LONGEST),
            permanent=True,
        )
        record(tx, parent.id, failed, door=_DOOR)
        return
    record(tx, child.id, started_below(tx, parent, child, at=now), door=_DOOR)


def _settle(tx: Transaction, effect: SettleParent, now: datetime) -> None:
    parent = tx.executions.get(effect.parent_id)
    child = tx.executions.get(effect.execution_id)
    if child.parent is None:
        return
    ended = SubprocessEnded(
        at=now,
        ref=child.parent.ref,
        child=child.id,
        status=child.status,
        outputs=outputs_given(child),
        reason=plain_line(reason_of(child), _LONGEST),
        permanent=child.status is ExecutionStatus.ABORTED,
    )
    record(tx, parent.id, ended, door=_DOOR)


def _follow(tx: Transaction, effect: FollowParent, now: datetime) -> None:
    """One that was left before its start was paid is never started; one that waited for it is."""
    parent = tx.executions.get(effect.parent_id)
    child = tx.executions.find(effect.execution_id)
    if child is not None:
        for event in _events_for(parent, child, now):
            record(tx, child.id, event, door=_DOOR)
        return
    wanted = effect.execution_id
    for activity in [e for e in parent.activities.values() if e.waits_for(wanted)]:
        if not parent.holds_back(activity.ref):
            _start_child(tx, parent, activity, wanted, now)


def _events_for(
    parent: ProcessExecution, child: ProcessExecution, now: datetime
) -> Iterator[ExecutionEvent]:
    if child.parent is None:
        return
    activity = parent.activity(child.parent.ref)
    if not activity.waits_for(child.id):
        by = parent.ended_by or activity.decided_by
        yield LeftByParent(at=now, by=by, reason_id=parent.reason_id or activity.reason_id)
    elif parent.failed_by is not None:
        yield ParentFailed(at=now)
    else:
        if (pause := _pause_of(parent, child, now)) is not None:
            yield pause
        yield from frozen_like(parent, child, now)


def _pause_of(
    parent: ProcessExecution, child: ProcessExecution, now: datetime
) -> ExecutionPaused | ExecutionResumed | None:
    if (pause := parent.paused) is not None:
        return ExecutionPaused(
            at=now, by=pause.by, reason_id=pause.reason_id, line_stopped=pause.line_stopped
        )
    resumed_by = parent.pauses[-1].resumed_by if parent.pauses else None
    return ExecutionResumed(at=now, by=resumed_by) if child.paused and resumed_by else None


_LONGEST = 500
"""Of a reason, as pipelines give theirs."""
