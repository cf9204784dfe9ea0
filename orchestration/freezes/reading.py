"""When a freeze is, from words: `from Friday 17:00 until Monday 8:00`, `every Friday 16:00 for 2d`.

Whoever wrote it is shown the next windows in words before it counts, as with a cadence.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from orchestration.errors import Rejected
from orchestration.freezes.model import LONGEST, FreezeWindow, Recurring
from orchestration.people.until import until_from
from orchestration.scheduling.cadence import WEEKDAYS, Cadence, parts_of
from orchestration.scheduling.occurrences import moment, occurrences
from orchestration.scheduling.reading import read_cadence
from orchestration.values import Frozen, plain_line

EXAMPLES: Final = (
    "Write for example “from friday 17:00 until monday 8:00”, “from 20 December 17:00 until "
    "2 January 8:00”, “every Friday 16:00 for 2d 16h” or “every Friday 16:00 until Monday 8:00”."
)
_LENGTH: Final = r"\d{1,4}\s*(?:minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w)"
_FOR: Final = re.compile(
    rf"\s+for\s+(?P<length>{_LENGTH}(?:(?:\s*,\s*|\s+and\s+|\s*){_LENGTH})*)\s*$", re.IGNORECASE
)
_EACH: Final = re.compile(r"(?P<number>\d+)\s*(?P<unit>[mhdw])", re.IGNORECASE)
_UNITS: Final = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_RECURS: Final = re.compile(
    r"\b(?:every|each|daily|weekly|monthly|quarterly)\b|FREQ=|[*]", re.IGNORECASE
)
_FROM_TO: Final = re.compile(
    r"(?:from\s+)?(?P<begins>.+?)\s+(?:until|till|to|-|–)\s+(?P<ends>.+)", re.IGNORECASE
)
_WEEKDAY: Final = (
    r"(?P<day>mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"(?:\s+at)?\s+(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)"
)
_UNTIL_WEEKDAY: Final = re.compile(rf"\s+(?:until|till|to)\s+{_WEEKDAY}\s*$", re.IGNORECASE)
_MOST: Final = 300
_APART: Final = 40
"""How many windows are looked at to see whether they overlap one another."""


class WhenRead(Frozen):
    """One window, or many; and what had to be assumed."""

    windows: tuple[FreezeWindow, ...] = ()
    recurs: Recurring | None = None
    assumed: tuple[str, ...] = ()


def read_when(text: str, *, now: datetime, zone: str) -> WhenRead:
    """Raises `Rejected` saying what was not understood or cannot be, with examples.

    `zone` is where its times are meant, unless a cadence in it names another.
    """
    line = plain_line(text, _MOST + 1)
    if not line or len(line) > _MOST:
        raise Rejected(f"When is it? {EXAMPLES}")
    if _RECURS.search(line):
        return _recurring(line, now, zone)
    return WhenRead(windows=(_one_off(line, now, ZoneInfo(zone)),))


def _recurring(line: str, now: datetime, zone: str) -> WhenRead:
    today = now.astimezone(ZoneInfo(zone)).date()
    if found := _FOR.search(line):
        read = read_cadence(line[: found.start()], today=today, zone=zone)
        lasts = length_said(found["length"])
    elif found := _UNTIL_WEEKDAY.search(line):
        read = read_cadence(line[: found.start()], today=today, zone=zone)
        lasts = _until_weekday(read.cadence, found)
    else:
        raise Rejected(f"For how long each time? {EXAMPLES}")
    try:
        recurs = Recurring(cadence=read.cadence, lasts=lasts)
    except ValidationError as error:
        raise Rejected(f"One freeze may last up to {LONGEST.days} days. {EXAMPLES}") from error
    _refuse_without_end(recurs, now)
    return WhenRead(recurs=recurs, assumed=read.assumed)


def _until_weekday(cadence: Cadence, found: re.Match[str]) -> timedelta:
    """From the cadence's own day until then, by the clock on the wall."""
    days = parts_of(cadence.rule).get("BYDAY", "").split(",") if cadence.rule else []
    if len(days) != 1 or days[0] not in WEEKDAYS:
        raise Rejected(
            "From which day until then? Name one weekday, as in “every Friday 16:00 until Monday "
            "8:00”; or say how long it lasts, as in “every day 22:00 for 8h”."
        )
    last = [each[:2] for each in WEEKDAYS].index(found["day"][:2].upper())
    apart = timedelta(days=(last - WEEKDAYS.index(days[0])) % 7)
    ends = timedelta(hours=int(found["hour"]), minutes=int(found["minute"]))
    begins = timedelta(hours=cadence.at.hour, minutes=cadence.at.minute)
    lasts = apart + ends - begins
    return lasts if lasts > timedelta(0) else lasts + timedelta(days=7)


def _refuse_without_end(recurs: Recurring, now: datetime) -> None:
    """One that begins again before it has ended would never end."""
    zone = ZoneInfo(recurs.cadence.zone)
    coming: list[datetime] = []
    ended: datetime | None = None
    for each in occurrences(recurs.cadence, now, now + 2 * LONGEST):
        if ended is not None and each.at <= ended:
            raise Rejected("It would begin again before it has ended. Let it last shorter.")
        ended = moment(each.local + recurs.lasts, zone)
        coming.append(each.at)
        if len(coming) == _APART:
            break
    if not coming:
        raise Rejected(f"It would never begin in the next two years. {EXAMPLES}")


def _one_off(line: str, now: datetime, zone: ZoneInfo) -> FreezeWindow:
    if found := _FOR.search(line):
        begins = _moment(line[: found.start()].removeprefix("from "), now, zone)
        ends = begins + length_said(found["length"])
    elif found := _FROM_TO.fullmatch(line):
        begins = _moment(found["begins"], now, zone)
        ends = _moment(found["ends"], begins, zone)
    else:
        raise Rejected(f"From when until when? {EXAMPLES}")
    if ends <= begins:
        raise Rejected("It would end before it begins.")
    if ends <= now:
        raise Rejected("It would be over already.")
    if ends - begins > LONGEST:
        raise Rejected(f"One freeze may last up to {LONGEST.days} days.")
    return FreezeWindow(begins=begins, ends=ends)


def _moment(said: str, now: datetime, zone: ZoneInfo) -> datetime:
    plain = said.strip().lower()
    if plain in {"now", "right now"}:
        return now
    try:
        return until_from(plain, now=now, zone=zone)
    except Rejected as refused:
        raise Rejected(f"I do not understand “{said.strip()}”. {EXAMPLES}") from refused


def length_said(text: str) -> timedelta:
    """`2d 16h`, `90 minutes`, `1 week`."""
    parts = _EACH.finditer(text)
    total = timedelta(0)
    for each in parts:
        total += int(each["number"]) * _UNITS[each["unit"].lower()]
    return total
