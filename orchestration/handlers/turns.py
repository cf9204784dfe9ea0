"""Phases that wait for one another: looked after, woken, and shown.

Who waits is written down before anybody looks at what it waits for. So whatever changes there is
either seen, or finds the waiter and has it look again: nobody sleeps through it, wherever a
process dies. What is kept for a phase in the queue follows what the phase is; what it is changes
only by events of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from orchestration.effects.turn import KeepTurn, OfTurn, ShowTurn, WakeWaiting
from orchestration.execution.decisions.copies import is_unwanted
from orchestration.execution.events import TurnSeen
from orchestration.execution.flow.in_turn import Want, Wants, want_of
from orchestration.execution.recording import record
from orchestration.execution.state.model import ProcessExecution
from orchestration.handlers.outside import Outside, Paid
from orchestration.handlers.showing import put_copy, thread_of
from orchestration.ports import Claim, Posting, Transaction, Waiter
from orchestration.read_models.turn_card import TurnCard
from orchestration.read_models.turn_lookup import turn_card_in
from orchestration.releases.awaited import Seen, seen_in, waiters_of
from orchestration.releases.stuck import WaitingPhase
from orchestration.resources.keeping import give_back, take
from orchestration.resources.queue import waiting
from orchestration.values import ReleaseId

_DOOR = "turn"


async def of_turns(outside: Outside, claim: Claim, effect: OfTurn) -> Paid:
    match effect:
        case KeepTurn():
            return await keep_turn(outside, effect)
        case WakeWaiting():
            now = outside.clock.now()
            return Paid(lambda tx: wake_those_who_wait(tx, effect.release_id, now))
        case ShowTurn():
            return await show_turn(outside, claim, effect)


async def keep_turn(outside: Outside, effect: KeepTurn) -> Paid:
    """Write down for whom it waits; then look; then, in one step, let it begin or wait."""
    now = outside.clock.now()
    want, waiters, known = await outside.database.read(lambda tx: _to_be_awaited(tx, effect))
    if waiters != known:
        await outside.database.transact(
            lambda tx: tx.waiters.put(effect.execution_id, effect.phase, waiters), name="waits"
        )
    of = WaitingPhase(effect.execution_id, effect.phase)
    seen = await outside.database.read(lambda tx: seen_in(tx, of, waiters))
    return Paid(lambda tx: _bring_in_line(tx, effect, want, seen, now))


def _to_be_awaited(
    tx: Transaction, effect: KeepTurn
) -> tuple[Want, tuple[Waiter, ...], tuple[Waiter, ...]]:
    """What the phase is to have, for whom it waits, and for whom it is known to."""
    execution = tx.executions.get(effect.execution_id)
    want, turn = want_of(execution, effect.phase), execution.turns.get(effect.phase)
    known = tuple(tx.waiters.of(effect.execution_id, effect.phase))
    if turn is None or want.what is not Wants.TURN or want.overruled or turn.only_places:
        return want, (), known
    phase = execution.plan.version.process.phases_by_id[effect.phase]
    return want, waiters_of(tx, execution, phase, turn), known


def _bring_in_line(
    tx: Transaction, effect: KeepTurn, want: Want, seen: Seen, now: datetime
) -> None:
    execution = tx.executions.get(effect.execution_id)
    if want_of(execution, effect.phase) != want:
        return  # another look is owed for that
    match want.what:
        case Wants.TURN:
            _waits(tx, execution, effect.phase, want, seen, now)
        case Wants.PLACES:
            take(tx, execution, effect.phase, ready=True, at=now)
        case Wants.NOTHING:
            give_back(tx, execution, effect.phase, at=now)


def _waits(
    tx: Transaction,
    execution: ProcessExecution,
    phase: str,
    want: Want,
    seen: Seen,
    now: datetime,
) -> None:
    """It queues for what it uses only once nobody else is waited for.

    Whoever closes a circle is the first to see it: the others have to look again. And so has
    whoever only now stands in the queue, where nobody saw it before.
    """
    turn = execution.turns[phase]
    waits_for = turn.waits_for if want.overruled or turn.only_places else seen.waits_for
    free = turn.is_free_of_others(waits_for)
    holds = True
    if execution.plan.version.process.phases_by_id[phase].uses:
        ready = free and not want.held_back
        holds = take(tx, execution, phase, ready=ready, at=now)
    event = TurnSeen(
        at=now,
        phase=phase,
        attempt=want.attempt,
        waits_for=waits_for,
        holds_all=holds,
        circle=seen.circle,
    )
    after = record(tx, execution.id, event, door=_DOOR).execution
    again = [WaitingPhase(execution.id, phase)]
    if after.turns[phase].waiting and after.turns[phase] != turn and seen.concerned:
        _look_again(tx, [*again, *seen.concerned], now)
    elif not holds and not want.held_back and free and not seen.queued:
        _look_again(tx, again, now)


def _look_again(tx: Transaction, phases: Iterable[WaitingPhase], now: datetime) -> None:
    tx.owed.owe([KeepTurn(execution_id=x.execution_id, phase=x.phase) for x in phases], at=now)


def wake_those_who_wait(tx: Transaction, release_id: ReleaseId, now: datetime) -> None:
    """Whoever waits for this release, or for any of its process or group, looks again."""
    release = tx.releases.find(release_id)
    if release is None:
        return
    others = tx.waiters.waiting_for(release.id, release.process_id)
    found = {WaitingPhase(x.execution_id, x.phase) for x in others}
    _look_again(tx, sorted(found | _in_a_circle_with(tx, release.reference)), now)


def _in_a_circle_with(tx: Transaction, reference: str) -> set[WaitingPhase]:
    """Those who queue and were told that with this release it never ends: now it may."""
    return {
        WaitingPhase(each.execution_id, each.phase)
        for each in waiting(tx.resources.requests())
        if (execution := tx.executions.find(each.execution_id))
        and (turn := execution.turns.get(each.phase))
        and reference in turn.circle
    }


async def show_turn(outside: Outside, claim: Claim, effect: ShowTurn) -> Paid:
    """A card that was never posted is not posted once nothing waits any more."""

    def look(tx: Transaction) -> tuple[TurnCard, Posting | None, Posting | None, bool]:
        card = turn_card_in(tx, effect.execution_id, effect.phase, effect.attempt)
        known, thread = tx.postings.find(effect.key), thread_of(tx, effect.execution_id)
        return card, known, thread, is_unwanted(tx, effect)

    card, known, thread, unwanted = await outside.database.read(look)
    late = known is None and (unwanted or not card.waiting)
    return await put_copy(outside, claim, card, effect.copy, known, thread, late=late)
