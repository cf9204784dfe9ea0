"""A digest: what a channel, or a person, is told of its releases on a cadence of its own."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from orchestration.scheduling.cadence import WORKING, Cadence, daily, weekly
from orchestration.values import ChannelId, Frozen, UserId

USUAL_TIME: Final = time(9)
LATE: Final = timedelta(hours=2)
"""A digest that could not be sent for so long is not sent any more: its day has begun without."""


class Section(StrEnum):
    """What a channel's digest can say, in the order in which it says it."""

    RUNNING = "running"
    TODAY = "today"
    WEEK = "week"
    CONFLICTS = "conflicts"
    FREEZES = "freezes"
    OUTCOMES = "outcomes"
    PICTURE = "picture"
    """The calendar of the week, drawn."""


class Digest(Frozen):
    """One for each channel, and one for each person who asked for theirs."""

    place: ChannelId | UserId
    """Where it is sent: a channel, or the direct messages of a person."""
    on: bool = True
    cadence: Cadence
    sections: tuple[Section, ...] = tuple(Section)
    even_when_empty: bool = False
    everywhere: bool = False
    """The releases of every channel that who set it up may look at, not only of its own."""
    set_by: UserId
    set_at: datetime
    paused_because: str = ""
    """Why it was switched off without anybody's asking."""
    looks_at: datetime | None = None
    """When it is due next; None while it is off, or where it never will be."""
    revision: int = 0

    @property
    def personal(self) -> bool:
        return self.place[:1] in {"U", "W"}


def usual_cadence(zone: str, starts: date) -> Cadence:
    """Of a channel: every working day at nine."""
    return Cadence(rule=weekly(WORKING), at=USUAL_TIME, zone=zone, starts=starts)


def every_day(at: time, zone: str, starts: date) -> Cadence:
    """Of a person: on which days they work is asked when the day has come."""
    return Cadence(rule=daily(), at=at, zone=zone, starts=starts)
