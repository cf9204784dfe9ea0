"""What a phase is to have of what others hold: its turn to wait for, its resources, or nothing."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.turn import PhaseTurn


class Wants(StrEnum):
    NOTHING = "nothing"
    TURN = "turn"
    """It was reached and waits."""
    PLACES = "places"
    """It is under way, and keeps what it uses."""


class Want(NamedTuple):
    """What is kept for a phase elsewhere, in the tables of those who wait, follows this."""

    what: Wants
    attempt: int = 0
    overruled: bool = False
    held_back: bool = False
    """By a pause or a freeze."""


def want_of(execution: ProcessExecution, phase: str) -> Want:
    """A release that is paused or frozen keeps what it uses, and takes nothing new."""
    turn = execution.turns.get(phase)
    if turn is None or execution.status.ended:
        return Want(Wants.NOTHING)
    if turn.waiting:
        if execution.failed_by is not None:
            return Want(Wants.NOTHING)
        held_back = execution.holds_back(phase)
        return Want(Wants.TURN, turn.attempt, turn.overruled_by is not None, held_back)
    uses = execution.plan.version.process.phases_by_id[phase].uses
    under_way = execution.phase_started(phase) and not execution.phase_settled(phase)
    if uses and under_way and turn.attempt == execution.phase_attempt(phase):
        return Want(Wants.PLACES, turn.attempt)
    return Want(Wants.NOTHING)


def waits_its_turn(
    execution: ProcessExecution, phase: str, at: datetime, *, only_places: bool = False
) -> ProcessExecution:
    """It was reached; begun anew, it waits for the same releases as the last time."""
    was = execution.turns.get(phase)
    turn = PhaseTurn(
        attempt=execution.phase_attempt(phase),
        since=at,
        waits_for=was.waits_for if was else (),
        only_places=only_places,
    )
    return execution.with_turn(phase, turn)


def unreached(
    execution: ProcessExecution, phases: frozenset[str], at: datetime
) -> ProcessExecution:
    """These wait no more: what they wait for behind has to be done again first."""
    for phase in sorted(phases & set(execution.turns)):
        turn = execution.turns[phase]
        if turn.waiting:
            execution = execution.with_turn(phase, turn.ended(at))
    return execution
