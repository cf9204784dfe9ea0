"""`occurrences`: when a cadence is due, as local slots of its zone and as moments.

Wall-clock times hold across daylight saving. A time that does not exist is read with the offset
before the gap, so it is due as much later as the clock jumped; of a time that exists twice the
first counts (RFC 5545, section 3.3.5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from croniter import CroniterBadDateError, croniter
from dateutil.rrule import rrulestr

from orchestration.scheduling.cadence import Cadence, Holidays, OnHoliday, parts_of
from orchestration.values import Frozen

MARGIN = timedelta(days=40)
"""No occurrence moves further than this: no run of holidays and weekends is so long."""
FURTHEST = timedelta(days=366 * 9)
"""Nothing is due more rarely: 29 February came eight years after the one before, around 2100."""
_WINDOWS = (timedelta(days=40), timedelta(days=400), FURTHEST)
_SATURDAY = 5
_CYCLE = 7600
"""Years after which the calendar is the same again, less than the last year that there is."""


class Occurrence(Frozen):
    """One time at which a release is due."""

    slot: datetime
    """The local time that the rule gave, without a zone: its name, also where it is moved."""
    local: datetime
    """The local time at which it is due, moved off a holiday where the cadence says so."""
    at: datetime
    """The same as a moment, in UTC."""

    @property
    def moved(self) -> bool:
        return self.slot != self.local


def occurrences(cadence: Cadence, after: datetime, until: datetime) -> Iterator[Occurrence]:
    """Those due after the one moment and not after the other, earliest first, each once.

    Asked in pieces it gives the same. Of two that come to lie on one day by a holiday the one
    whose day it is stays.
    """
    zone = ZoneInfo(cadence.zone)
    first = after.astimezone(zone).replace(tzinfo=None) - MARGIN
    last = until.astimezone(zone).replace(tzinfo=None) + MARGIN
    due: dict[datetime, Occurrence] = {}
    for slot in _slots(cadence, first, last):
        local = local_time_of(cadence, slot)
        if local is None:
            continue
        found = Occurrence(slot=slot, local=local, at=moment(local, zone))
        if not found.moved or local not in due:
            due[local] = found
    yield from sorted(
        (each for each in due.values() if after < each.at <= until), key=lambda each: each.at
    )


def coming(cadence: Cadence, after: datetime) -> Iterator[Occurrence]:
    """Those due after a moment, without end; none where it is not due within `FURTHEST` again."""
    while True:
        until = after
        for window in _WINDOWS:
            since, until = until, after + window
            if found := list(occurrences(cadence, since, until)):
                break
        else:
            return
        yield from found
        after = until


def local_time_of(cadence: Cadence, slot: datetime) -> datetime | None:
    """The local time at which a slot is due; None where its day is left out."""
    if slot.date() in cadence.excluded:
        return None
    day = _day_of(slot.date(), cadence.holidays)
    return datetime.combine(day, slot.time()) if day else None


def moment(local: datetime, zone: ZoneInfo) -> datetime:
    """The moment of a local time; see above for one that does not exist, or exists twice."""
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


def _slots(cadence: Cadence, first: datetime, last: datetime) -> Iterator[datetime]:
    """Local times by the rule alone, from its start on."""
    last = min(last, datetime.combine(cadence.ends, time.max)) if cadence.ends else last
    by = _by_rule if cadence.rule else _by_cron
    for number, slot in enumerate(by(cadence, first), 1):
        if slot > last or (cadence.count and number > cadence.count):
            return
        if slot >= first:
            yield slot


def _by_rule(cadence: Cadence, first: datetime) -> Iterator[datetime]:
    """From near `first` on where what was before is not counted: a cadence may be years old."""
    starts = datetime.combine(cadence.starts, cadence.at)
    if not _is_ever_due(cadence.rule, cadence.starts):
        return
    if cadence.count is None:
        starts += _whole_steps(parts_of(cadence.rule), first - starts)
    yield from rrulestr(cadence.rule, dtstart=starts)


@lru_cache(maxsize=1024)
def _is_ever_due(rule: str, starts: date) -> bool:
    """False for 30 February: a rule is tried until the last year there is, so from a late one."""
    late = starts.replace(year=starts.year + _CYCLE) if starts.year + _CYCLE < MAXYEAR else starts
    return next(iter(rrulestr(rule, dtstart=datetime.combine(late, time()))), None) is not None


def _whole_steps(parts: Mapping[str, str], length: timedelta) -> timedelta:
    """So many times the interval of a rule of days or weeks as leave one period before the end."""
    days = {"DAILY": 1, "WEEKLY": 7}.get(parts["FREQ"])
    if days is None:
        return timedelta()
    step = timedelta(days=days * int(parts.get("INTERVAL", "1")))
    return max(length // step - 1, 0) * step


def _by_cron(cadence: Cadence, first: datetime) -> Iterator[datetime]:
    before = datetime.combine(cadence.starts, time()) - timedelta(seconds=1)
    if cadence.count is None:
        before = max(before, first - timedelta(seconds=1))
    lines = croniter(cadence.cron, before)
    with suppress(CroniterBadDateError):
        while True:
            yield lines.get_next(datetime)


def _day_of(day: date, holidays: Holidays | None) -> date | None:
    """The day itself, the working day beside it, or none."""
    if holidays is None or not _is_holiday(day, holidays):
        return day
    match holidays.then:
        case OnHoliday.SKIP:
            return None
        case OnHoliday.NEXT:
            return _working_day(day, timedelta(days=1), holidays)
        case OnHoliday.PREVIOUS:
            return _working_day(day, timedelta(days=-1), holidays)


def _working_day(day: date, step: timedelta, holidays: Holidays) -> date:
    while day.weekday() >= _SATURDAY or _is_holiday(day, holidays):
        day += step
    return day


def _is_holiday(day: date, holidays: Holidays) -> bool:
    return day in _of_year(holidays.country, holidays.part, day.year)


@lru_cache(maxsize=256)
def _of_year(country: str, part: str, year: int) -> frozenset[date]:
    """Public holidays; imported late, since it is large and most cadences need none."""
    from holidays import country_holidays

    return frozenset(country_holidays(country, subdiv=part or None, years=[year]))
