"""A page of the calendar as SVG, made for the width of a phone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from bot.pictures.calendar_days import day_drawn, list_drawn
from bot.pictures.calendar_legend import legend
from bot.pictures.calendar_month import month_drawn
from bot.pictures.calendar_style import (
    FROST,
    INK,
    MARGIN,
    PAPER,
    QUIET,
    SUBTITLE,
    TITLE,
    WIDTH,
)
from bot.pictures.chips import line
from bot.pictures.lettering import FAMILY, lines_of
from orchestration.calendar.page import CalendarPage, View

_FROST = (
    '<defs><pattern id="frost" width="11" height="11" patternUnits="userSpaceOnUse" '
    f'patternTransform="rotate(45)"><path d="M0 0V11" stroke="{FROST}" stroke-width="4"/>'
    "</pattern></defs>"
)


def calendar_svg(page: CalendarPage) -> str:
    """The picture as SVG of its natural size."""
    parts: list[str] = []
    y = MARGIN
    parts += line(page.title, MARGIN, y, WIDTH - 2 * MARGIN, TITLE, bold=True)
    y += TITLE * 1.3
    for each in lines_of(page.subtitle, WIDTH - 2 * MARGIN, SUBTITLE, most=2):
        parts += line(each, MARGIN, y, WIDTH - 2 * MARGIN, SUBTITLE, ink=QUIET)
        y += SUBTITLE * 1.35
    drawn, y = _body(page, y + 12)
    parts += drawn
    signs, y = legend(page, y + 14)
    parts += signs
    return _svg(parts, round(y + MARGIN), page.title)


def _body(page: CalendarPage, y: float) -> tuple[Sequence[str], float]:
    match page.view:
        case View.MONTH:
            return month_drawn(page, y)
        case View.DAY:
            return day_drawn(page, y)
        case View.WEEK | View.QUARTER:
            return list_drawn(page, y)


def _svg(parts: Iterable[str], height: int, title: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH:g}" height="{height}" '
        f'viewBox="0 0 {WIDTH:g} {height}" font-family="{FAMILY}" fill="{INK}">\n'
        f"<title>{escape(title, quote=False)}</title>\n{_FROST}\n"
        f'<rect width="100%" height="100%" fill="{PAPER}"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )
