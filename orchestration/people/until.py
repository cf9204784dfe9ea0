"""A day or time to come, as people type it: until when they are away, when a release starts."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from orchestration.errors import Rejected

_CLOCK = re.compile(r"(?:at )?([01]?\d|2[0-3])[:.]([0-5]\d)\Z")
_TWELVE = re.compile(r"(?:at )?(1[0-2]|0?[1-9])(?:[:.]([0-5]\d))? ?(am|pm)\Z")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)? ([a-z]{3,9})\.?(?: (\d{4}))?")
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?")
_FOR = re.compile(r"(?:in |for )?(\d{1,3}) ?(h|hours?|d|days?|w|weeks?)")
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: Final = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MIDNIGHT: Final = time()
_HOURS: Final = {"h": 1, "d": 24, "w": 24 * 7}
MEANT = "`2026-12-01`, `1 December`, `Monday`, `tomorrow 14:00` or `3 days`"


def until_from(text: str, *, now: datetime, zone: ZoneInfo) -> datetime:
    """The moment from which the person is back, in their own zone; raises `Rejected` otherwise.

    A day alone means its beginning: `until Monday` is back on Monday.
    """
    moment = moment_from(text, now=now, zone=zone)
    if moment is None:
        raise Rejected(f"Say until when: {MEANT}.")
    return moment


def moment_from(
    text: str, *, now: datetime, zone: ZoneInfo, usual: time = _MIDNIGHT
) -> datetime | None:
    """The moment that is meant in this zone, a day alone at its `usual` time; None if unclear."""
    said = " ".join(text.lower().replace(",", " ").split()).removeprefix("until ").strip()
    here = now.astimezone(zone)
    length = _FOR.fullmatch(said)
    if length is not None:
        number, hours = int(length[1]), _HOURS[length[2][0]]
        if hours == 1:
            return now + timedelta(hours=number)
        return _at(here.date() + timedelta(days=number * hours // 24), usual, zone)
    at = usual
    clock = _CLOCK.search(said) or _TWELVE.search(said)
    if clock is not None:
        at = _time_of(clock)
        said = said[: clock.start()].strip().removesuffix(" at").strip()
    day = here.date() if not said and clock else _day(said, here.date())
    return _at(day, at, zone) if day else None


def _time_of(clock: re.Match[str]) -> time:
    hour, minute = int(clock[1]), int(clock[2] or 0)
    if clock.re is _TWELVE:
        hour = hour % 12 + (12 if clock[3] == "pm" else 0)
    return time(hour, minute)


def _at(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def _day(said: str, today: date) -> date | None:
    if said in {"today", "tomorrow"}:
        return today + timedelta(days=said == "tomorrow")
    name = said.removeprefix("next ")
    weekday = _one_of(name, _WEEKDAYS)
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    try:
        if iso := _ISO.fullmatch(said):
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if found := _DAY_MONTH.fullmatch(said):
            return _in_year(int(found[1]), found[2], found[3], today)
        if found := _MONTH_DAY.fullmatch(said):
            return _in_year(int(found[2]), found[1], found[3], today)
    except ValueError:
        return None
    return None


def _in_year(day: int, month: str, year: str | None, today: date) -> date | None:
    """Without a year the next such day."""
    number = _one_of(month, _MONTHS)
    if number is None:
        return None
    if year is not None:
        return date(int(year), number + 1, day)
    this = date(today.year, number + 1, day)
    return this if this > today else date(today.year + 1, number + 1, day)


def _one_of(name: str, names: tuple[str, ...]) -> int | None:
    """Whole, or its first three letters and more."""
    found = [n for n, each in enumerate(names) if len(name) > 2 and each.startswith(name)]
    return found[0] if len(found) == 1 else None
