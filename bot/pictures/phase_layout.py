"""One phase laid out: its activities in rows under its head, and the lines between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.pictures.boxes import ActivityShape, Lettered, PhaseHead, activity_shape, phase_head
from bot.pictures.ordering import columns_of, drawn, ranking, rows_of
from bot.pictures.routing import Edge, Lanes, Line, Point, Slot, Way, ways
from bot.pictures.style import BOX_GAP, BOX_WIDTH, MOST_COLUMNS, PHASE_PAD, PORT, PORT_GONE, SMALL
from orchestration.read_models.picture_page import PhaseBox


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    x: float
    y: float
    shape: ActivityShape


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseLayout:
    """Places are counted from the phase's own corner."""

    phase: PhaseBox
    head: PhaseHead
    width: float
    height: float
    boxes: tuple[Placed, ...]
    lines: tuple[Line, ...]
    """Each ends with an arrow."""
    foot: Lettered | None = None
    strain: float = 0
    """How much its order had to give way: rows broken, or going on at the right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What is the same in every layout of a phase."""

    phase: PhaseBox
    n: int
    """Its number on the page; 0 for none."""
    shapes: tuple[ActivityShape, ...]
    edges: Sequence[Edge]
    rows: Sequence[Sequence[int]]


def prepared(phase: PhaseBox, n: int) -> Prepared:
    edges = [(first, k) for k, each in enumerate(phase.activities) for first in each.after]
    count = len(phase.activities)
    return Prepared(
        phase=phase,
        n=n,
        shapes=tuple(activity_shape(each) for each in phase.activities),
        edges=drawn(count, phase.activities, edges),
        rows=rows_of(count, ranking(phase.activities, edges)),
    )


def phase_layouts(of: Prepared, *, deep: Sequence[int]) -> Iterator[PhaseLayout]:
    """Every way to lay out a phase: narrow and wide, going on at the right after so many rows."""
    before: list[dict[int, int]] | None = None
    for columns in range(1, MOST_COLUMNS + 1):
        broken = columns_of(of.rows, of.edges, columns)
        if broken != before:
            for strips in dict.fromkeys(-(-len(broken) // each) for each in deep):
                yield _laid_out(of, broken, max(1, strips))
        before = broken


def _laid_out(of: Prepared, broken: list[dict[int, int]], strips: int) -> PhaseLayout:
    phase, shapes = of.phase, of.shapes
    rows = _folded(broken, strips)
    slots = _slots(rows, len(shapes))
    across, along = Lanes(), Lanes()
    taken = ways(of.edges, slots, across, along)
    lefts, width = _lefts(max((max(row.values()) for row in rows), default=0) + 1, along)
    head = phase_head(phase, of.n, width)
    tops, bottom = _tops(rows, shapes, across, head.height)
    places = [
        Placed(x=lefts[slots[k].column], y=tops[slots[k].row], shape=each)
        for k, each in enumerate(shapes)
    ]
    bottoms = [tops[r] + max(shapes[k].height for k in row) for r, row in enumerate(rows)]
    foot = Lettered(text=f"and {phase.more} more", size=SMALL, quiet=True) if phase.more else None
    return PhaseLayout(
        phase=phase,
        head=head,
        width=width,
        height=bottom + (foot.height if foot else 0),
        boxes=tuple(places),
        lines=tuple(
            Line(
                _line(way, slots, places, (head.height, *bottoms), lefts, (across, along)),
                way.edge.kind,
            )
            for way in taken
        ),
        foot=foot,
        strain=3 * (len(broken) - len(of.rows)) / max(1, len(broken))
        + 0.1 * (len(rows) < len(broken)),
    )


def _folded(rows: list[dict[int, int]], strips: int) -> list[dict[int, int]]:
    """Long phases like a newspaper: the first rows, and the next ones to the right of them."""
    if strips < 2:
        return rows
    height = -(-len(rows) // strips)
    folded: list[dict[int, int]] = [{} for _ in range(height)]
    left = 0
    for at in range(0, len(rows), height):
        strip = rows[at : at + height]
        for row, part in zip(folded, strip, strict=False):
            row.update({n: left + column for n, column in part.items()})
        left += max(max(part.values()) for part in strip) + 1
    return folded


def _slots(rows: Sequence[dict[int, int]], count: int) -> list[Slot]:
    found = {n: Slot(r, c) for r, row in enumerate(rows) for n, c in row.items()}
    return [found[n] for n in range(count)]


def _lefts(columns: int, along: Lanes) -> tuple[list[float], float]:
    """The left edge of each column, and the width of all."""
    lefts: list[float] = []
    x = float(PHASE_PAD)
    for column in range(columns):
        lefts.append(x)
        x += BOX_WIDTH + along.width(column + 1, BOX_GAP)
    beside = along.width(columns, 0)
    return lefts, lefts[-1] + BOX_WIDTH + max(PHASE_PAD, beside)


def _tops(
    rows: Sequence[dict[int, int]], shapes: Sequence[ActivityShape], across: Lanes, head: float
) -> tuple[list[float], float]:
    """The upper edge of each row, and where the phase ends."""
    tops: list[float] = []
    y = head + across.width(-1, PHASE_PAD)
    for r, row in enumerate(rows):
        tops.append(y)
        y += max(shapes[k].height for k in row)
        y += across.width(r, BOX_GAP if r < len(rows) - 1 else PHASE_PAD)
    return tops, (y if rows else head)


def _line(
    way: Way,
    slots: Sequence[Slot],
    places: Sequence[Placed],
    gaps: Sequence[float],
    lefts: Sequence[float],
    lanes: tuple[Lanes, Lanes],
) -> tuple[Point, ...]:
    """`gaps` are the upper edges of the gaps: under the head, then under each row."""
    start, end = places[way.edge.first], places[way.edge.second]
    x1, x2 = start.x + BOX_WIDTH / 2, end.x + BOX_WIDTH / 2
    y1, y2 = start.y + start.shape.height, end.y
    if way.below is None:
        return ((x1, y1), (x2, y2))
    port = PORT_GONE if way.edge.gone else PORT
    x1, x2 = x1 + port, x2 - port
    across, along = lanes
    row = slots[way.edge.first].row
    last = row + 2 == len(gaps)
    lane = gaps[row + 1] + across.offset(row, way.below, PHASE_PAD if last else BOX_GAP)
    if way.beside is None or way.above is None:
        return ((x1, y1), (x1, lane), (x2, lane), (x2, y2))
    gap, n = way.beside
    x = lefts[gap - 1] + BOX_WIDTH + along.offset(gap, n, BOX_GAP if gap < len(lefts) else 0)
    to = slots[way.edge.second].row
    upper = gaps[to] + across.offset(to - 1, way.above, BOX_GAP if to else PHASE_PAD)
    return ((x1, y1), (x1, lane), (x, lane), (x, upper), (x2, upper), (x2, y2))
