"""A month: weeks as rows, days as cells, releases as bars over their days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot.pictures.calendar_style import (
    CHIP,
    FROST,
    GAP,
    HEAD,
    INK,
    LABEL,
    MARGIN,
    OUTSIDE,
    PAPER,
    QUIET,
    RULE,
    SMALL,
    SNOW,
    TODAY,
    WIDTH,
)
from bot.pictures.chips import chip, line, stroke
from bot.pictures.lettering import face
from orchestration.calendar.page import CalendarPage, Cell, Row

_NARROW = 48.0
_TOP = 34.0
"""Above the first release of a day: its number."""
_LEAST = 1
"""Lanes a week has room for even where it has no release."""
_SATURDAY = 5


def month_drawn(page: CalendarPage, y: float) -> tuple[Sequence[str], float]:
    """The grid from `y` on, and where it ends."""
    edges = _edges(page)
    parts: list[str] = []
    for n, head in enumerate(page.heads):
        x, wide = edges[n], edges[n + 1] - edges[n]
        said = head if wide > _NARROW else head[:2]
        parts += line(said, x + 7, y, wide - 8, HEAD, bold=True, ink=QUIET)
    y += HEAD * 1.5
    for row in page.rows:
        height = _height(row)
        for n, cell in enumerate(row.cells):
            parts += _cell(cell, edges[n], y, edges[n + 1] - edges[n], height)
        for bar in row.bars:
            x, right = edges[bar.first] + 3, edges[bar.last + 1] - 3
            top = y + _TOP + bar.lane * (CHIP + GAP)
            wide = bar.last > bar.first
            parts += chip(page.entries[bar.entry], x, top, right - x, bar=bar, full=wide)
        y += height
    return parts, y


def _edges(page: CalendarPage) -> list[float]:
    """Where columns begin: weekends on which nothing happens all month are narrow."""
    busy = {n for row in page.rows for bar in row.bars for n in range(bar.first, bar.last + 1)}
    days = [date.fromisoformat(each.day).weekday() for each in page.rows[0].cells]
    narrow = [day >= _SATURDAY and n not in busy for n, day in enumerate(days)]
    room = WIDTH - 2 * MARGIN - _NARROW * sum(narrow)
    wide = room / max(1, len(days) - sum(narrow))
    edges = [MARGIN]
    for each in narrow:
        edges.append(edges[-1] + (_NARROW if each else wide))
    return edges


def _height(row: Row) -> float:
    lanes = max((bar.lane + 1 for bar in row.bars), default=_LEAST)
    more = SMALL * 1.5 if any(each.more for each in row.cells) else 0
    return _TOP + lanes * (CHIP + GAP) + more + 6


def _cell(cell: Cell, x: float, y: float, width: float, height: float) -> Iterable[str]:
    ground = OUTSIDE if cell.outside else PAPER
    yield (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{ground}" '
        f'stroke="{RULE}" stroke-width="1.2"/>'
    )
    if cell.frozen:
        yield frost(x, y, width, height)
        if width > _NARROW:
            yield stroke(SNOW, x + width - 23, y + 8, "#1f4e7c", 2.0)
    yield from _number(cell, cell.label if width > _NARROW else cell.label.split()[0], x, y)
    if cell.today:
        yield (
            f'<rect x="{x + 1.5:g}" y="{y + 1.5:g}" width="{width - 3:g}" '
            f'height="{height - 3:g}" fill="none" stroke="{TODAY}" stroke-width="3"/>'
        )
    if cell.more:
        at = y + height - SMALL * 1.5
        wanted = f"+{cell.more} more"
        said = wanted if face().width(wanted, SMALL) < width - 12 else f"+{cell.more}"
        yield from line(said, x + 8, at, width - 12, SMALL, ink=QUIET)


def _number(cell: Cell, label: str, x: float, y: float) -> Iterable[str]:
    if cell.today:
        wide = face(bold=True).width(label, LABEL) + 14
        yield (f'<rect x="{x:g}" y="{y:g}" width="{wide:g}" height="29" rx="3" fill="{TODAY}"/>')
        yield from line(label, x + 7, y + 3, wide + 9, LABEL, bold=True, ink=PAPER)
        return
    ink = QUIET if cell.outside else INK
    yield from line(label, x + 7, y + 3, 200, LABEL, bold=not cell.outside, ink=ink)


def frost(x: float, y: float, width: float, height: float) -> str:
    """The hatching of a freeze."""
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="url(#frost)" '
        f'fill-opacity="0.55" stroke="{FROST}"/>'
    )
