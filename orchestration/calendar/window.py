"""Which time a page shows: its cells as moments, by the viewer's zone and first day of the week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from orchestration.calendar.page import View
from orchestration.calendar.span import Span
from orchestration.scheduling.occurrences import moment
from orchestration.values import Frozen

_A_DAY = timedelta(days=1)
_A_WEEK = timedelta(days=7)


class Viewer(Frozen):
    """How somebody reads a calendar."""

    zone: str = "UTC"
    first_weekday: int = 0
    """0 is Monday, 6 Sunday."""


class Days(NamedTuple):
    """Some days in a row, the last one included."""

    first: date
    last: date

    def span(self, zone: ZoneInfo) -> Span:
        """From the first midnight to the last; a day of a changed clock has 23 or 25 hours."""
        return Span(midnight(self.first, zone), midnight(self.last + _A_DAY, zone))


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return moment(datetime.combine(day, time()), zone)


def rows_of(view: View, day: date, first_weekday: int) -> Sequence[Sequence[Days]]:
    """The rows of the page that shows this day, each with its cells."""
    match view:
        case View.DAY:
            return [[Days(day, day)]]
        case View.WEEK:
            return [[Days(each, each)] for each in _week(day, first_weekday)]
        case View.MONTH:
            return [
                [Days(each, each) for each in _week(start, first_weekday)]
                for start in _weeks(_month(day), first_weekday)
            ]
        case View.QUARTER:
            of = _quarter(day)
            return [
                [Days(max(start, of.first), min(start + 6 * _A_DAY, of.last))]
                for start in _weeks(of, first_weekday)
            ]


def stepped(view: View, day: date, by: int) -> date:
    """A day of the page so many pages later, or earlier."""
    match view:
        case View.DAY:
            return day + by * _A_DAY
        case View.WEEK:
            return day + by * _A_WEEK
        case View.MONTH:
            return _months_later(day, by)
        case View.QUARTER:
            return _months_later(_quarter(day).first, 3 * by)


def shown_of(view: View, day: date, first_weekday: int) -> Days:
    """The days the page is about; a month's page has days of its neighbours besides."""
    match view:
        case View.DAY:
            return Days(day, day)
        case View.WEEK:
            week = _week(day, first_weekday)
            return Days(week[0], week[-1])
        case View.MONTH:
            return _month(day)
        case View.QUARTER:
            return _quarter(day)


def title_of(view: View, day: date, first_weekday: int) -> str:
    """`November 2026`, `23–29 November 2026`."""
    first, last = shown_of(view, day, first_weekday)
    match view:
        case View.DAY:
            return f"{first:%A} {first.day} {first:%B %Y}"
        case View.WEEK:
            week = f"Week {first.isocalendar().week}, " if first_weekday == 0 else ""
            return f"{week}{days_said(first, last)} {last:%Y}"
        case View.MONTH:
            return f"{first:%B %Y}"
        case View.QUARTER:
            return f"{first:%B} – {last:%B %Y}"


def days_said(first: date, last: date, month: str = "%B") -> str:
    """`23–29 November`, `30 November – 6 December`."""
    if first == last:
        return f"{first.day} {first:{month}}"
    if first.month == last.month:
        return f"{first.day}–{last.day} {last:{month}}"
    return f"{first.day} {first:{month}} – {last.day} {last:{month}}"


def _week(day: date, first_weekday: int) -> list[date]:
    first = day - (day.weekday() - first_weekday) % 7 * _A_DAY
    return [first + n * _A_DAY for n in range(7)]


def _weeks(of: Days, first_weekday: int) -> list[date]:
    first = _week(of.first, first_weekday)[0]
    return [first + n * _A_WEEK for n in range((of.last - first).days // 7 + 1)]


def _month(day: date) -> Days:
    first = day.replace(day=1)
    return Days(first, _months_later(first, 1) - _A_DAY)


def _quarter(day: date) -> Days:
    first = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return Days(first, _months_later(first, 3) - _A_DAY)


def _months_later(day: date, months: int) -> date:
    """The first of that month."""
    n = day.year * 12 + day.month - 1 + months
    return date(n // 12, n % 12 + 1, 1)
