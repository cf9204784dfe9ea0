"""Lines between boxes: down, along a lane of a gap, and down again; long ones beside the boxes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.pictures.style import LANE

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a box stands in a grid of rows and columns."""

    row: int
    column: int


@dataclass(slots=True)
class Lanes:
    """How many lines run side by side in each gap; those of one box share a lane."""

    taken: dict[int, dict[object, int]] = field(default_factory=lambda: defaultdict(dict))

    def lane(self, gap: int, owner: object) -> int:
        return self.taken[gap].setdefault(owner, len(self.taken[gap]))

    def count(self, gap: int) -> int:
        return len(self.taken.get(gap, ()))

    def width(self, gap: int, least: float) -> float:
        """How wide the gap must be for its lines."""
        return max(least, (self.count(gap) + 3) * LANE) if self.count(gap) else least

    def offset(self, gap: int, lane: int, least: float) -> float:
        """Where in the gap the lane lies: all of them together are in its middle."""
        return self.width(gap, least) / 2 + (lane - (self.count(gap) - 1) / 2) * LANE


@dataclass(frozen=True, slots=True)
class Way:
    """Which lanes a line takes: below its start, perhaps beside a column, above its end."""

    first: int
    second: int
    below: int | None = None
    """Lane in the gap under the start's row; None for straight down."""
    beside: tuple[int, int] | None = None
    """Gap left of a column, and the lane in it."""
    above: int | None = None


def ways(
    edges: Sequence[tuple[int, int]], slots: Sequence[Slot], across: Lanes, along: Lanes
) -> list[Way]:
    """Give every line its lanes; `across` are gaps under rows, `along` gaps left of columns."""
    found: list[Way] = []
    for first, second in edges:
        start, end = slots[first], slots[second]
        if end.row == start.row + 1:
            straight = end.column == start.column
            below = None if straight else across.lane(start.row, ("from", first))
            found.append(Way(first, second, below=below))
            continue
        below = across.lane(start.row, ("from", first))
        gap = min(start.column, end.column) + 1 if start.column != end.column else end.column + 1
        beside = (gap, along.lane(gap, ("to", second)))
        above = across.lane(end.row - 1, ("to", second))
        found.append(Way(first, second, below=below, beside=beside, above=above))
    return found
