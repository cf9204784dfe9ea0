"""A page as SVG: everything that people wrote is broken to lines, tidy and escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from bot.pictures.boxes import Lettered, band_of
from bot.pictures.legend import legend
from bot.pictures.lettering import FAMILY, lines_of
from bot.pictures.page_layout import PlacedPhase, page_layout
from bot.pictures.phase_layout import Placed
from bot.pictures.strokes import arrows, band, dashes, icon, marks, outline, text, word
from bot.pictures.style import (
    BOX_PAD,
    BOX_WIDTH,
    CHANGES,
    INK,
    LINE,
    LOOKS,
    MARGIN,
    PAPER,
    PHASE_GROUND,
    PHASE_HEAD,
    PHASE_PAD,
    PHASE_RULE,
    QUIET,
    SMALL,
    TITLE,
    WORD,
)
from orchestration.read_models.picture_page import PicturePage

_LEAST = 700.0
"""Narrower than this a title has no room."""


def svg_of(page: PicturePage) -> str:
    """The picture as SVG of its natural size."""
    room = _LEAST - 2 * MARGIN
    title = [
        Lettered(text=e, size=TITLE, bold=True)
        for e in lines_of(page.title or "(no name)", room, TITLE, most=2, bold=True)
    ]
    title += [
        Lettered(text=e, size=SMALL + 2, quiet=True)
        for e in lines_of(page.subtitle, room, SMALL + 2, most=2)
    ]
    title += [
        Lettered(text=e, size=SMALL)
        for each in page.notes
        for e in lines_of(f"▸ {each}", room, SMALL, most=2)
    ]
    top = MARGIN + sum(each.height for each in title) + 18
    layout = page_layout(page, top, _LEAST - MARGIN)
    more = (
        [Lettered(text=f"and {page.more} more phases", size=SMALL, quiet=True)] if page.more else []
    )
    signs, signs_height = legend(page, layout.width, layout.height - MARGIN + 26)
    parts = [
        f'<rect width="100%" height="100%" fill="{PAPER}"/>',
        *text(title, MARGIN, MARGIN),
        *(drawn for each in layout.phases for drawn in _phase(each, compared=page.compared)),
        *arrows(layout.lines, heavy=True),
        *text(more, MARGIN, layout.height - MARGIN + 4),
        *signs,
    ]
    width, height = round(layout.width), round(layout.height + signs_height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="{FAMILY}">\n'
        f"<title>{escape(title[0].text, quote=False)}</title>\n" + "\n".join(parts) + "\n</svg>\n"
    )


def _phase(placed: PlacedPhase, *, compared: bool) -> Iterable[str]:
    layout = placed.layout
    head, phase, strip = layout.head.height, layout.phase, band_of(layout.phase)
    yield f'<g transform="translate({placed.x:g} {placed.y:g})">'
    if phase.marks:
        look = CHANGES[phase.marks[0]]
        yield from outline(0, 0, layout.width, layout.height, 12, look, PHASE_GROUND)
    else:
        yield (
            f'<rect width="{layout.width:g}" height="{layout.height:g}" rx="12" '
            f'fill="{PHASE_GROUND}" stroke="{PHASE_RULE}" stroke-width="1.5"{dashes(phase)}/>'
        )
    rest = (
        f"V{head:g}H0V12"
        if layout.boxes or layout.foot
        else (f"V{head - 12:g}a12 12 0 0 1 -12 12H12a12 12 0 0 1 -12 -12V12")
    )
    yield (
        f'<path d="M0 12a12 12 0 0 1 12 -12H{layout.width - 12:g}a12 12 0 0 1 12 12{rest}z" '
        f'fill="{PHASE_HEAD}" stroke="{PHASE_RULE}" stroke-width="1.5"/>'
    )
    if phase.marks:
        yield from band(phase.marks, layout.width, 12)
    yield from text(layout.head.lines, PHASE_PAD, strip + 10)
    yield from marks(phase, layout.width - PHASE_PAD, layout.head.height - 34, INK)
    yield from arrows(layout.lines)
    for each in layout.boxes:
        yield from _activity(each, compared=compared)
    if layout.foot:
        yield from text([layout.foot], PHASE_PAD, layout.height - layout.foot.height - 10)
    yield "</g>"


def _activity(placed: Placed, *, compared: bool) -> Iterable[str]:
    shape = placed.shape
    box = shape.box
    look, strip = LOOKS[box.work], band_of(box)
    ink, ground = (QUIET, PAPER) if compared else (look.ink, look.ground)
    yield f'<g transform="translate({placed.x:g} {placed.y:g})">'
    if box.marks:
        change = CHANGES[box.marks[0]]
        ink = change.ink
        yield from outline(0, 0, BOX_WIDTH, shape.height, 8, change, change.ground)
        yield from band(box.marks, BOX_WIDTH, 8)
    else:
        yield (
            f'<rect width="{BOX_WIDTH:g}" height="{shape.height:g}" rx="8" fill="{ground}" '
            f'stroke="{PHASE_RULE if compared else ink}" stroke-width="1.8"{dashes(box)}/>'
        )
    yield icon(box.work, BOX_PAD, strip + BOX_PAD + 1, ink)
    yield word(look.word, BOX_PAD + 24, strip + BOX_PAD, ink, bold=True)
    yield from marks(box, BOX_WIDTH - BOX_PAD, strip + BOX_PAD, ink)
    yield from text(shape.lines, BOX_PAD, strip + BOX_PAD + WORD * LINE + 2)
    yield "</g>"
