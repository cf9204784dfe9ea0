"""A cadence from words: `every other Thursday at 4pm until March`, `0 10 * * 2`, `FREQ=…`.

Whoever wrote it is shown what was understood, in words and as dates, before it is used: so what
was left open is filled in and named rather than refused.
"""

from __future__ import annotations

import re
from datetime import date, time

from pydantic import ValidationError

from orchestration.errors import Rejected
from orchestration.scheduling.cadence import Cadence
from orchestration.scheduling.reading_days import days_said
from orchestration.scheduling.reading_times import (
    DAY,
    day_named,
    days_excluded,
    says_a_year,
    time_of_day,
)
from orchestration.scheduling.said import Said
from orchestration.scheduling.zones import find_zone, zone_named
from orchestration.values import Frozen, plain_line

LONGEST = 300
"""Characters of a cadence in words."""
DEFAULT_TIME = time(10)
_ZONE = re.compile(r"[A-Za-z_]+/[A-Za-z_/+\-0-9]+")
_FROM = r"\b(?:from|starting(?:\s+(?:on|from))?|beginning(?:\s+on)?)\s+"
_UNTIL = r"\b(?:until|till|through|up\s+to|ending)\s+(?:the\s+end\s+of\s+)?"
_FIELD = r"[\d*][\d*/,\-]*"
_CRON = rf"(?<=\s)(?:cron\s*:?\s*)?(?P<line>(?:{_FIELD}\s+){{4}}[\w*][\w*/,\-#]*)(?=\s)"
_EXAMPLES = (
    "Write for example “every second Tuesday at 10:00 Europe/Berlin”, “last Friday of every month "
    "at 4pm”, “every working day at 9:00 until March”, or a cron line such as 0 10 * * 2."
)


class Understood(Frozen):
    """What was read, and what had to be assumed."""

    cadence: Cadence
    assumed: tuple[str, ...] = ()
    read_as: tuple[str, ...] = ()
    """Which day a word was read as: `“until March” is until 31 March 2027`."""


def read_cadence(text: str, *, today: date, zone: str = "UTC") -> Understood:
    """Raises `Rejected` saying what was not understood or cannot be, with examples.

    `zone` is where a time of day is meant that names none.
    """
    line = plain_line(text, LONGEST + 1)
    if len(line) > LONGEST:
        raise Rejected(f"That is longer than {LONGEST} characters. Say it shorter.")
    said = Said(line)
    zone = _zone(said) or zone
    excluded = days_excluded(said, today)
    begun, ended = said.take(_FROM + DAY), said.take(_UNTIL + DAY)
    starts = day_named(begun, today, first=True) if begun else today
    ends = day_named(ended, max(starts, today), first=False) if ended else None
    times = said.take(r"\b(?:for\s+)?(?P<many>\d{1,4})\s*(?:times|occurrences)\b")
    cron = said.take(_CRON)
    rule = said.take(r"(?:RRULE:)?(?P<rule>FREQ=\S+)")
    at = None if cron else time_of_day(said)
    days = rule["rule"].upper().rstrip(";") if rule else "" if cron else days_said(said, starts)
    if not cron and not days:
        raise Rejected(f"On which days? {_EXAMPLES}")
    if said.left:
        raise Rejected(f"I do not understand “{said.left}”. {_EXAMPLES}")
    try:
        cadence = Cadence(
            rule=days,
            cron=" ".join(cron["line"].split()) if cron else "",
            at=at or DEFAULT_TIME,
            zone=zone,
            starts=starts,
            ends=ends,
            count=int(times["many"]) if times else None,
            excluded=tuple(excluded.values()),
        )
    except ValidationError as error:
        raise Rejected(f"That cannot be: {_said_of(error)}.") from error
    untimed = not cron and at is None
    assumed = (f"no time was said, so {DEFAULT_TIME:%H:%M}",) if untimed else ()
    read_as = [*_read_as(begun, starts), *_read_as(ended, ends)]
    read_as += [f"“{text}” is {_day(day)}" for text, day in excluded.items() if text != _day(day)]
    return Understood(cadence=cadence, assumed=assumed, read_as=tuple(read_as))


def _read_as(found: re.Match[str] | None, day: date | None) -> list[str]:
    """Said of words that leave open which day they mean."""
    if found is None or day is None or says_a_year(found):
        return []
    return [f"“{' '.join(found[0].split())}” is {_day(day)}"]


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _zone(said: Said) -> str:
    """The first word that is a time zone; raises `Rejected` for one that could only be one."""
    for word in said.words:
        bare = word.strip("(),.;")
        if zone := find_zone(bare) or (zone_named(bare) if _ZONE.fullmatch(bare) else None):
            said.take(rf"(?:\bin\s+)?{re.escape(word)}")
            return zone
    return ""


def _said_of(error: ValidationError) -> str:
    return "; ".join(each["msg"].removeprefix("Value error, ") for each in error.errors())
