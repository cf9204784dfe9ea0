"""When somebody is at work: the hours in which Drumbeat reminds them, in their own zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from orchestration.people.model import Person

_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEK: Final = re.compile(
    r"(?P<days>[a-z,\s-]+?)\s+(?P<begins>\d{1,2}(?::\d\d)?)\s*-\s*(?P<ends>\d{1,2}(?::\d\d)?)"
)
_A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingWeek:
    """The same hours on some days of the week."""

    days: frozenset[int]
    """0 is Monday."""
    begins: time
    ends: time
    """Not worked any more; midnight is the end of the day."""


USUAL: Final = WorkingWeek(days=frozenset(range(5)), begins=time(9), ends=time(18))
ALWAYS: Final = WorkingWeek(days=frozenset(range(7)), begins=time(0), ends=time(0))


def working_week(text: str) -> WorkingWeek:
    """From `Mon-Fri 9-18`, `Sun-Thu 08:30-17:00`, `Mon,Wed 9-12` or `always`.

    Raises ValueError, in words, for anything else.
    """
    said = text.strip().lower().replace("–", "-")
    if said == "always":
        return ALWAYS
    found = _WEEK.fullmatch(said)
    if found is None:
        raise ValueError("must be days and hours, such as Mon-Fri 9-18, or always")
    begins, ends = _clock(found["begins"]), _clock(found["ends"])
    if ends != time(0) and ends <= begins:
        raise ValueError("must begin before it ends, on the same day")
    return WorkingWeek(days=_days(found["days"]), begins=begins, ends=ends)


def _days(text: str) -> frozenset[int]:
    days: set[int] = set()
    for part in text.split(","):
        first, _, last = (each.strip() for each in part.partition("-"))
        one, other = _day(first), _day(last or first)
        days.update((one + n) % 7 for n in range((other - one) % 7 + 1))
    return frozenset(days)


def _day(name: str) -> int:
    if len(name) < 3 or name[:3] not in _DAYS:
        raise ValueError(f"“{name}” is no day of the week: Mon, Tue, Wed, Thu, Fri, Sat or Sun")
    return _DAYS.index(name[:3])


def _clock(text: str) -> time:
    hours, _, minutes = text.partition(":")
    hour, minute = int(hours), int(minutes or 0)
    if (hour, minute) == (24, 0):
        return time(0)
    if hour > 23 or minute > 59:
        raise ValueError(f"“{text}” is no time of day")
    return time(hour, minute)


def zone_of(person: Person | None) -> ZoneInfo:
    """Their time zone; UTC where nobody knows it."""
    try:
        return ZoneInfo(person.zone if person else "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def at_work(week: WorkingWeek, now: datetime, zone: ZoneInfo) -> datetime:
    """`now` where that is in working hours, else when they next begin; in UTC.

    A time that the clocks skip is that much later, of one that comes twice the first is meant
    (RFC 5545, 3.3.5).
    """
    today = now.astimezone(zone).date()
    for day in (today + n * _A_DAY for n in range(8)):
        if day.weekday() not in week.days:
            continue
        last = day + _A_DAY if week.ends == time(0) else day
        begins = datetime.combine(day, week.begins, tzinfo=zone).astimezone(UTC)
        ends = datetime.combine(last, week.ends, tzinfo=zone).astimezone(UTC)
        if now < ends:
            return max(now, begins).astimezone(UTC)
    raise ValueError("a working week has at least one day")


def a_working_day_before(week: WorkingWeek, at: datetime, zone: ZoneInfo) -> datetime:
    """The same time of the last working day before it; where nobody works then, as they begin."""
    there = at.astimezone(zone)
    days = (there.date() - n * _A_DAY for n in range(1, 9))
    day = next(each for each in days if each.weekday() in week.days)
    begins = datetime.combine(day, week.begins, tzinfo=zone).astimezone(UTC)
    same = datetime.combine(day, there.time(), tzinfo=zone).astimezone(UTC)
    return same if at_work(week, same, zone) == same else begins


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Somebody's do-not-disturb: from when until when, as their workspace says it."""

    begins: datetime
    ends: datetime

    def at(self, moment: datetime) -> bool:
        return self.begins <= moment < self.ends
