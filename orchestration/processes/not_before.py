"""`not-before` of a phase: a length of time from the start, or a time of day in somebody's zone."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from orchestration.processes.durations import duration_from

_AFTER = re.compile(r"(?i)start ?\+ ?(.+)")
_CLOCK = re.compile(r"(?i)(?:(mon|tues|wednes|thurs|fri|satur|sun)day )?([01]?\d|2[0-3]):([0-5]\d)")
_DAYS = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")


def earliest(text: str, *, started_at: datetime, reached_at: datetime, zone: ZoneInfo) -> datetime:
    """The moment before which the phase does not begin; it may have passed.

    `start + 2d` counts from the release's start. `17:00` is that time on the day on which the phase
    is reached; `Thursday 17:00` the first one from the day of the release's start. A time that the
    clocks skip is that much later, of one that comes twice the first is meant (RFC 5545, 3.3.5).

    Raises ValueError, in words, for anything else.
    """
    said = text.strip()
    if after := _AFTER.fullmatch(said):
        return started_at + duration_from(after[1])
    clock = _CLOCK.fullmatch(said)
    if clock is None:
        raise ValueError("must be start + 2d, 17:00 or Thursday 17:00")
    at = time(int(clock[2]), int(clock[3]))
    if clock[1] is None:
        day = reached_at.astimezone(zone).date()
    else:
        first = started_at.astimezone(zone)
        day = first.date()
        day += timedelta(days=(_DAYS.index(clock[1].lower()) - day.weekday()) % 7)
        if day == first.date() and at < first.time():
            day += timedelta(days=7)
    return datetime.combine(day, at, tzinfo=zone).astimezone(started_at.tzinfo)


def is_time(text: str) -> bool:
    moment = datetime.fromtimestamp(0, ZoneInfo("UTC"))
    try:
        earliest(text, started_at=moment, reached_at=moment, zone=ZoneInfo("UTC"))
    except ValueError:
        return False
    return True
