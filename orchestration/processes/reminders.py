"""`remind` of a task: at which parts of its deadline people are reminded, such as `50%`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

USUAL: Final = (50, 75, 100)
"""Half, three quarters and due, where a task does not say otherwise."""
_PART: Final = re.compile(r"\s*(\d{1,4})\s*%\s*")
_LATEST: Final = 1000


def percent_from(text: str) -> int:
    """Raises ValueError, in words, for what is no part of a deadline; over 100 % is after it."""
    found = _PART.fullmatch(text)
    if found is None or not 0 < int(found[1]) <= _LATEST:
        raise ValueError("must be a part of the deadline, such as 50% or 100%")
    return int(found[1])


def reminder_times(
    remind: Iterable[str], asked_at: datetime, deadline: timedelta
) -> tuple[datetime, ...]:
    """When people are reminded, earliest first; what cannot be read reminds of nothing."""
    percents = sorted({each for said in remind for each in _readable(said)}) or USUAL
    return tuple(asked_at + deadline * each / 100 for each in percents)


def _readable(text: str) -> tuple[int, ...]:
    try:
        return (percent_from(text),)
    except ValueError:
        return ()
