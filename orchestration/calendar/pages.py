"""Building a page of the calendar from releases and freezes, for one viewer."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from orchestration import words
from orchestration.calendar.page import CalendarPage, Cell, Entry, Frost, Row, Shown, View
from orchestration.calendar.placing import part_of, place
from orchestration.calendar.span import Span
from orchestration.calendar.window import Days, Viewer, days_said, rows_of, shown_of, title_of
from orchestration.freezes.model import Freeze
from orchestration.freezes.windows import windows_between
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.scheduling.occurrences import moment
from orchestration.values import ReleaseId

LANES: Final = {View.DAY: 16, View.WEEK: 8, View.MONTH: 3, View.QUARTER: 6}
"""How many releases have room in one row: a picture is looked at on a phone."""
_LONGEST_DAY: Final = timedelta(hours=26)
_HOURS: Final = range(0, 24, 3)
_SHOWN: Final = {
    ReleaseStatus.DRAFT: Shown.SCHEDULED,
    ReleaseStatus.SCHEDULED: Shown.SCHEDULED,
    ReleaseStatus.RUNNING: Shown.RUNNING,
    ReleaseStatus.PAUSED: Shown.PAUSED,
    ReleaseStatus.SUCCEEDED: Shown.DONE,
    ReleaseStatus.PARTIALLY_SUCCEEDED: Shown.PARTLY,
    ReleaseStatus.FAILED: Shown.FAILED,
    ReleaseStatus.ABORTED: Shown.ABORTED,
    ReleaseStatus.SKIPPED: Shown.SKIPPED,
    ReleaseStatus.MISSED: Shown.MISSED,
}


class Listed(NamedTuple):
    """A release with what the calendar knows of it besides."""

    release: Release
    span: Span
    of: str
    """Its group's name, or its process's."""
    colour: str
    planned: bool = False
    """Its group's cadence says it; it is not made yet."""

    @property
    def state(self) -> Shown:
        return Shown.PLANNED if self.planned else _SHOWN[self.release.status]


def window_of(view: View, day: date, viewer: Viewer) -> Span:
    """From when until when the page that shows this day shows anything."""
    rows = rows_of(view, day, viewer.first_weekday)
    return Days(rows[0][0].first, rows[-1][-1].last).span(ZoneInfo(viewer.zone))


def build_page(
    view: View,
    day: date,
    listed: Iterable[Listed],
    freezes: Iterable[Freeze] = (),
    *,
    viewer: Viewer,
    now: datetime,
    filtered: str = "",
    clashing: Container[ReleaseId] = (),
    conflicts: Sequence[str] = (),
) -> CalendarPage:
    """The page that shows `day`; `filtered` says what was asked for, for people to read, and
    `clashing` which releases are marked as in conflict.
    """
    zone = ZoneInfo(viewer.zone)
    window = window_of(view, day, viewer)
    there = [each for each in listed if _in(each.span, window)]
    there.sort(key=lambda each: (each.span.begins, each.span.ends, each.release.id))
    spans = [each.span for each in there]
    frozen = [
        (each.name, Span(window_.begins, window_.ends))
        for each in freezes
        for window_ in windows_between(each, *window)
    ]
    about = shown_of(view, day, viewer.first_weekday)
    today = now.astimezone(zone).date()
    rows: list[Row] = []
    for cells in rows_of(view, day, viewer.first_weekday):
        times = [each.span(zone) for each in cells]
        bars, more = place(spans, times, LANES[view])
        rows.append(
            Row(
                cells=tuple(
                    Cell(
                        day=days.first.isoformat(),
                        label=_label(view, days),
                        today=days.first <= today <= days.last,
                        outside=not about.first <= days.first <= about.last,
                        frozen=_named(frozen, time, zone),
                        more=hidden,
                    )
                    for days, time, hidden in zip(cells, times, more, strict=True)
                ),
                bars=bars,
                frost=_frost(frozen, Span(times[0].begins, times[-1].ends)),
            )
        )
    kept = sorted({bar.entry for row in rows for bar in row.bars})
    number = {n: at for at, n in enumerate(kept)}
    return CalendarPage(
        view=view,
        title=title_of(view, day, viewer.first_weekday),
        subtitle=_subtitle(len(there), viewer.zone, filtered),
        heads=_heads(view, rows[0]),
        marks=_marks(day, window, zone) if view is View.DAY else (),
        rows=tuple(_numbered(row, number) for row in rows),
        entries=tuple(_entry(there[n], zone, clashing) for n in kept),
        total=len(there),
        conflicts=tuple(conflicts),
    )


