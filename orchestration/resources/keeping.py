"""Taking what releases share and giving it back: one queue, changed by one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from orchestration.effects import Effect, ShowRelease
from orchestration.effects.obligations import THREAD
from orchestration.effects.turn import KeepTurn, ShowTurn
from orchestration.execution.state.model import ProcessExecution
from orchestration.ports import Transaction
from orchestration.resources.model import ResourceRequest
from orchestration.resources.queue import granted, waiting


def take(
    tx: Transaction, execution: ProcessExecution, phase: str, *, ready: bool, at: datetime
) -> bool:
    """True where the phase holds all that it uses, from now on or already.

    Otherwise it waits in the queue; while it is not `ready` others are let by, and it keeps its
    place there.
    """
    tx.resources.lock()
    requests = tx.resources.requests()
    own = request_of(requests, execution, phase)
    if own is not None and own.held_at is not None:
        return True
    if own is None and not ready:
        return False
    if own is None:
        last = max((each.place for each in requests), default=0)
        own = ResourceRequest(
            execution_id=execution.id,
            phase=phase,
            attempt=execution.turns[phase].attempt,
            release_id=execution.release_id,
            uses=execution.plan.version.process.phases_by_id[phase].uses,
            place=last + 1,
            since=at,
        )
    now = own.model_copy(update={"ready": ready, "attempt": execution.turns[phase].attempt})
    tx.resources.put(now)
    let_in = let_next_in(tx, at)
    return any(each.id == now.id for each in let_in)


def give_back(tx: Transaction, execution: ProcessExecution, phase: str, *, at: datetime) -> None:
    """It holds nothing and waits for nothing any more; whoever is next is let in."""
    if request_of(tx.resources.requests(), execution, phase) is None:
        return
    tx.resources.lock()
    tx.resources.drop(execution.id, phase)
    let_next_in(tx, at)


def let_next_in(tx: Transaction, at: datetime) -> Sequence[ResourceRequest]:
    """Give what is free to those who are next, wake exactly these, and show the others' places.

    Whoever calls this holds the queue's lock.
    """
    requests = tx.resources.requests()
    let_in = granted(requests, tx.resources.all())
    owed: list[Effect] = []
    for each in let_in:
        tx.resources.put(each.model_copy(update={"held_at": at}))
        owed.append(KeepTurn(execution_id=each.execution_id, phase=each.phase))
    for each in waiting(tx.resources.requests()):
        owed += shown_anew(each)
    tx.owed.owe(owed, at=at)
    return let_in


def shown_anew(request: ResourceRequest) -> list[Effect]:
    """Where one that waits is told of its place; nobody else's row is read, let alone locked."""
    card = ShowTurn(
        execution_id=request.execution_id,
        phase=request.phase,
        attempt=request.attempt,
        copy=THREAD,
    )
    return [ShowRelease(release_id=request.release_id), card]


def request_of(
    requests: Sequence[ResourceRequest], execution: ProcessExecution, phase: str
) -> ResourceRequest | None:
    own = (x for x in requests if (x.execution_id, x.phase) == (execution.id, phase))
    return next(own, None)
