"""What a step owes to phases that wait for others: to be looked after, and to be shown.

Reads only phases in which something changed, and all that ever waited where the release did.
"""

from __future__ import annotations

from collections.abc import Iterator

from orchestration.effects import Effect, ShowHome
from orchestration.effects.obligations import THREAD
from orchestration.effects.turn import KeepTurn, ShowTurn
from orchestration.execution.flow.in_turn import want_of
from orchestration.execution.owed.owing_reminders import of_waiting
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.tasks.deciders import asked_about_turn
from orchestration.processes.model import phase_of
from orchestration.replacing import replace


def of_turns(before: ProcessExecution, after: ProcessExecution) -> Iterator[Effect]:
    if not after.plan.in_turn:
        return
    for phase in sorted(_concerned(before, after)):
        if want_of(before, phase) != want_of(after, phase):
            yield KeepTurn(execution_id=after.id, phase=phase)
        yield from _shown(before, after, phase)


def _concerned(before: ProcessExecution, after: ProcessExecution) -> set[str]:
    if _whole(before) != _whole(after):
        return set(after.turns)
    return {phase_of(ref) for ref in after.changed} & after.plan.in_turn


def _whole(execution: ProcessExecution) -> tuple[object, ...]:
    """What concerns every phase that waits or has waited."""
    held_back = (execution.pauses, execution.freezes)
    ended = (execution.status, execution.failed_by, execution.candidate)
    return (execution.turns, *held_back, *ended)


def _shown(before: ProcessExecution, after: ProcessExecution, phase: str) -> Iterator[Effect]:
    """One that had its turn at once has no card: whoever is to draw it finds nothing to say."""
    was, now = before.turns.get(phase), after.turns.get(phase)
    if now is None or not now.looked:
        return  # nobody has looked yet whether it waits at all
    yield from of_waiting(after, phase, was, now)
    same = was is not None and replace(was, deadline=now.deadline) == now
    if same and not (now.waiting and _ended(before, after)):
        return
    asks = now.asks or (was is not None and was.asks)
    yield from _copies(after, phase, now.attempt, asks=asks)


def _ended(before: ProcessExecution, after: ProcessExecution) -> bool:
    over, was = (each.status.ended or each.failed_by is not None for each in (after, before))
    return over and not was


def _copies(after: ProcessExecution, phase: str, attempt: int, *, asks: bool) -> Iterator[Effect]:
    people = asked_about_turn(after, phase) if asks else ()
    for copy in (THREAD, *people):
        yield ShowTurn(execution_id=after.id, phase=phase, attempt=attempt, copy=copy)
    yield from (ShowHome(user_id=each) for each in people)