def _in(span: Span, window: Span) -> bool:
    return span.begins < window.ends and (span.ends > window.begins or span.begins >= window.begins)


def _entry(each: Listed, zone: ZoneInfo, clashing: Container[ReleaseId]) -> Entry:
    release = each.release
    return Entry(
        title=release.title if release.reference else each.of,
        short=release.reference or each.of,
        state=each.state,
        of=each.of,
        colour=each.colour,
        begins=_local(each.span.begins, zone),
        ends=_local(each.span.ends, zone),
        conflicts=release.id in clashing,
    )


def _local(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).replace(tzinfo=None).isoformat(timespec="minutes")


def _numbered(row: Row, number: dict[int, int]) -> Row:
    bars = (replace(bar, entry=number[bar.entry]) for bar in row.bars)
    return replace(row, bars=tuple(bars))


def _named(frozen: Iterable[tuple[str, Span]], cell: Span, zone: ZoneInfo) -> tuple[str, ...]:
    """`Christmas`, and of a part of a day `Fridays from 16:00`."""
    there = ((name, span) for name, span in frozen if span.overlaps(cell))
    return tuple(dict.fromkeys(f"{name}{_hours(span, cell, zone)}" for name, span in there))


def _hours(span: Span, cell: Span, zone: ZoneInfo) -> str:
    if cell.ends - cell.begins > _LONGEST_DAY:
        return ""
    begins = f"{span.begins.astimezone(zone):%H:%M}" if span.begins > cell.begins else ""
    ends = f"{span.ends.astimezone(zone):%H:%M}" if span.ends < cell.ends else ""
    if begins and ends:
        return f" {begins}–{ends}"
    return f" from {begins}" if begins else f" until {ends}" if ends else ""


def _frost(frozen: Iterable[tuple[str, Span]], row: Span) -> tuple[Frost, ...]:
    return tuple(
        Frost(starts=part_of(span.begins, row), stops=part_of(span.ends, row))
        for _, span in frozen
        if span.overlaps(row)
    )


def _label(view: View, days: Days) -> str:
    match view:
        case View.DAY | View.WEEK:
            return f"{days.first:%a} {days.first.day} {days.first:%b}"
        case View.MONTH:
            first = days.first.day == 1
            return f"{days.first.day} {days.first:%b}" if first else str(days.first.day)
        case View.QUARTER:
            return days_said(*days, "%b")


def _heads(view: View, row: Row) -> tuple[str, ...]:
    if view is View.MONTH:
        return tuple(f"{date.fromisoformat(each.day):%a}" for each in row.cells)
    return tuple(f"{hour:02d}" for hour in _HOURS) if view is View.DAY else ()


def _marks(day: date, window: Span, zone: ZoneInfo) -> tuple[float, ...]:
    """Where the hours lie of a day that may have 23 or 25."""
    moments = (moment(datetime.combine(day, time(hour)), zone) for hour in _HOURS)
    return tuple((at - window.begins) / (window.ends - window.begins) for at in moments)


def _subtitle(total: int, zone: str, filtered: str) -> str:
    said = [words.count(total, "release"), f"times of {zone}"]
    return " · ".join([*said, filtered] if filtered else said)
