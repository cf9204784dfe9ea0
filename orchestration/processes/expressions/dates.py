"""Dates: read from ISO 8601, and written by a format of strftime's letters.

Not strftime itself: its answer depends on the platform and the locale, and its widths
(`%999999999d`) are not bounded.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from orchestration.processes.expressions.kinds import Value
from orchestration.processes.expressions.refusals import Reason, Refused

_Date = TypeVar("_Date", bound=date)
LONGEST_FORMAT = 200
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})"
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_OF_DAY: dict[str, Callable[[date], str]] = {
    "Y": lambda day: f"{day.year:04}",
    "y": lambda day: f"{day.year % 100:02}",
    "m": lambda day: f"{day.month:02}",
    "d": lambda day: f"{day.day:02}",
    "j": lambda day: f"{day.timetuple().tm_yday:03}",
    "q": lambda day: str((day.month + 2) // 3),
    "G": lambda day: f"{day.isocalendar().year:04}",
    "V": lambda day: f"{day.isocalendar().week:02}",
    "u": lambda day: str(day.isoweekday()),
    "A": lambda day: _DAYS[day.weekday()],
    "a": lambda day: _DAYS[day.weekday()][:3],
    "B": lambda day: _MONTHS[day.month - 1],
    "b": lambda day: _MONTHS[day.month - 1][:3],
}
_OF_TIME: dict[str, Callable[[datetime], str]] = {
    "H": lambda at: f"{at.hour:02}",
    "M": lambda at: f"{at.minute:02}",
    "S": lambda at: f"{at.second:02}",
}
LETTERS = (*_OF_DAY, *_OF_TIME, "%")


def formatted(value: Value, pattern: str, at: int) -> str:
    """`%G-W%V` of a date is `2026-W48`; English names, whatever the host speaks."""
    if len(pattern) > LONGEST_FORMAT:
        raise Refused(
            Reason.LIMIT, at, f"A format has at most {LONGEST_FORMAT} characters.", "Shorten it."
        )
    when = value if isinstance(value, date) else read_moment(str(value)) or read_day(str(value))
    if when is None:
        raise no_date(str(value), at)
    return re.sub(r"%(.?)", lambda found: _written(found[1], when, at), pattern, flags=re.DOTALL)


def _written(letter: str, when: date, at: int) -> str:
    if letter == "%":
        return "%"
    if letter in _OF_DAY:
        return _OF_DAY[letter](when)
    if letter in _OF_TIME and isinstance(when, datetime):
        return _OF_TIME[letter](when)
    if letter in _OF_TIME:
        raise Refused(
            Reason.WRONG_TYPE,
            at,
            f"“%{letter}” asks for the time of day, which a date has not.",
            "Leave it out, or format a date with time.",
        )
    raise Refused(
        Reason.SYNTAX,
        at,
        f"“%{letter if letter.isprintable() else ''}” is not known in a date's format.",
        f"There are {' '.join(f'%{each}' for each in LETTERS)}.",
    )


def read_day(text: str) -> date | None:
    """A date written like 2026-11-23."""
    return _read(_DAY, date.fromisoformat, text)


def read_moment(text: str) -> datetime | None:
    """A date with time and zone, written like 2026-11-23T10:00+01:00."""
    return _read(_MOMENT, datetime.fromisoformat, text)


def _read(shape: re.Pattern[str], read: Callable[[str], _Date], text: str) -> _Date | None:
    if len(text) > 40 or not shape.fullmatch(text):
        return None
    try:
        return read(text)
    except ValueError:  # 2026-02-30
        return None


def no_date(text: str, at: int) -> Refused:
    shown = text[:40] if text.isprintable() else "this"
    return Refused(
        Reason.WRONG_TYPE,
        at,
        f"“{shown}” is not a date.",
        "Write one like 2026-11-23, or with time like 2026-11-23T10:00Z.",
    )
