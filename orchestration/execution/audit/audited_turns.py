"""What the audit keeps of a phase's turn, besides who overruled it."""

from __future__ import annotations

from orchestration.execution.events import TurnSeen
from orchestration.execution.state.model import ProcessExecution


def told_of_turn(after: ProcessExecution, event: TurnSeen) -> str:
    """Each that it waits for with how it stands: `waits for ledger.production (badly)`."""
    turn = after.turns[event.phase]
    others = ", ".join(f"{each.said} ({each.standing.value})" for each in event.waits_for)
    if not turn.waiting:
        return f"its turn came: {others}" if others else "its turn came"
    if turn.circle:
        return f"queues in a circle: {' → '.join((*turn.circle, turn.circle[0]))}"
    if turn.queues:
        return "queues for what it uses"
    return f"waits for {others}"
