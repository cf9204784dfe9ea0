"""A page of the calendar in words: the same as its picture shows, for those who do not see it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final, NamedTuple

from orchestration.calendar.page import Bar, CalendarPage, Cell, Entry, Row, Shown, View

SIGNS: Final = {
    Shown.PLANNED: "◌",
    Shown.SCHEDULED: "○",
    Shown.RUNNING: "▶",
    Shown.PAUSED: "‖",
    Shown.DONE: "✓",
    Shown.PARTLY: "◐",
    Shown.FAILED: "✗",
    Shown.ABORTED: "■",
    Shown.SKIPPED: "↷",
    Shown.MISSED: "!",
}


class Said(NamedTuple):
    """One day of the page, or one week of a quarter."""

    title: str
    frozen: tuple[str, ...]
    entries: tuple[str, ...]
    more: int


def text_of(page: CalendarPage) -> tuple[Said, ...]:
    """Every day with something on it, and each of its releases."""
    return tuple(
        Said(
            title=_title(page.view, cell),
            frozen=cell.frozen,
            entries=tuple(_entries(page, row, n)),
            more=cell.more,
        )
        for row in page.rows
        for n, cell in enumerate(row.cells)
        if cell.frozen or cell.more or any(_lies(bar, n) for bar in row.bars)
    )


def is_empty(page: CalendarPage) -> bool:
    """Whether no release and no freeze is on it."""
    return not page.total and not any(each.frozen for row in page.rows for each in row.cells)


def _entries(page: CalendarPage, row: Row, n: int) -> Iterator[str]:
    for bar in sorted((each for each in row.bars if _lies(each, n)), key=lambda each: each.lane):
        yield entry_said(page.entries[bar.entry], row.cells[n].day)


def entry_said(entry: Entry, day: str) -> str:
    """`○ PAY-142 Payments 4.2, 10:00-12:00, scheduled`, with its dates where they are others."""
    clash = ", in conflict" if entry.conflicts else ""
    return f"{SIGNS[entry.state]} {entry.title}, {_when(entry, day)}, {entry.state}{clash}"


def _when(entry: Entry, day: str) -> str:
    begins, ends = datetime.fromisoformat(entry.begins), datetime.fromisoformat(entry.ends)
    of = date.fromisoformat(day)
    if begins.date() == ends.date():
        dated = "" if begins.date() == of else f"{_day(begins)} "
        until = f"–{ends:%H:%M}" if ends > begins else ""
        return f"{dated}{begins:%H:%M}{until}"
    return f"{_day(begins)} {begins:%H:%M} – {_day(ends)} {ends:%H:%M}"


def _day(at: datetime) -> str:
    return f"{at:%a} {at.day} {at:%b}"


def _lies(bar: Bar, cell: int) -> bool:
    return bar.first <= cell <= bar.last


def _title(view: View, cell: Cell) -> str:
    day = date.fromisoformat(cell.day)
    title = cell.label if view is View.QUARTER else f"{day:%a} {day.day} {day:%b}"
    return f"{title} (today)" if cell.today and view is not View.QUARTER else title
