"""The strokes a picture is made of: words, icons, marks, arrows; all text is escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from bot.pictures.boxes import Lettered
from bot.pictures.icons import CHANGE_ICONS, ICONS
from bot.pictures.lettering import face
from bot.pictures.routing import Line, Point
from bot.pictures.style import (
    BAND,
    BOX_PAD,
    CHANGE_WIDTH,
    CHANGES,
    INK,
    LINES,
    LOOKS,
    PAPER,
    QUIET,
    WORD,
    ChangeLook,
    LineKind,
    LineLook,
)
from orchestration.read_models.picture_page import ActivityBox, Mark, PhaseBox, WorkShown


def outline(
    x: float, y: float, width: float, height: float, rx: float, look: ChangeLook, ground: str
) -> Iterable[str]:
    """A box that differs: its line says how, twice drawn where it changed."""
    dash = f' stroke-dasharray="{look.dash}"' if look.dash else ""
    yield (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{rx:g}" '
        f'fill="{ground}" stroke="{look.ink}" stroke-width="{CHANGE_WIDTH:g}"{dash}/>'
    )
    if look.double:
        yield (
            f'<rect x="{x - 5:g}" y="{y - 5:g}" width="{width + 10:g}" height="{height + 10:g}" '
            f'rx="{rx + 5:g}" fill="none" stroke="{look.ink}" stroke-width="1.400"/>'
        )


def band(marks: Sequence[Mark], width: float, rx: float) -> Iterable[str]:
    """The strip at the upper edge: icons and words of how it differs, white on its ink."""
    look = CHANGES[marks[0]]
    yield (
        f'<path d="M0 {BAND:g}V{rx:g}a{rx:g} {rx:g} 0 0 1 {rx:g} -{rx:g}H{width - rx:g}'
        f'a{rx:g} {rx:g} 0 0 1 {rx:g} {rx:g}V{BAND:g}z" fill="{look.ink}"/>'
    )
    x = float(BOX_PAD)
    for each in marks:
        yield change_icon(each, x, (BAND - 16) / 2, PAPER)
        yield word(CHANGES[each].word, x + 24, (BAND - WORD) / 2 - 1, PAPER, bold=True)
        x += 24 + face(bold=True).width(CHANGES[each].word, WORD) + 18


def change_icon(mark: Mark, x: float, y: float, ink: str) -> str:
    return (
        f'<path transform="translate({x:g} {y:g})" d="{CHANGE_ICONS[mark]}" fill="none" '
        f'stroke="{ink}" stroke-width="2.400" stroke-linejoin="round" stroke-linecap="round"/>'
    )


def dashes(box: ActivityBox | PhaseBox) -> str:
    return ' stroke-dasharray="7 5"' if box.optional else ""


def marks(box: ActivityBox | PhaseBox, right: float, y: float, ink: str) -> Iterable[str]:
    """*optional* and *if* in small frames that end at `right`."""
    said = [*(["optional"] if box.optional else []), *(["if"] if box.conditional else [])]
    for each in said:
        width = face().width(each, WORD - 1) + 14
        yield (
            f'<rect x="{right - width:g}" y="{y - 2:g}" width="{width:g}" height="22" rx="11" '
            f'fill="{PAPER}" stroke="{ink}"/>'
        )
        yield (
            f'<text x="{right - width / 2:g}" y="{y + 14:g}" font-size="{WORD - 1:g}" '
            f'text-anchor="middle" fill="{ink}">{each}</text>'
        )
        right -= width + 8


def icon(work: WorkShown, x: float, y: float, ink: str = "") -> str:
    return (
        f'<path transform="translate({x:g} {y:g})" d="{ICONS[work]}" fill="none" '
        f'stroke="{ink or LOOKS[work].ink}" stroke-width="1.600" stroke-linejoin="round" '
        f'stroke-linecap="round"/>'
    )


def word(text: str, x: float, y: float, ink: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:g}" y="{y + WORD * 0.95:g}" font-size="{WORD:g}" fill="{ink}"{weight}>'
        f"{escape(text, quote=False)}</text>"
    )


def text(lines: Iterable[Lettered], x: float, y: float) -> Iterable[str]:
    for each in lines:
        weight = ' font-weight="bold"' if each.bold else ""
        ink = QUIET if each.quiet else INK
        struck = ' text-decoration="line-through"' if each.struck else ""
        yield (
            f'<text x="{x:g}" y="{y + each.size:g}" font-size="{each.size:g}" '
            f'fill="{ink}"{weight}{struck}>{escape(each.text, quote=False)}</text>'
        )
        y += each.height


def arrows(lines: Iterable[Line], *, heavy: bool = False) -> Iterable[str]:
    """Lines with round corners, each ending in a tip; one path for all of a kind is drawn fastest.

    What is new lies above what is, and what is gone below.
    """
    every = list(lines)
    for kind in (LineKind.GONE, LineKind.PLAIN, LineKind.NEW):
        if points := [each.points for each in every if each.kind is kind]:
            yield from _drawn(points, LINES[kind], kind, heavy=heavy)


def _drawn(
    lines: Sequence[Sequence[Point]], look: LineLook, kind: LineKind, *, heavy: bool
) -> Iterable[str]:
    ink = INK if kind is LineKind.PLAIN and heavy else look.ink
    size, width = (1.5, look.width + 1.2) if heavy else (1.0, look.width)
    dash = f' stroke-dasharray="{look.dash}"' if look.dash else ""
    tips = INK if kind is LineKind.PLAIN else look.ink
    yield (
        f'<path d="{"".join(map(_line, lines))}" fill="none" stroke="{ink}" '
        f'stroke-width="{width:g}"{dash}/>'
    )
    size *= 1.4 if kind is LineKind.NEW else 1
    yield f'<path class="tips" d="{"".join(_tip(each, size) for each in lines)}" fill="{tips}"/>'


def _line(points: Sequence[Point]) -> str:
    path = [f"M{points[0][0]:g} {points[0][1]:g}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        near, far = _towards(corner, before), _towards(corner, after)
        path.append(f"L{near[0]:g} {near[1]:g}Q{corner[0]:g} {corner[1]:g} {far[0]:g} {far[1]:g}")
    path.append(f"L{points[-1][0]:g} {points[-1][1]:g}")
    return "".join(path)


def _tip(points: Sequence[Point], size: float) -> str:
    """Where a line ends: it comes from above or from the left, or from where a circle closes."""
    (x, y), (x0, y0) = points[-1], points[-2]
    dx, dy = (x > x0) - (x < x0), (y > y0) - (y < y0)
    tip, back, half = 1 * size, 9 * size, 4.5 * size
    corners = [(tip, 0.0), (-back, -half), (-back, half)]
    at = [(x + dx * along - dy * aside, y + dy * along + dx * aside) for along, aside in corners]
    return "M" + "L".join(f"{px:g} {py:g}" for px, py in at) + "z"


def _towards(corner: Point, other: Point) -> Point:
    """A little way from the corner to the other end."""
    dx, dy = other[0] - corner[0], other[1] - corner[1]
    length = abs(dx) + abs(dy)
    step = min(7.0, length / 2)
    if not length:
        return corner
    return round(corner[0] + dx / length * step, 1), round(corner[1] + dy / length * step, 1)
