"""One page of the calendar as values: its rows and what lies in which; no drawing, no words.

Plain dataclasses and JSON, as `picture_page`: the process that draws it begins without pydantic.
The picture and the text are made of the same page, so they say the same.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

STYLE = "1"
"""Raised when the same page is to be drawn differently: it is part of every page's key."""


class View(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


class Shown(StrEnum):
    """How a release stands, in the one word that stands beside its icon."""

    PLANNED = "planned"
    """By its group's cadence; it is made when its time is near."""
    SCHEDULED = "scheduled"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    PARTLY = "partly done"
    FAILED = "failed"
    ABORTED = "aborted"
    SKIPPED = "skipped"
    MISSED = "missed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A release as the calendar shows it; times are local ones of the page's zone."""

    title: str
    short: str
    """Its reference; of one that is not made yet, its group's name."""
    state: Shown
    of: str
    """Its group, or its process where it has none: what its colour stands for."""
    colour: str
    begins: str
    """`2026-11-24T10:00`."""
    ends: str
    conflicts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """An entry in one row: beside nothing else of its lane, over some of the row's cells."""

    entry: int
    lane: int
    first: int
    last: int
    starts: float = 0.0
    """Where in the row it begins and ends, of 0 to 1."""
    stops: float = 1.0
    before: bool = False
    """It began before this row."""
    after: bool = False
    """It goes on after this row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    day: str
    """Its first day, `2026-11-24`."""
    label: str
    today: bool = False
    outside: bool = False
    """A day of another month than the page's."""
    frozen: tuple[str, ...] = ()
    """The freezes of that time, by name; of a part of a day with the hours."""
    more: int = 0
    """Releases there is no room for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frost:
    """Where in a row a freeze lies, of 0 to 1."""

    starts: float
    stops: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A week of a month, a week of a quarter, a day."""

    cells: tuple[Cell, ...]
    bars: tuple[Bar, ...] = ()
    frost: tuple[Frost, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPage:
    view: View
    title: str
    subtitle: str
    heads: tuple[str, ...]
    """Above the cells of a row: days of the week, or hours."""
    rows: tuple[Row, ...]
    entries: tuple[Entry, ...]
    """Those that are shown; bars name them by number."""
    total: int
    """How many there are in all."""
    marks: tuple[float, ...] = ()
    """Where the hours of a day stand, of 0 to 1."""
    conflicts: tuple[str, ...] = ()
    """What is in each other's way and nobody allowed, a sentence each."""

    @property
    def key(self) -> str:
        """The same for every picture that looks the same: sentences beside it are not drawn."""
        drawn = page_json(replace(self, conflicts=()))
        return hashlib.sha256(f"calendar {STYLE}\n{drawn}".encode()).hexdigest()[:40]


def page_json(page: CalendarPage) -> str:
    """The page on its way to the process that draws it."""
    return json.dumps({"calendar": asdict(page)})


def page_of(written: dict[str, Any]) -> CalendarPage:
    """What `page_json` wrote."""
    fields = _tuples(written)
    fields["view"] = View(written["view"])
    fields["rows"] = tuple(_row(each) for each in written["rows"])
    fields["entries"] = tuple(_entry(each) for each in written["entries"])
    return CalendarPage(**fields)


def _row(written: dict[str, Any]) -> Row:
    cells = tuple(Cell(**_tuples(each)) for each in written["cells"])
    bars = tuple(Bar(**each) for each in written["bars"])
    return Row(cells=cells, bars=bars, frost=tuple(Frost(**each) for each in written["frost"]))


def _entry(written: dict[str, Any]) -> Entry:
    return Entry(**{**written, "state": Shown(written["state"])})


def _tuples(written: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(each) if isinstance(each, list) else each for key, each in written.items()}
