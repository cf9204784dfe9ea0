"""What the signs of a page mean: only those it uses."""

from __future__ import annotations

from bot.pictures.lettering import face
from bot.pictures.strokes import change_icon, icon, word
from bot.pictures.style import CHANGES, INK, LINES, LOOKS, MARGIN, QUIET, WORD, LineKind, LineLook
from orchestration.read_models.picture_page import ActivityBox, Mark, PhaseBox, PicturePage

_LINE_OF = {
    Mark.ADDED: "heavy line",
    Mark.REMOVED: "dotted, struck out",
    Mark.CHANGED: "double line",
    Mark.MOVED: "dash and dot",
}
_WORDS = {LineKind.NEW: "newly waits for it", LineKind.GONE: "waits for it no longer"}


def legend(page: PicturePage, width: float, y: float) -> tuple[list[str], float]:
    """Below `y` within `width`, and how much height it takes."""
    boxes = [each for phase in page.phases for each in phase.activities]
    said = [
        (look.word, icon(work, 0, 2, QUIET if page.compared else ""))
        for work, look in LOOKS.items()
        if any(each.work is work for each in boxes)
    ]
    every: list[ActivityBox | PhaseBox] = [*boxes, *page.phases]
    if any(each.optional for each in every):
        dash = (
            f'<rect y="2" width="22" height="15" rx="3" fill="none" stroke="{INK}" '
            f'stroke-dasharray="4 3"/>'
        )
        said.append(("optional: its failure holds nothing up", dash))
    if any(each.conditional for each in every):
        said.append(("if: runs under a condition", ""))
    said += [
        (f"{look.word} ({_LINE_OF[mark]})", change_icon(mark, 2, 2, look.ink))
        for mark, look in CHANGES.items()
        if any(mark in each.marks for each in every)
    ]
    said += [
        (_WORDS[kind], f'<path d="M0 10h22" {_stroke(LINES[kind])}/>')
        for kind, there in (
            (LineKind.NEW, any(each.new for each in every)),
            (LineKind.GONE, any(each.lost for each in every)),
        )
        if there
    ]
    drawn: list[str] = []
    x, row = float(MARGIN), 0.0
    for text, sign in said:
        wide = face().width(text, WORD) + (28 if sign else 0) + 28
        if x > MARGIN and x + wide > width - MARGIN + 28:
            x, row = float(MARGIN), row + 26
        drawn.append(
            f'<g transform="translate({x:g} {y + row:g})">{sign}'
            f"{word(text, 28 if sign else 0, 0, QUIET)}</g>"
        )
        x += wide
    return drawn, (row + 42) if said else 0.0


def _stroke(look: LineLook) -> str:
    dash = f' stroke-dasharray="{look.dash}"' if look.dash else ""
    return f'stroke="{look.ink}" stroke-width="{look.width:g}"{dash}'
