"""Times of day and days of the calendar in words: `4pm`, `at 9`, `March`, `4 May 2027`."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

from orchestration.errors import Rejected
from orchestration.scheduling.said import Said

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL = "january|february|march|april|may|june|july|august|september|october|november|december|sept"
_MONTH = rf"(?:{_FULL}|{'|'.join(_MONTHS)})\b"
_NTH = r"(?:st|nd|rd|th)?"
DAY = (
    r"(?:(?P<iso>\d{4}-\d{2}-\d{2})"
    rf"|(?:(?P<day>\d{{1,2}}){_NTH}\s+(?:of\s+)?(?P<month>{_MONTH})"
    rf"|(?P<month_first>{_MONTH})(?:\s+(?P<day_after>\d{{1,2}}){_NTH}\b)?)"
    r"(?:,?\s+(?P<year>\d{4}))?)"
)
_NAMELESS = re.sub(r"\(\?P<\w+>", "(?:", DAY)
_ITEM = rf"(?:{_NAMELESS}|\d{{1,2}}{_NTH}\b)"
_EXCEPT = (
    r"(?:\bbut\s+)?\b(?:except|excluding|not|without)\s+(?:for\s+|on\s+)?(?:the\s+)?"
    rf"(?P<days>{_ITEM}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+)(?:the\s+)?{_ITEM})*)"
)
_CLOCK = (
    r"(?:\bat\s+)?\b(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>[ap])\.?m\b\.?",
    r"(?:\bat\s+)?\b(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:\s*h\b)?",
    r"\bat\s+(?P<hour>\d{1,2})(?:\s*(?:h|o'clock))?(?=[\s,])",
)
_NAMED = {r"\b(?:at\s+)?(?:noon|midday)\b": time(12), r"\b(?:at\s+)?midnight\b": time(0)}


def time_of_day(said: Said) -> time | None:
    """None where none is said; raises `Rejected` for one that no clock shows."""
    for pattern, named in _NAMED.items():
        if said.take(pattern):
            return named
    found = next((each for each in map(said.take, _CLOCK) if each), None)
    if found is None:
        return None
    given = found.groupdict()
    hour, half = int(given["hour"]), (given.get("half") or "").lower()
    minute = int(given.get("minute") or 0)
    if hour > (12 if half else 23) or minute > 59 or (half and not hour):
        raise Rejected(f"“{found[0].strip()}” is no time of day.")
    return time(hour % 12 + (12 if half == "p" else 0) if half else hour, minute)


def day_named(found: re.Match[str], today: date, *, first: bool) -> date:
    """The day that `DAY` matched, the next one to come where no year is said.

    A month alone is its first day, or its last. Raises `Rejected` for a day that does not exist.
    """
    given = found.groupdict()
    try:
        if given["iso"]:
            return date.fromisoformat(given["iso"])
        named = given["month"] or given["month_first"]
        month = _MONTHS.index(named[:3].lower()) + 1
        day = given["day"] or given["day_after"]
        if given["year"]:
            return _in_month(int(given["year"]), month, day, first=first)
        this_year = _in_month(today.year, month, day, first=first)
        return (
            this_year if this_year >= today else _in_month(today.year + 1, month, day, first=first)
        )
    except ValueError as error:
        raise Rejected(f"“{found[0].strip()}” names no day there is.") from error


def days_excluded(said: Said, today: date) -> dict[str, date]:
    """*Except 24 December*, *not on 24 and 31 December*: each as it was written, and its day.

    A number alone is of the month beside it. Raises `Rejected` for a month without a day.
    """
    found: dict[str, date] = {}
    while taken := said.take(_EXCEPT):
        written = [each[0] for each in re.finditer(_ITEM, taken["days"], re.IGNORECASE)]
        for n, text in enumerate(written):
            day = re.fullmatch(DAY, _with_month(written, n), re.IGNORECASE)
            if day is None or not (day["iso"] or day["day"] or day["day_after"]):
                raise Rejected(f"“{text}” is no single day. Write days: except 24 December.")
            found[text] = day_named(day, today, first=True)
    return found


def says_a_year(found: re.Match[str]) -> bool:
    """True where the words mean one day and no other."""
    given = found.groupdict()
    whole = given["day"] or given["day_after"]
    return bool(given["iso"] or (given["year"] and whole))


def _with_month(written: list[str], at: int) -> str:
    """`24` of `24 and 31 December` is `24 December`."""
    number = re.match(r"\d{1,2}", written[at])
    if re.search(r"[a-z]{3}|-", written[at], re.IGNORECASE) or number is None:
        return written[at]
    beside = [*written[at + 1 :], *reversed(written[:at])]
    named = next((each for each in beside if re.search(_MONTH, each, re.IGNORECASE)), "")
    month, year = re.search(_MONTH, named, re.IGNORECASE), re.search(r"\b\d{4}\b", named)
    return " ".join([number[0], *(found[0] for found in (month, year) if found)])


def _in_month(year: int, month: int, day: str | None, *, first: bool) -> date:
    if day is not None:
        return date(year, month, int(day))
    if first:
        return date(year, month, 1)
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
