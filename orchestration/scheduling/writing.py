"""A cadence as people write it: words that are read as the very same cadence.

It stands in the form that changes it, so its start is always said: *every second Tuesday* is
counted from there, and a change of the time of day must not change the weeks.
"""

from __future__ import annotations

from datetime import date

from orchestration.errors import Rejected
from orchestration.scheduling.cadence import Cadence
from orchestration.scheduling.reading import LONGEST, read_cadence
from orchestration.scheduling.saying import days_of

_SHORTER_MONTHS = " (or the last day)"
"""Said for clearness; nobody has to write it."""


def as_written(cadence: Cadence) -> str:
    """Without its zone and holidays, which are asked beside it."""
    besides = "".join(f"{sep}{each}" for sep, each in _besides(cadence))
    if cadence.cron:
        return f"{cadence.cron}{besides}"
    at = f" at {cadence.at:%H:%M}"
    plain = f"{days_of(cadence.rule).replace(_SHORTER_MONTHS, '')}{at}{besides}"
    return plain if _is_read_as(plain, cadence) else f"RRULE:{cadence.rule}{at}{besides}"


def _besides(cadence: Cadence) -> list[tuple[str, str]]:
    found = [(" ", f"starting {_day(cadence.starts)}")]
    if cadence.ends:
        found.append((", ", f"until {_day(cadence.ends)}"))
    if cadence.count:
        found.append((", ", f"{cadence.count} times"))
    if cadence.excluded:
        days = ", ".join(each.isoformat() for each in sorted(cadence.excluded))
        found.append((", ", f"except {days}"))
    return found


def _is_read_as(text: str, cadence: Cadence) -> bool:
    bare = cadence.model_copy(update={"holidays": None})
    try:
        return len(text) <= LONGEST and (
            read_cadence(text, today=cadence.starts, zone=cadence.zone).cadence == bare
        )
    except Rejected:
        return False


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
