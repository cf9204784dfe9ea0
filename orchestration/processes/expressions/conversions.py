"""From text to the other kinds: what pipelines answer is often text that means a number."""

from __future__ import annotations

import re
from datetime import date, datetime

from orchestration.processes.expressions.dates import no_date, read_day, read_moment
from orchestration.processes.expressions.limits import MOST_DIGITS
from orchestration.processes.expressions.refusals import Reason, Refused

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
_BOOLEANS = {"true": True, "false": False}


def number(value: str | float, at: int) -> float:
    if not isinstance(value, str):
        return value
    text = value.strip() if len(value) <= 100 else value
    if not _NUMBER.fullmatch(text) or sum(c.isdigit() for c in text) > MOST_DIGITS:
        raise _cannot(
            value, "a number", f"A number is written like 12 or -1.5, in {MOST_DIGITS} digits.", at
        )
    return float(text) if "." in text else int(text)


def boolean(value: str | bool, at: int) -> bool:
    if isinstance(value, bool):
        return value
    found = _BOOLEANS.get(value.strip().lower()) if len(value) <= 100 else None
    if found is None:
        raise _cannot(value, "a boolean", "It has to be true or false.", at)
    return found


def day(value: str | date, at: int) -> date:
    """The day, of a date with time in the zone that it carries."""
    if isinstance(value, str):
        found = read_moment(value) or read_day(value)
        if found is None:
            raise no_date(value, at)
        value = found
    return value.date() if isinstance(value, datetime) else value


def _cannot(value: str, wanted: str, mend: str, at: int) -> Refused:
    shown = f"“{value[:40]}”" if value.isprintable() else "The text"
    return Refused(Reason.WRONG_TYPE, at, f"{shown} is not {wanted}.", mend)
