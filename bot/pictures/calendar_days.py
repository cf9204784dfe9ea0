"""Pages of rows: the days of a week, the weeks of a quarter, the hours of one day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil

from bot.pictures.calendar_month import frost
from bot.pictures.calendar_style import (
    CHIP,
    GAP,
    INK,
    LABEL,
    MARGIN,
    PAPER,
    QUIET,
    RULE,
    SMALL,
    TODAY,
    WIDTH,
    tint,
)
from bot.pictures.chips import chip, line, weekday
from orchestration.calendar.page import CalendarPage, Cell, Row, View

_LABEL = {View.WEEK: 104.0, View.QUARTER: 138.0}
_ABREAST = {View.WEEK: 1, View.QUARTER: 3}
_PAD = 6.0


def list_drawn(page: CalendarPage, y: float) -> tuple[Sequence[str], float]:
    """A row for each day or week, its releases below or beside one another."""
    parts: list[str] = []
    for row in page.rows:
        height = _height(page.view, row)
        parts += _row(page, row, y, height)
        y += height
    return parts, y


def _height(view: View, row: Row) -> float:
    lines = max(1, ceil(len(row.bars) / _ABREAST[view]))
    named = len(row.cells[0].frozen)
    more = SMALL * 1.5 if row.cells[0].more else 0
    return max(lines * (CHIP + GAP) + named * SMALL * 1.4 + more + 2 * _PAD, 2 * LABEL * 1.35)


def _row(page: CalendarPage, row: Row, y: float, height: float) -> Iterable[str]:
    cell = row.cells[0]
    label, abreast = _LABEL[page.view], _ABREAST[page.view]
    left, right = MARGIN + label, WIDTH - MARGIN
    yield (
        f'<rect x="{MARGIN:g}" y="{y:g}" width="{right - MARGIN:g}" height="{height:g}" '
        f'fill="{PAPER}" stroke="{RULE}" stroke-width="1.2"/>'
    )
    if cell.frozen:
        yield frost(left, y, right - left, height)
    yield from _label(cell, y, label, height)
    top = y + _PAD
    for each in cell.frozen:
        yield _plate(left + 4, top, right - left - 8)
        yield from line(f"Frozen: {each}", left + 10, top, right - left - 16, SMALL, bold=True)
        top += SMALL * 1.4
    wide = (right - left - 4) / abreast
    for n, bar in enumerate(sorted(row.bars, key=lambda each: each.lane)):
        x, below = left + 2 + n % abreast * wide, top + n // abreast * (CHIP + GAP)
        entry = page.entries[bar.entry]
        when = "" if abreast == 1 else weekday(entry)
        yield from chip(entry, x, below, wide - 2, bar=bar, when=when, full=abreast == 1)
    if cell.more:
        at = y + height - SMALL * 1.5
        yield from line(f"+{cell.more} more", left + 8, at, wide, SMALL, ink=QUIET)


def _label(cell: Cell, y: float, width: float, height: float) -> Iterable[str]:
    if cell.today:
        yield (
            f'<rect x="{MARGIN:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{TODAY}"/>'
        )
    top = y + 8
    for each in _broken(cell.label):
        ink = PAPER if cell.today else INK
        yield from line(each, MARGIN + 8, top, width - 14, LABEL, bold=True, ink=ink)
        top += LABEL * 1.2
    if cell.today and top + SMALL < y + height:
        yield from line("today", MARGIN + 8, top, width, SMALL, ink=PAPER)


def _broken(label: str) -> Sequence[str]:
    """`Mon`, `23 Nov`; `30 Nov -`, `6 Dec`."""
    first, dash, last = label.partition(" – ")
    return (f"{first} –", last) if dash else tuple(label.split(" ", 1))


def _plate(x: float, y: float, width: float) -> str:
    """Under a freeze's name, which would not be read on its hatching."""
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{SMALL * 1.3:g}" rx="3" '
        f'fill="{PAPER}" fill-opacity="0.88"/>'
    )


def day_drawn(page: CalendarPage, y: float) -> tuple[Sequence[str], float]:
    """One day along its hours; each release has a line of its own."""
    row, left, wide = page.rows[0], MARGIN, WIDTH - 2 * MARGIN
    parts: list[str] = []
    for head, at in zip(page.heads, page.marks, strict=True):
        parts += line(head, left + at * wide + 3, y, 40, SMALL, bold=True, ink=QUIET)
    y += SMALL * 1.5
    for each in row.cells[0].frozen:
        parts += line(f"Frozen: {each}", left, y, wide, SMALL, bold=True)
        y += SMALL * 1.4
    lines = max(1, len(row.bars))
    height = lines * (CHIP + 16) + 12
    parts.append(
        f'<rect x="{left:g}" y="{y:g}" width="{wide:g}" height="{height:g}" fill="{PAPER}" '
        f'stroke="{RULE}" stroke-width="1.2"/>'
    )
    parts += [
        frost(left + each.starts * wide, y, (each.stops - each.starts) * wide, height)
        for each in row.frost
    ]
    parts += [
        f'<path d="M{left + at * wide:g} {y:g}v{height:g}" stroke="{RULE}" stroke-width="1.2"/>'
        for at in page.marks[1:]
    ]
    for n, bar in enumerate(sorted(row.bars, key=lambda each: each.lane)):
        entry, top = page.entries[bar.entry], y + 8 + n * (CHIP + 16)
        begins, ends = left + bar.starts * wide, left + bar.stops * wide
        parts.append(
            f'<rect x="{begins:g}" y="{top:g}" width="{max(6, ends - begins):g}" height="10" '
            f'rx="4" fill="{entry.colour}" stroke="{tint(entry.colour, 1)}"/>'
        )
        room = 360.0
        x = min(begins, left + wide - room)
        parts += chip(entry, x, top + 11, room, bar=bar, full=True)
    y += height
    if row.cells[0].more:
        parts += line(f"+{row.cells[0].more} more", left + 8, y + 4, wide, SMALL, ink=QUIET)
        y += SMALL * 1.5
    return parts, y
