"""SVG to PNG, with the shipped font; others of the machine only for letters it does not have."""

from __future__ import annotations

from bot.pictures.drawing import svg_of, zoom_of
from bot.pictures.lettering import FAMILY, FONTS, beyond_the_font
from orchestration.read_models.picture_page import PicturePage


def png_of(page: PicturePage) -> bytes:
    """The picture as PNG."""
    from resvg_py import svg_to_bytes

    svg = svg_of(page)
    png: bytes = svg_to_bytes(
        svg_string=svg,
        skip_system_fonts=not beyond_the_font(svg),
        font_files=[str(each) for each in sorted(FONTS.glob("*.ttf"))],
        font_family=FAMILY,
        sans_serif_family=FAMILY,
        zoom=zoom_of(svg),
    )
    return bytes(png)
