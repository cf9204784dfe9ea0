"""Lengths of time as people write them: `90 s`, `30 min`, `2h`, `1d 12h`."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, WithJsonSchema

LONGEST: Final = timedelta(days=366)
_UNITS: Final = {"w": 604_800, "d": 86_400, "h": 3600, "min": 60, "m": 60, "s": 1}
_PART: Final = r"(\d{1,9})\s*(weeks?|w|days?|d|hours?|h|minutes?|mins?|min|m|seconds?|secs?|s)"
_WHOLE: Final = re.compile(rf"\s*{_PART}(?:[\s,]*{_PART})*\s*", re.IGNORECASE)
_EACH: Final = re.compile(_PART, re.IGNORECASE)


def duration_from(text: str) -> timedelta:
    """Raises ValueError, in words, for what is no length of time or longer than a year."""
    if not _WHOLE.fullmatch(text):
        raise ValueError("must be a length of time, such as 30 min, 2h or 1d 12h")
    seconds = sum(int(number) * _UNITS[_unit(name)] for number, name in _EACH.findall(text))
    if not 0 < seconds <= LONGEST.total_seconds():
        raise ValueError("must be longer than nothing and at most a year")
    return timedelta(seconds=seconds)


def _unit(name: str) -> str:
    lower = name.lower()
    return "min" if lower.startswith("mi") else lower[0]


def duration_text(length: timedelta) -> str:
    """`1d 12h`, `30 min`, `90 s`: the shortest that `duration_from` reads back."""
    seconds = int(length.total_seconds())
    if seconds % 60:
        return f"{seconds} s"
    minutes = seconds // 60
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [f"{days}d"] * bool(days) + [f"{hours}h"] * bool(hours)
    parts += [f"{minutes} min"] * bool(minutes)
    return " ".join(parts) or "0 s"


def _read(value: Any) -> Any:
    return duration_from(value) if isinstance(value, str) and not value.startswith("P") else value


Duration = Annotated[
    timedelta,
    BeforeValidator(_read),
    WithJsonSchema({"type": "string", "examples": ["30 min", "2h", "1d 12h"]}),
]
"""Written in words in a process's YAML, as ISO 8601 in stored documents; both are read."""
