"""A cadence in words: `every second Tuesday at 10:00 Europe/Berlin`."""

from __future__ import annotations

from datetime import date

from orchestration import words
from orchestration.scheduling.cadence import WEEKDAYS, WORKING, Cadence, OnHoliday, parts_of

NAMES: dict[str, str] = dict(
    zip(
        WEEKDAYS,
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        strict=True,
    )
)
_NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}
_QUARTERS = {"1,4,7,10", "3,6,9,12"}


def said(cadence: Cadence) -> str:
    """One line, without when it starts; what only a rule can say is given as the rule."""
    if cadence.cron:
        when = f"by the cron line {cadence.cron} ({cadence.zone})"
    else:
        when = f"{days_of(cadence.rule)} at {cadence.at:%H:%M} {cadence.zone}"
    return ", ".join([when, *_besides(cadence)])


def _besides(cadence: Cadence) -> list[str]:
    found = []
    if cadence.ends:
        found.append(f"until {_day(cadence.ends)}")
    if cadence.count:
        found.append(words.count(cadence.count, "time"))
    if cadence.holidays:
        whose = "-".join(filter(None, (cadence.holidays.country, cadence.holidays.part)))
        then = {
            OnHoliday.SKIP: f"not on holidays ({whose})",
            OnHoliday.NEXT: f"on the next working day after a holiday ({whose})",
            OnHoliday.PREVIOUS: f"on the working day before a holiday ({whose})",
        }
        found.append(then[cadence.holidays.then])
    if cadence.excluded:
        found.append(f"not on {words.listed(_day(each) for each in sorted(cadence.excluded)[:5])}")
    return found


def days_of(rule: str) -> str:
    """`every second Tuesday`; a rule that has no short name as it is."""
    parts = dict(parts_of(rule))
    frequency, every = parts.pop("FREQ", ""), int(parts.pop("INTERVAL", "1"))
    quarterly = parts.get("BYMONTH") in _QUARTERS
    if quarterly:
        del parts["BYMONTH"]
    match frequency:
        case "DAILY" if not parts:
            return "every day" if every == 1 else f"every {_ordinal(every)} day"
        case "WEEKLY" if set(parts) == {"BYDAY"}:
            return _weekly(parts["BYDAY"].split(","), every)
        case "MONTHLY":
            months = "quarter" if quarterly else "month"
            if day := _in_month(parts):
                of = f"of every {months}" if every == 1 else f"of every {_ordinal(every)} month"
                return f"on the {day} {of}"
    return f"by the rule {rule}"


def _weekly(days: list[str], every: int) -> str:
    if every == 1 and tuple(days) == WORKING:
        return "every working day"
    named = words.listed(NAMES[each] for each in days)
    return f"every {named}" if every == 1 else f"every {_ordinal(every)} {named}"


def _in_month(parts: dict[str, str]) -> str:
    """`15th`, `first Monday`, `last working day`; empty for what has no short name."""
    match sorted(parts.items()):
        case [("BYMONTHDAY", "-1")]:
            return "last day"
        case [("BYMONTHDAY", day)] if day.isdigit():
            return _ordinal_number(int(day))
        case [("BYMONTHDAY", days), ("BYSETPOS", "-1")] if days.startswith("28,"):
            return f"{_ordinal_number(int(days.rpartition(',')[2]))} (or the last day)"
        case [("BYDAY", days), ("BYSETPOS", "1" | "-1" as which)] if (
            tuple(days.split(",")) == WORKING
        ):
            return f"{_NTH[int(which)]} working day"
        case [("BYDAY", day)] if day[-2:] in NAMES and day[:-2].lstrip("+-").isdigit():
            nth = _NTH.get(int(day[:-2]), "")
            return f"{nth} {NAMES[day[-2:]]}" if nth else ""
        case _:
            return ""


def _ordinal(number: int) -> str:
    return _NTH.get(number) or _ordinal_number(number)


def _ordinal_number(number: int) -> str:
    ending = (
        "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    )
    return f"{number}{ending}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
