"""Lines between boxes: down, along a lane of a gap, and down again; long ones beside the boxes."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.pictures.style import LANE, LineKind

Point = tuple[float, float]
Stretch = tuple[float, float]
"""From where to where a line runs along its gap; two that only touch are not told apart."""
WHOLE: Stretch = (-math.inf, math.inf)


class Edge(NamedTuple):
    """What comes first, and what waits for it."""

    first: int
    second: int
    kind: LineKind = LineKind.PLAIN

    @property
    def gone(self) -> bool:
        return self.kind is LineKind.GONE


class Line(NamedTuple):
    points: tuple[Point, ...]
    kind: LineKind


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a box stands in a grid of rows and columns."""

    row: int
    column: int


@dataclass(slots=True)
class Lanes:
    """Which line takes which lane of a gap: those of one box share one, and so do lines that never
    run side by side. First every line is asked for, then its lane is known.
    """

    _asked: dict[int, dict[object, Stretch]] = field(default_factory=lambda: defaultdict(dict))
    _given: dict[int, dict[object, int]] = field(default_factory=dict)

    def ask(self, gap: int, owner: object, stretch: Stretch = WHOLE) -> None:
        least, most = self._asked[gap].get(owner, (math.inf, -math.inf))
        self._asked[gap][owner] = (min(least, *stretch), max(most, *stretch))

    def lane(self, gap: int, owner: object) -> int:
        return self._lanes(gap)[owner]

    def count(self, gap: int) -> int:
        return max(self._lanes(gap).values(), default=-1) + 1

    def width(self, gap: int, least: float) -> float:
        """How wide the gap must be for its lines."""
        count = self.count(gap)
        return max(least, (count + 3) * LANE) if count else least

    def offset(self, gap: int, lane: int, least: float) -> float:
        """Where in the gap the lane lies: all of them together are in its middle."""
        return self.width(gap, least) / 2 + (lane - (self.count(gap) - 1) / 2) * LANE

    def _lanes(self, gap: int) -> dict[object, int]:
        """Each in the first lane where nothing runs beside it, in the order they were asked for."""
        if gap not in self._given:
            taken: list[list[Stretch]] = []
            given = self._given[gap] = {}
            for owner, (least, most) in self._asked.get(gap, {}).items():
                free = (
                    n
                    for n, others in enumerate(taken)
                    if all(most < other[0] or other[1] < least for other in others)
                )
                given[owner] = n = next(free, len(taken))
                taken[n:] = taken[n:] or [[]]
                taken[n].append((least, most))
        return self._given[gap]


@dataclass(frozen=True, slots=True)
class Way:
    """Which lanes a line takes: below its start, perhaps beside a column, above its end."""

    edge: Edge
    below: int | None = None
    """Lane in the gap under the start's row; None for straight down."""
    beside: tuple[int, int] | None = None
    """Gap left of a column, and the lane in it."""
    above: int | None = None


def ways(edges: Sequence[Edge], slots: Sequence[Slot], across: Lanes, along: Lanes) -> list[Way]:
    """Give every line its lanes; `across` are gaps under rows, `along` gaps left of columns."""
    for edge in edges:
        start, end = slots[edge.first], slots[edge.second]
        leaving, coming = _owners(edge)
        if _straight(start, end):
            continue
        if end.row == start.row + 1:
            across.ask(start.row, leaving, (start.column, end.column))
            continue
        gap = _gap(start, end)
        across.ask(start.row, leaving, (start.column, gap - 0.5))
        along.ask(gap, coming, (start.row + 0.5, end.row - 0.5))
        across.ask(end.row - 1, coming, (gap - 0.5, end.column))
    return [_way(edge, slots, across, along) for edge in edges]


def _way(edge: Edge, slots: Sequence[Slot], across: Lanes, along: Lanes) -> Way:
    start, end = slots[edge.first], slots[edge.second]
    leaving, coming = _owners(edge)
    if _straight(start, end):
        return Way(edge)
    below = across.lane(start.row, leaving)
    if end.row == start.row + 1:
        return Way(edge, below=below)
    gap = _gap(start, end)
    beside = (gap, along.lane(gap, coming))
    return Way(edge, below=below, beside=beside, above=across.lane(end.row - 1, coming))


def _owners(edge: Edge) -> tuple[object, object]:
    """Lines of one box share a lane, but never what is drawn with what is gone or new."""
    return ("from", edge.first, edge.kind), ("to", edge.second, edge.kind)


def _straight(start: Slot, end: Slot) -> bool:
    return end.row == start.row + 1 and end.column == start.column


def _gap(start: Slot, end: Slot) -> int:
    """Left of which column a long line goes by: between the two, or right of the end's own."""
    return min(start.column, end.column) + 1 if start.column != end.column else end.column + 1
