"""A page laid out: phases in bands from left to right, the lines between them around the boxes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bot.pictures.ordering import drawn, levels, ranking, without_circles
from bot.pictures.phase_layout import PhaseLayout, Prepared, phase_layouts, prepared
from bot.pictures.routing import Edge, Lanes, Line, Point
from bot.pictures.style import (
    LANE,
    MANY,
    MARGIN,
    PHASE_GAP,
    WIDEST,
    WIDEST_OF_MANY,
)
from orchestration.read_models.picture_page import PicturePage

_SHAPE = 1.25
"""Width to height that suits a phone held upright and a laptop alike."""
_DEEP = (1000, 24, 18, 14, 11, 9, 7, 5)
"""How many rows a phase may have before it goes on at the right: all are tried."""
_BETTERED = 12
"""Phases that are fitted one by one: a page of more has room for no better."""
_BETWEEN = PHASE_GAP * 0.8
_HEAD, _HEAD_GONE = 34.0, 14.0
"""Where lines meet a phase, from its upper edge; and how much lower those that are gone do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedPhase:
    x: float
    y: float
    layout: PhaseLayout


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLayout:
    width: float
    height: float
    phases: tuple[PlacedPhase, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Seat:
    band: int
    place: int


def page_layout(page: PicturePage, top: float, least: float) -> PageLayout:
    """Everything below `top`; at least `least` wide, for the title."""
    alone = len(page.phases) == 1 and not page.phases[0].summary
    edges = [(first, n) for n, each in enumerate(page.phases) for first in each.after]
    count = len(page.phases)
    lines = drawn(count, page.phases, edges)
    level = levels(count, without_circles(count, ranking(page.phases, edges)))
    order = sorted(range(count), key=lambda n: (level[n], n))
    many = sum(len(each.activities) for each in page.phases) > MANY
    ready = [prepared(each, 0 if alone else n) for n, each in enumerate(page.phases, 1)]
    bands, layouts = _most_pleasant(
        [_variants(ready[n]) for n in order], WIDEST_OF_MANY if many else WIDEST
    )
    numbered = [[order[k] for k in band] for band in bands]
    by_number = dict(zip(order, layouts, strict=True))
    return _placed(numbered, [by_number[n] for n in range(count)], lines, top, least)


def _variants(of: Prepared) -> list[PhaseLayout]:
    """Every way to lay out a phase; of those of one size the first with the least strain."""
    found: dict[tuple[float, float], PhaseLayout] = {}
    for layout in phase_layouts(of, deep=_DEEP):
        size = (layout.width, layout.height)
        if size not in found or layout.strain < found[size].strain:
            found[size] = layout
    return list(found.values())


def _most_pleasant(
    variants: Sequence[Sequence[PhaseLayout]], widest: float
) -> tuple[list[list[int]], list[PhaseLayout]]:
    """Start with the way nearest to a shape, for several shapes, then better each phase alone."""
    starts = [
        *(_nearest(variants, tall=tall) for tall in (300, 500, 800, 1200, 1800, 2600)),
        *(_nearest(variants, wide=wide) for wide in (0, 700)),
    ]
    best = min(starts, key=lambda each: _bands(each, widest)[0])
    least = _bands(best, widest)[0]
    for n, others in enumerate(variants[:_BETTERED]):
        for one in others:
            tried = [*best[:n], one, *best[n + 1 :]]
            displeasure = _bands(tried, widest)[0]
            if displeasure < least:
                best, least = tried, displeasure
    return _bands(best, widest)[1], best


def _nearest(
    variants: Sequence[Sequence[PhaseLayout]], *, tall: float | None = None, wide: float = 0
) -> list[PhaseLayout]:
    """Each phase in the way that is nearest to a height, or else to a width."""

    def distance(one: PhaseLayout) -> float:
        if tall is None:
            return abs(one.width - wide) + one.strain
        return abs(one.height - tall) + 500 * one.strain

    return [min(each, key=distance) for each in variants]


def _bands(layouts: Sequence[PhaseLayout], widest: float) -> tuple[float, list[list[int]]]:
    """Which phases stand side by side: of all widths the one whose shape is most pleasant."""
    widths = [each.width for each in layouts]
    tried = {sum(widths[:n]) + (n - 1) * PHASE_GAP for n in range(1, len(widths) + 1)}
    tried = {each for each in tried if each <= widest - 2 * MARGIN} | {max(widths, default=0.0)}
    candidates = [_flowed(widths, each) for each in sorted(tried)]
    strain = sum(each.strain for each in layouts) / max(1, len(layouts))
    displeasure, bands = min((_displeasure(each, layouts), each) for each in candidates)
    return displeasure + strain, bands


def _flowed(widths: Sequence[float], room: float) -> list[list[int]]:
    bands: list[list[int]] = [[]]
    used = 0.0
    for n, width in enumerate(widths):
        if bands[-1] and used + PHASE_GAP + width > room:
            bands.append([])
            used = 0.0
        used += width + (PHASE_GAP if bands[-1] else 0)
        bands[-1].append(n)
    return bands


def _displeasure(bands: Sequence[Sequence[int]], layouts: Sequence[PhaseLayout]) -> float:
    if not layouts:
        return 0.0
    width = max(sum(layouts[n].width for n in band) + PHASE_GAP * (len(band) - 1) for band in bands)
    height = sum(max(layouts[n].height for n in band) + PHASE_GAP for band in bands)
    too_wide = max(0.0, width / WIDEST_OF_MANY - 1) * 10
    return abs(math.log(width / height / _SHAPE)) + 0.5 * math.log(width * height) + too_wide


def _placed(
    bands: Sequence[Sequence[int]],
    layouts: Sequence[PhaseLayout],
    edges: Sequence[Edge],
    top: float,
    least: float,
) -> PageLayout:
    seats = {n: _Seat(b, k) for b, band in enumerate(bands) for k, n in enumerate(band)}
    under, gutter = Lanes(), Lanes()
    for edge in edges:
        start, end = seats[edge.first], seats[edge.second]
        if not _neighbours(start, end):
            under.ask(end.band - 1, ("to", edge.second, edge.gone))
            if end.band != start.band + 1 and end.band != start.band:
                under.ask(start.band, ("from", edge.first, edge.gone))
                gutter.ask(0, (edge.second, edge.gone), (start.band + 0.5, end.band - 0.5))
    left = MARGIN + gutter.count(0) * LANE + (PHASE_GAP / 2 if edges and len(bands) > 1 else 0)
    places: dict[int, PlacedPhase] = {}
    floors: list[float] = [top]
    y = top + under.width(-1, 0)
    right = least
    for b, band in enumerate(bands):
        x = left
        for n in band:
            places[n] = PlacedPhase(x=x, y=y, layout=layouts[n])
            x += layouts[n].width + PHASE_GAP
        right = max(right, x - PHASE_GAP)
        y += max((layouts[n].height for n in band), default=0)
        floors.append(y)
        if b < len(bands) - 1:
            y += under.width(b, _BETWEEN)
    lines = tuple(
        Line(_line(places, seats, each, floors, left, under, gutter), each.kind) for each in edges
    )
    ordered = tuple(places[n] for n in sorted(places))
    y += under.width(len(bands) - 1, 0)
    return PageLayout(width=right + MARGIN, height=y + MARGIN, phases=ordered, lines=lines)


def _neighbours(start: _Seat, end: _Seat) -> bool:
    return start.band == end.band and end.place == start.place + 1


def _line(
    places: dict[int, PlacedPhase],
    seats: dict[int, _Seat],
    edge: Edge,
    floors: Sequence[float],
    left: float,
    under: Lanes,
    gutter: Lanes,
) -> tuple[Point, ...]:
    first, second, _ = edge
    start, end = places[first], places[second]
    a, b = seats[first], seats[second]
    aside = _HEAD_GONE if edge.gone else 0.0
    out = (start.x + start.layout.width, start.y + _HEAD + aside)
    into = (end.x, end.y + _HEAD + aside)
    if _neighbours(a, b):
        return (out, into)
    beside = out[0] + PHASE_GAP * 0.38 + aside / 2
    before = into[0] - PHASE_GAP * 0.38 - aside / 2
    above = floors[b.band] + under.offset(
        b.band - 1, under.lane(b.band - 1, ("to", second, edge.gone)), _BETWEEN if b.band else 0
    )
    if b.band in {a.band, a.band + 1}:
        return (out, (beside, out[1]), (beside, above), (before, above), (before, into[1]), into)
    last = a.band + 2 == len(floors)
    below = floors[a.band + 1] + under.offset(
        a.band, under.lane(a.band, ("from", first, edge.gone)), 0 if last else _BETWEEN
    )
    gutter_x = left - PHASE_GAP / 2 - (gutter.lane(0, (second, edge.gone)) + 1) * LANE
    return (
        out,
        (beside, out[1]),
        (beside, below),
        (gutter_x, below),
        (gutter_x, above),
        (before, above),
        (before, into[1]),
        into,
    )
