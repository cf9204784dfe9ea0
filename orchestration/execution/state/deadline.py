"""By when people are to act on what waits for them, and how far reminding them has come.

A task has one where its process says so; an activity on hold always has. Nobody's verdict is ever
made up: a deadline that passes tells people, and changes nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from orchestration.processes.reminders import reminder_times
from orchestration.processes.tasks import TaskSpec
from orchestration.replacing import replace
from orchestration.values import UserId

OF_A_HOLD = timedelta(hours=4)
"""How long whoever decides about an activity on hold has, before others are told."""
OF_WAITING = timedelta(hours=24)
"""After this, its people are told once of a phase that still waits for others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snooze:
    """One person is not reminded before `until`, and once then."""

    person: UserId
    at: datetime
    """When they said so."""
    until: datetime
    over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    due_at: datetime
    remind_at: tuple[datetime, ...]
    reminded: int = 0
    """How many of these times have come."""
    escalate_to: tuple[str, ...] = ()
    """The roles and ids that are told once it has passed."""
    overdue_at: datetime | None = None
    """When that was noticed."""
    escalated_to: tuple[UserId, ...] = ()
    snoozes: tuple[Snooze, ...] = ()
    """The latest of each person."""

    def snoozed_until(self, person: UserId) -> datetime | None:
        return next((x.until for x in self.snoozes if x.person == person and not x.over), None)


def deadline_of(spec: TaskSpec, asked_at: datetime) -> Deadline | None:
    if spec.deadline is None:
        return None
    return Deadline(
        due_at=asked_at + spec.deadline,
        remind_at=reminder_times(spec.remind, asked_at, spec.deadline),
        escalate_to=(spec.escalate_to,) if spec.escalate_to else (),
    )


def kept_or_new(was: Deadline | None, now: Deadline | None) -> Deadline | None:
    """As far as it has come, where the same times still hold."""
    if was is None or now is None or was.remind_at != now.remind_at or was.due_at != now.due_at:
        return now
    return replace(was, escalate_to=now.escalate_to)


def deadline_of_hold(
    held_at: datetime, escalate_to: tuple[str, ...], lasts: timedelta | None = None
) -> Deadline:
    """`lasts` is what its process says; four hours where it does not."""
    time = OF_A_HOLD if lasts is None else lasts
    return Deadline(
        due_at=held_at + time,
        remind_at=reminder_times((), held_at, time),
        escalate_to=escalate_to,
    )


def deadline_of_waiting(since: datetime) -> Deadline:
    """Nothing is asked of anybody, so nobody is told of it as overdue."""
    return Deadline(due_at=since + OF_WAITING, remind_at=(since + OF_WAITING,))


def reminded(deadline: Deadline, number: int, at: datetime) -> Deadline:
    """The time of reminder `number` has come; after a long sleep those behind it too.

    At least that one, also where the clock was set back meanwhile and says that it is early.
    """
    came = sum(each <= at for each in deadline.remind_at)
    upto = min(max(number, came), len(deadline.remind_at))
    return deadline if upto <= deadline.reminded else replace(deadline, reminded=upto)


def overdue(deadline: Deadline, at: datetime, told: tuple[UserId, ...]) -> Deadline:
    if deadline.overdue_at is not None:
        return deadline
    return replace(deadline, overdue_at=at, escalated_to=told)


def snoozed(deadline: Deadline, person: UserId, at: datetime, until: datetime) -> Deadline:
    """A later word of the same person takes the place of the one before."""
    if any(each.person == person and each.at >= at for each in deadline.snoozes):
        return deadline
    others = tuple(each for each in deadline.snoozes if each.person != person)
    return replace(deadline, snoozes=(*others, Snooze(person=person, at=at, until=until)))


def awake(deadline: Deadline, person: UserId, until: datetime) -> Deadline:
    """Their snooze has ended, unless they said another time since."""
    after = tuple(
        replace(each, over=True) if (each.person, each.until) == (person, until) else each
        for each in deadline.snoozes
    )
    return deadline if after == deadline.snoozes else replace(deadline, snoozes=after)


def shown(deadline: Deadline | None) -> Deadline | None:
    """What of it a card tells everybody: not who was reminded or asked not to be."""
    return replace(deadline, reminded=0, snoozes=()) if deadline else None
