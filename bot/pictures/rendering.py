"""SVG to PNG, with the shipped font; others of the machine only for letters it does not have."""

from __future__ import annotations

from bot.pictures.lettering import FAMILY, FONTS, beyond_the_font
from bot.pictures.zoom import zoom_of
from orchestration.calendar.page import CalendarPage
from orchestration.read_models.pages import Page


def png_of(page: Page) -> bytes:
    """The picture as PNG."""
    from resvg_py import svg_to_bytes

    svg = _svg_of(page)
    png: bytes = svg_to_bytes(
        svg_string=svg,
        skip_system_fonts=not beyond_the_font(svg),
        font_files=[str(each) for each in sorted(FONTS.glob("*.ttf"))],
        font_family=FAMILY,
        sans_serif_family=FAMILY,
        zoom=zoom_of(svg),
    )
    return bytes(png)


def _svg_of(page: Page) -> str:
    """Each kind of page is drawn without what the other one needs."""
    if isinstance(page, CalendarPage):
        from bot.pictures.calendar_drawing import calendar_svg

        return calendar_svg(page)
    from bot.pictures.drawing import svg_of

    return svg_of(page)
