"""What the colours and signs of a calendar's page mean: only those it uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bot.pictures.calendar_month import frost
from bot.pictures.calendar_style import (
    CLASH,
    ICONS,
    INK,
    MARGIN,
    SMALL,
    TODAY,
    WARNING,
    WIDTH,
)
from bot.pictures.chips import line, stroke
from bot.pictures.lettering import face
from orchestration.calendar.page import CalendarPage, Shown

_MOST = 12
"""Groups by their colour; more are told by their names."""
_NAMED = 3
_LINE = 28.0


class Sign(NamedTuple):
    drawn: str
    text: str


def legend(page: CalendarPage, y: float) -> tuple[list[str], float]:
    """From `y` on, and where it ends."""
    parts: list[str] = []
    x = MARGIN
    for sign in _signs(page):
        wide = min(26 + face().width(sign.text, SMALL), WIDTH - 2 * MARGIN)
        if x > MARGIN and x + wide > WIDTH - MARGIN:
            x, y = MARGIN, y + _LINE
        parts.append(f'<g transform="translate({x:g} {y:g})">{sign.drawn}</g>')
        parts += line(sign.text, x + 26, y, wide, SMALL)
        x += wide + 22
    return parts, y + _LINE if parts else y


def _signs(page: CalendarPage) -> Iterator[Sign]:
    colours = dict.fromkeys((each.colour, each.of) for each in page.entries)
    for colour, of in list(colours)[:_MOST]:
        yield Sign(f'<rect y="2" width="18" height="16" rx="4" fill="{colour}"/>', of)
    if len(colours) > _MOST:
        yield Sign("", f"and {len(colours) - _MOST} more")
    states = {each.state for each in page.entries}
    for state in Shown:
        if state in states:
            yield Sign(stroke(ICONS[state], 0, 2, INK, 2.2), state)
    if any(each.conflicts for each in page.entries):
        yield Sign(stroke(WARNING, 0, 2, CLASH, 2.0), "in conflict")
    cells = [each for row in page.rows for each in row.cells]
    names = list(dict.fromkeys(_name(each) for cell in cells for each in cell.frozen))
    if names:
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        yield Sign(frost(0, 2, 18, 16), f"frozen: {', '.join(names[:_NAMED])}{more}")
    if any(each.today for each in cells):
        yield Sign(
            f'<rect x="1" y="3" width="16" height="14" fill="none" stroke="{TODAY}" '
            f'stroke-width="3"/>',
            "today",
        )


def _name(frozen: str) -> str:
    """Without the hours of a part of a day."""
    for between in (" from ", " until "):
        frozen = frozen.split(between, maxsplit=1)[0]
    return frozen
