"""`record`: one event into one release, with its state, its audit entry and what it owes.

Every door ends here: a click, a callback, a poll, the clock. One transaction, one lock.
"""

from __future__ import annotations

from orchestration.effects.turn import WakeWaiting
from orchestration.execution.audit.audited import decision_of
from orchestration.execution.decisions.copies import wanted_by_people
from orchestration.execution.engine import Step, advance
from orchestration.execution.events import ExecutionEvent
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ExecutionStatus
from orchestration.execution.wakes import wakes_others
from orchestration.execution.worth_telling import worth_telling
from orchestration.ports import Transaction
from orchestration.releases.live import keep_what_went_live
from orchestration.releases.model import ReleaseStatus
from orchestration.releases.watching import tell_watchers
from orchestration.values import ExecutionId

_RELEASE_STATUS = {
    ExecutionStatus.RUNNING: ReleaseStatus.RUNNING,
    ExecutionStatus.SUCCEEDED: ReleaseStatus.SUCCEEDED,
    ExecutionStatus.PARTIALLY_SUCCEEDED: ReleaseStatus.PARTIALLY_SUCCEEDED,
    ExecutionStatus.FAILED: ReleaseStatus.FAILED,
    ExecutionStatus.ABORTED: ReleaseStatus.ABORTED,
}


def record(
    tx: Transaction,
    execution_id: ExecutionId,
    event: ExecutionEvent,
    *,
    door: str,
    through: str = "",
) -> Step:
    """Advance the execution and keep what follows; an event that changes nothing is not kept."""
    before = tx.executions.get(execution_id)
    step = advance(before, event)
    after = step.execution
    if after is before:
        return step
    tx.executions.save(after)
    status, was = _status_of(after), _status_of(before)
    moved = (status, after.candidate) != (was, before.candidate)
    if moved and after.parent is None:
        release = tx.releases.get(after.release_id)
        now: dict[str, object] = {"candidate": after.candidate}
        if status is not was:
            now |= {"status": status, "ended_at": after.ended_at}
        tx.releases.save(release.model_copy(update=now))
    keep_what_went_live(tx, before, after)
    owed = [*wanted_by_people(tx, step.effects)]
    if wakes_others(before, after):
        owed.append(WakeWaiting(release_id=after.release_id))
    tx.owed.owe(owed, at=event.at)
    if occasion := worth_telling(before, after):
        tell_watchers(tx, after.release_id, occasion, at=event.at)
    tx.audit.append(decision_of(before, after, event, door=door, through=through))
    return step


def _status_of(execution: ProcessExecution) -> ReleaseStatus:
    """Paused or frozen it goes on as an execution: what runs is heard of, what is signed counts."""
    if (execution.paused or execution.frozen) and not execution.status.ended:
        return ReleaseStatus.PAUSED
    return _RELEASE_STATUS[execution.status]
