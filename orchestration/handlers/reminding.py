"""Reminding people: in their working hours, outside their do-not-disturb, and not too late."""

from __future__ import annotations

from datetime import datetime, timedelta

from orchestration.effects import Remind, ShowHold, ShowTask
from orchestration.effects.obligations import THREAD
from orchestration.effects.turn import ShowTurn
from orchestration.execution.state.model import ProcessExecution
from orchestration.handlers.messages import put_message
from orchestration.handlers.outside import NotYet, Outside, Paid, Settlement
from orchestration.handlers.showing import after_its_message, living_message
from orchestration.people.model import Person
from orchestration.people.working_time import at_work, zone_of
from orchestration.ports import Claim, Posting, Transaction
from orchestration.read_models.cards import Notice
from orchestration.read_models.reminder import Reminder, reminder
from orchestration.read_models.turn_lookup import queues_in
from orchestration.values import Frozen, UserId

_TO_ACT = timedelta(hours=1)
"""Whoever was reminded only as their day began has so long before others are told."""


class _Found(Frozen):
    reminder: Reminder
    people: dict[UserId, Person]
    """Of those it waits for, and of whoever is told."""
    known: Posting | None
    above: Posting | None
    """The message under which it is said."""


async def remind(outside: Outside, claim: Claim, effect: Remind) -> Settlement:
    """Said as things stand at that moment; what was done meanwhile is told to nobody."""
    found = await outside.database.read(lambda tx: _found(tx, effect))
    if found is None or found.known is not None:
        return Paid()
    now = outside.clock.now()
    suits = await _when_it_suits(outside, effect, found, now)
    if suits > now:
        return NotYet(suits, untried=True)
    if effect.copy == THREAD and found.above is None:
        raise after_its_message(claim, now)
    channel = (
        found.above.channel if found.above else await outside.messenger.dm_of(UserId(effect.copy))
    )
    return await put_message(
        outside,
        claim,
        Notice(text=found.reminder.text),
        known=None,
        channel=channel,
        thread_ts=found.above.ts if found.above else "",
        broadcast=effect.copy != THREAD and found.above is not None,
    )


def _found(tx: Transaction, effect: Remind) -> _Found | None:
    execution = tx.executions.get(effect.execution_id)
    release = tx.releases.get(execution.release_id)
    said = reminder(release, execution, effect, queues_in(tx, execution))
    if said is None:
        return None
    people = set(said.missing) | ({UserId(effect.copy)} - {THREAD})
    return _Found(
        reminder=said,
        people=dict(tx.directory.people(people)),
        known=tx.postings.find(effect.key),
        above=tx.postings.find(_above(execution, effect)),
    )


def _above(execution: ProcessExecution, effect: Remind) -> str:
    """The key of the card it is about: its buttons are just above what is said."""
    if effect.copy == THREAD:
        return living_message(execution.release_id)
    if effect.ref in execution.turns:
        return ShowTurn(
            execution_id=execution.id, phase=effect.ref, attempt=effect.attempt, copy=effect.copy
        ).key
    if effect.task_id is None:
        return ShowHold(
            execution_id=execution.id, ref=effect.ref, attempt=effect.attempt, copy=effect.copy
        ).key
    task = execution.tasks[effect.task_id]
    first = task.shown_with[0] if task.shown_with else None
    return ShowTask(
        execution_id=execution.id,
        task_id=first.task_id if first else task.id,
        round=first.round if first else task.round,
        copy=effect.copy,
    ).key


async def _when_it_suits(
    outside: Outside, effect: Remind, found: _Found, now: datetime
) -> datetime:
    """`now`, or later: in working hours, and with their do-not-disturb asked at that moment."""
    if effect.copy == THREAD:  # it names everybody who is missing: said once one of them works
        return min(_working(outside, found, each, now) for each in found.reminder.missing)
    person = UserId(effect.copy)
    suits = _working(outside, found, person, now)
    if effect.occasion == "escalation" and effect.deadline_at is not None:
        suits = max(suits, _had_time_to_act(outside, found, effect.deadline_at))
    if suits > now:
        return suits
    quiet = await outside.workspace.quiet(person)
    return quiet.ends if quiet and quiet.at(now) else now


def _had_time_to_act(outside: Outside, found: _Found, due_at: datetime) -> datetime:
    """When the first of those missing had worked for an hour, where it was due out of hours."""
    begins = (_working(outside, found, each, due_at) for each in found.reminder.missing)
    first = min(begins, default=due_at)
    return first + _TO_ACT if first > due_at else due_at


def _working(outside: Outside, found: _Found, person: UserId, now: datetime) -> datetime:
    return at_work(outside.working_week, now, zone_of(found.people.get(person)))
