"""Lanes: which release lies where in a row, and how many there is no room for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

from orchestration.calendar.page import Bar
from orchestration.calendar.span import Span

What = TypeVar("What")
_MOMENT = timedelta(microseconds=1)


class Placed(NamedTuple):
    """The bars of one row, each with what it shows by number, and what each cell leaves out."""

    bars: tuple[Bar, ...]
    more: tuple[int, ...]


def place(spans: Sequence[Span], cells: Sequence[Span], lanes: int) -> Placed:
    """Each span over the cells it touches, in the first lane that is free; one that finds none of
    the first `lanes` is counted in every cell it would have touched.

    What began in an earlier cell lies above, of what begins together the longer one.
    """
    row = Span(cells[0].begins, cells[-1].ends)
    touching = [
        (n, *_touched(span, cells)) for n, span in enumerate(spans) if _lasting(span).overlaps(row)
    ]
    touching.sort(key=lambda each: (each[1], each[1] - each[2], spans[each[0]].begins, each[0]))
    free_from = [0] * lanes
    bars: list[Bar] = []
    more = [0] * len(cells)
    for n, first, last in touching:
        lane = next((each for each in range(lanes) if free_from[each] <= first), None)
        if lane is None:
            for cell in range(first, last + 1):
                more[cell] += 1
            continue
        free_from[lane] = last + 1
        span = spans[n]
        bars.append(
            Bar(
                entry=n,
                lane=lane,
                first=first,
                last=last,
                starts=part_of(span.begins, row),
                stops=part_of(span.ends, row),
                before=span.begins < row.begins,
                after=span.ends > row.ends,
            )
        )
    return Placed(tuple(bars), tuple(more))


def _lasting(span: Span) -> Span:
    """What took no time is still there at its moment."""
    return Span(span.begins, max(span.ends, span.begins + _MOMENT))


def _touched(span: Span, cells: Sequence[Span]) -> tuple[int, int]:
    touched = [n for n, cell in enumerate(cells) if _lasting(span).overlaps(cell)]
    return (touched[0], touched[-1]) if touched else (0, 0)


def part_of(at: datetime, row: Span) -> float:
    """Where in a row a moment lies, of 0 to 1."""
    part = (at - row.begins) / (row.ends - row.begins)
    return round(min(1.0, max(0.0, part)), 4)
