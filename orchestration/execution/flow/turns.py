"""A phase waits for its turn: for phases of other releases, and for resources that they hold.

What stands where is not known here. Somebody looks (`orchestration/handlers/turns.py`) and says
what was seen; the phase begins once nothing keeps it.
"""

from __future__ import annotations

from datetime import datetime

from orchestration.execution.events.turns import TurnEvent, TurnOverruled, TurnSeen
from orchestration.execution.flow.activation import begin_in_turn
from orchestration.execution.state.deadline import (
    Deadline,
    deadline_of_hold,
    deadline_of_waiting,
)
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.turn import PhaseTurn
from orchestration.replacing import replace


def of_turn(execution: ProcessExecution, event: TurnEvent) -> ProcessExecution:
    turn = execution.turns.get(event.phase)
    if turn is None or not turn.waiting or turn.attempt != event.attempt:
        return execution
    if execution.failed_by is not None:
        return execution
    if isinstance(event, TurnSeen):
        return _seen(execution, turn, event)
    return _overruled(execution, turn, event)


def _seen(execution: ProcessExecution, turn: PhaseTurn, event: TurnSeen) -> ProcessExecution:
    free = turn.is_free_of_others(event.waits_for)
    seen = replace(
        turn,
        waits_for=event.waits_for,
        looked=True,
        queues=free and not event.holds_all,
        circle=event.circle if free and not event.holds_all else (),
    )
    if free and event.holds_all and not execution.holds_back(event.phase):
        over = replace(seen, over_at=event.at, deadline=None)
        return begin_in_turn(execution.with_turn(event.phase, over), event.phase, event.at)
    if turn.deadline is None or seen.asks != turn.asks:
        seen = replace(seen, deadline=_deadline(execution, seen, event.at))
    return execution if seen == turn else execution.with_turn(event.phase, seen)


def _deadline(execution: ProcessExecution, turn: PhaseTurn, at: datetime) -> Deadline:
    if not turn.asks:
        return deadline_of_waiting(at)
    process = execution.plan.process
    return deadline_of_hold(at, (execution.owner, *process.owners), process.holds_due)


def _overruled(
    execution: ProcessExecution, turn: PhaseTurn, event: TurnOverruled
) -> ProcessExecution:
    """Its resources are still taken in turn: nobody overrules who holds them."""
    if not can_be_overruled(turn):
        return execution
    overruled = replace(
        turn,
        overruled_by=event.by,
        overruled_at=event.at,
        reason_id=event.reason_id,
        deadline=None,
    )
    return execution.with_turn(event.phase, overruled)


def can_be_overruled(turn: PhaseTurn) -> bool:
    """True while something of other releases keeps it."""
    if not turn.waiting or turn.overruled_by is not None or turn.only_places:
        return False
    return turn.looked and not turn.is_free_of_others(turn.waits_for)
