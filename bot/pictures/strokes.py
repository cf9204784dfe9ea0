"""The strokes a picture is made of: words, icons, marks, arrows; all text is escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from bot.pictures.boxes import Lettered
from bot.pictures.icons import ICONS
from bot.pictures.lettering import face
from bot.pictures.routing import Point
from bot.pictures.style import INK, LOOKS, PAPER, QUIET, RULE, WORD
from orchestration.read_models.picture_page import ActivityBox, PhaseBox, WorkShown


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


def icon(work: WorkShown, x: float, y: float) -> str:
    return (
        f'<path transform="translate({x:g} {y:g})" d="{ICONS[work]}" fill="none" '
        f'stroke="{LOOKS[work].ink}" stroke-width="1.600" stroke-linejoin="round" '
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
        yield (
            f'<text x="{x:g}" y="{y + each.size:g}" font-size="{each.size:g}" '
            f'fill="{ink}"{weight}>{escape(each.text, quote=False)}</text>'
        )
        y += each.height


def arrows(lines: Iterable[Sequence[Point]], *, heavy: bool = False) -> Iterable[str]:
    """Lines with round corners, each ending in a tip; one path for all is drawn fastest."""
    every = list(lines)
    if not every:
        return
    width, size, ink = (3, 1.5, INK) if heavy else (1.8, 1.0, RULE)
    yield (
        f'<path d="{"".join(map(_line, every))}" fill="none" stroke="{ink}" '
        f'stroke-width="{width}"/>'
    )
    yield f'<path class="tips" d="{"".join(_tip(each, size) for each in every)}" fill="{INK}"/>'


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
