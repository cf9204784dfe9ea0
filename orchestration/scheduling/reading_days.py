"""The days of a cadence in words, as a rule: `every second Tuesday`, `the last working day`."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from orchestration.scheduling import cadence as kinds
from orchestration.scheduling.cadence import WEEKDAYS, WORKING
from orchestration.scheduling.said import Said

_DAYS: Final = dict(zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), WEEKDAYS, strict=True))
_DAY: Final = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?\b"
_AND: Final = r"(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*|\s+)"
_LIST: Final = rf"{_DAY}(?:{_AND}{_DAY})*"
_EVERY: Final = r"\b(?:every|each)"
_NUMBERS: Final = {"other": 2, "first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_ORDINAL: Final = r"(?P<nth>first|second|third|fourth|last|1st|2nd|3rd|4th)"
_NUMBER: Final = r"(?P<every>other|second|third|fourth|\d{1,2}(?:st|nd|rd|th)?)"
_OF: Final = rf"\s+(?:of|in)\s+(?:the|a|{_EVERY})\s+(?P<period>month|quarter)\b"
_WORKING: Final = r"(?:working|business|week)\s*-?\s*days?\b"


def days_said(said: Said, starts: date) -> str:
    """The rule, empty where no day is named; longer wordings first: they hold shorter ones."""
    return (
        _nth_weekday(said)
        or _working_day_of_month(said)
        or _day_of_month(said, starts)
        or _days(said)
        or _weeks(said, starts)
    )


def _nth_weekday(said: Said) -> str:
    """*Second Tuesday of the month*; *first* and *last* mean a month without saying so."""
    found = (
        said.take(rf"(?:{_EVERY}\s+)?\b{_ORDINAL}\s+(?P<day>{_DAY}){_OF}")
        or said.take(
            rf"(?:\b(?P<period>month|quarter)ly|{_EVERY}\s+(?P<period2>month|quarter))"
            rf"\s+on\s+the\s+{_ORDINAL}\s+(?P<day>{_DAY})"
        )
        or said.take(rf"(?:{_EVERY}\s+)?\b(?P<nth>first|last)\s+(?P<day>{_DAY})")
    )
    if found is None:
        return ""
    [day] = _named(found["day"])
    return _of_period(kinds.monthly_nth(_number(found["nth"]), day), found)


def _working_day_of_month(said: Said) -> str:
    found = said.take(rf"(?:{_EVERY}\s+)?\b(?P<nth>first|last)\s+{_WORKING}(?:{_OF})?")
    if found:
        return _of_period(kinds.monthly_working_day(-1 if _number(found["nth"]) < 0 else 1), found)
    found = said.take(rf"\blast\s+day(?:{_OF})?")
    return _of_period(kinds.monthly_on(-1), found) if found else ""


def _day_of_month(said: Said, starts: date) -> str:
    found = (
        said.take(rf"(?:\bmonthly\s+)?\bon\s+the\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)(?:{_OF})?")
        or said.take(rf"\bthe\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)(?:{_OF})?")
        or said.take(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th){_OF}")
        or said.take(r"\bmonthly\s+on\s+(?P<day>\d{1,2})\b")
    )
    if found and 1 <= int(found["day"]) <= 31:
        # *Every month on the 15th* leaves the month behind.
        every = said.take(rf"{_EVERY}(?:\s+{_NUMBER})?\s+months?\b")
        rule = kinds.monthly_on(int(found["day"]), _number(every["every"]) if every else 1)
        return _of_period(rule, found)
    if said.take(r"\bquarterly\b|\bevery\s+quarter\b"):
        return kinds.quarterly(kinds.monthly_on(1))
    if found := said.take(rf"\bmonthly\b|{_EVERY}(?:\s+{_NUMBER})?\s+months?\b"):
        return kinds.monthly_on(starts.day, _number(found["every"]))
    return ""


def _days(said: Said) -> str:
    if said.take(rf"{_EVERY}\s+{_WORKING}|\b(?:on\s+)?weekdays\b"):
        return kinds.weekly(WORKING)
    found = said.take(rf"\bdaily\b|{_EVERY}\s+(?:{_NUMBER}\s+)?days?\b")
    return kinds.daily(_number(found["every"])) if found else ""


def _weeks(said: Said, starts: date) -> str:
    own = [WEEKDAYS[starts.weekday()]]
    on = rf"(?:\s+on)?(?:\s+(?P<days>{_LIST}))?"
    if found := said.take(rf"\b(?:fortnightly|bi-?weekly)\b{on}"):
        return kinds.weekly(_named(found["days"]) or own, 2)
    if found := said.take(rf"(?:\bweekly\b|{_EVERY}\s+(?:{_NUMBER}\s+)?weeks?\b){on}"):
        return kinds.weekly(_named(found["days"]) or own, _number(found["every"]))
    if found := said.take(rf"(?:{_EVERY}\s+)?(?:{_NUMBER}\s+)?(?P<days>{_LIST})"):
        return kinds.weekly(_named(found["days"]), _number(found["every"]))
    return ""


def _of_period(rule: str, found: re.Match[str]) -> str:
    """Of every month, or of every quarter where that was said."""
    given = found.groupdict()
    period = given.get("period") or given.get("period2") or "month"
    return kinds.quarterly(rule) if period.lower() == "quarter" else rule


def _named(days: str | None) -> list[str]:
    return [_DAYS[each[:3].lower()] for each in re.findall(_DAY, days or "", re.IGNORECASE)]


def _number(said: str | None) -> int:
    """`other` and `2nd` are two; nothing said is one."""
    word = (said or "").strip().lower()
    return _NUMBERS.get(word) or int(re.sub(r"\D", "", word) or 1)
