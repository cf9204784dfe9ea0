"""A cadence: on which days and at what time of day releases are due, in one time zone.

What it says is a recurrence rule of RFC 5545 without its times, or a cron line; the named kinds
(every second Tuesday, the last working day of the month) are rules that these functions write.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from enum import StrEnum
from functools import cache
from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from croniter import croniter
from dateutil.rrule import rrulestr
from pydantic import Field, field_validator, model_validator

from orchestration.errors import Rejected
from orchestration.values import Frozen

WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING: Final = WEEKDAYS[:5]
_TIMES: Final = ("BYHOUR", "BYMINUTE", "BYSECOND")
_OFTEN: Final = ("HOURLY", "MINUTELY", "SECONDLY")


class OnHoliday(StrEnum):
    """What becomes of an occurrence that falls on a holiday."""

    SKIP = "skip"
    NEXT = "next"
    """It moves to the next working day."""
    PREVIOUS = "previous"


class Holidays(Frozen):
    """Whose holidays count: a country by its ISO 3166 code, or a part of it."""

    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    part: str = ""
    """A subdivision as `holidays` names it: `BE` for Berlin."""
    then: OnHoliday = OnHoliday.NEXT

    @classmethod
    def known(cls, country: str, part: str, then: OnHoliday) -> Holidays:
        """Raises `Rejected` for a country, or a part of one, whose holidays nobody knows."""
        parts = holidays_known().get(country)
        if parts is None:
            raise Rejected(f"The holidays of “{country}” are not known. Write a code such as DE.")
        if part and part not in parts:
            there = ", ".join(parts) or "none"
            raise Rejected(f"{country} has no part “{part}” here. It has: {there}.")
        return cls(country=country, part=part, then=then)


class Cadence(Frozen):
    """When releases are due; `starts` is also what *every second week* is counted from."""

    rule: str = ""
    """`FREQ=WEEKLY;INTERVAL=2;BYDAY=TU`: days only. Empty where `cron` says it."""
    cron: str = ""
    """Five fields; its hours and minutes are local times of `zone`."""
    at: time = time(10)
    """The local time of day; not asked where `cron` says it."""
    zone: str = "UTC"
    starts: date
    ends: date | None = None
    """The last day."""
    count: Annotated[int, Field(ge=1, le=10_000)] | None = None
    """How many in all; what is left out or moved counts too."""
    excluded: tuple[date, ...] = ()
    holidays: Holidays | None = None

    def __hash__(self) -> int:
        """Of what tells most of them apart: what each is due for is kept by it."""
        return hash((self.rule, self.cron, self.at, self.zone, self.starts))

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(
                f"“{zone}” is no time zone. Write one such as Europe/Berlin or UTC."
            ) from error
        return zone

    @field_validator("at")
    @classmethod
    def _whole_minutes(cls, at: time) -> time:
        return at.replace(second=0, microsecond=0, tzinfo=None, fold=0)

    @model_validator(mode="after")
    def _can_fire(self) -> Cadence:
        if bool(self.rule) == bool(self.cron):
            raise ValueError("say either a rule or a cron line")
        if self.ends is not None and self.ends < self.starts:
            raise ValueError(f"it would end on {self.ends}, before it starts on {self.starts}")
        if self.rule:
            _check_rule(self.rule)
        elif len(self.cron.split()) != 5 or not croniter.is_valid(self.cron):
            raise ValueError(f"“{self.cron}” is no cron line of five fields, such as 0 10 * * 2")
        elif not self.cron.split()[0].isdigit():
            raise ValueError("it would be due more than once an hour; give one minute")
        return self


def _check_rule(rule: str) -> None:
    parts = parts_of(rule)
    if parts.get("FREQ") in _OFTEN or any(each in parts for each in _TIMES):
        raise ValueError("the rule may name days only; the time of day is said beside it")
    if "UNTIL" in parts or "COUNT" in parts:
        raise ValueError("when it ends is said beside the rule, not in it")
    try:
        rrulestr(rule)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"“{rule}” is no recurrence rule (RFC 5545): {error}") from error


@cache
def holidays_known() -> dict[str, list[str]]:
    """Countries with their parts; imported late, since it is large and most need none of it."""
    from holidays import list_supported_countries

    return dict(list_supported_countries(include_aliases=False))


@cache
def parts_of(rule: str) -> dict[str, str]:
    """`{"FREQ": "WEEKLY", "BYDAY": "TU"}`."""
    pairs = (each.partition("=") for each in rule.upper().split(";") if each)
    return {name: value for name, _, value in pairs}


def daily(every: int = 1) -> str:
    return _every("DAILY", every)


def weekly(days: Sequence[str], every: int = 1) -> str:
    """On these days (`MO`), of every so many weeks; weeks begin on Monday."""
    ordered = sorted(set(days), key=WEEKDAYS.index)
    return f"{_every('WEEKLY', every)};BYDAY={','.join(ordered)}"


def monthly_on(day: int, every: int = 1) -> str:
    """On a day of the month, 1 to 31 or -1 for the last; a month without it has its last day."""
    days = ",".join(map(str, range(28, day + 1))) if day > 28 else str(day)
    last = ";BYSETPOS=-1" if day > 28 else ""
    return f"{_every('MONTHLY', every)};BYMONTHDAY={days}{last}"


def monthly_nth(nth: int, weekday: str) -> str:
    """The first to fourth (1 to 4) or the last (-1) such weekday of a month."""
    return f"FREQ=MONTHLY;BYDAY={nth:+d}{weekday}"


def monthly_working_day(nth: Literal[1, -1]) -> str:
    """The first or last Monday to Friday of a month."""
    return f"FREQ=MONTHLY;BYDAY={','.join(WORKING)};BYSETPOS={nth}"


def quarterly(monthly: str) -> str:
    """The same in the first month of each quarter; in its last one where it is about the last."""
    last = any(each in monthly for each in ("BYSETPOS=-1", "BYMONTHDAY=-1", "BYDAY=-1"))
    return f"{monthly};BYMONTH={'3,6,9,12' if last else '1,4,7,10'}"


def _every(frequency: str, every: int) -> str:
    return f"FREQ={frequency}" + (f";INTERVAL={every}" if every > 1 else "")
