"""How wide words are in the shipped font, and how they are broken into lines."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from bot.views.plain_text import cut, one_line

FONTS = Path(__file__).with_name("fonts")
FAMILY = "DejaVu Sans"
_ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))
_WIDE = 0x1100
"""From here on most scripts without a glyph in the shipped font are as wide as they are high."""
_PIECE = re.compile(r"\S+")


class Face(NamedTuple):
    """Advance widths in em by code point."""

    widths: dict[int, float]

    def width(self, text: str, size: float) -> float:
        return size * sum(self._advance(each) for each in text)

    def _advance(self, c: str) -> float:
        known = self.widths.get(ord(c))
        if known is not None:
            return known
        if unicodedata.category(c) in {"Mn", "Me", "Cf"}:
            return 0.0
        return 1.0 if ord(c) >= _WIDE else 0.65


@cache
def face(*, bold: bool = False) -> Face:
    """As `tests/pictures/measuring.py` read it from the font: reading it anew takes longer than
    many a picture.
    """
    em, widths = _measured()["em"], _measured()["bold" if bold else "regular"]
    return Face({int(code): width / em for code, width in widths.items()})


@cache
def _measured() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FONTS / "widths.json").read_bytes())
    return found


def beyond_the_font(text: str) -> bool:
    """True where a character has no glyph in the shipped font, such as Chinese."""
    known = face().widths
    return any(ord(each) > 0x7F and ord(each) not in known for each in text)


def tidy_line(text: str, longest: int = 200) -> str:
    """One line that cannot turn the text around it; the renderer orders right-to-left by itself."""
    line = one_line(text, longest).translate(_ISOLATES)
    if line.isascii():
        return line
    return " ".join("".join(each for each in line if not _empty_sign(each)).split())


def _empty_sign(c: str) -> bool:
    """A picture sign without a glyph, and what joins such signs: an empty square says nothing."""
    if ord(c) in face(bold=True).widths:
        return c in "\u200d\ufe0f"
    return unicodedata.category(c) in {"So", "Sk", "Cf"} or c == "\ufe0f"


def lines_of(text: str, width: float, size: float, *, most: int, bold: bool = False) -> list[str]:
    """The text in at most `most` lines, each within `width`, the last ending in … where cut."""
    letters = face(bold=bold)
    lines: list[str] = [""]
    for word in _PIECE.findall(tidy_line(text)):
        for piece in _broken(word, width, size, letters):
            joined = f"{lines[-1]} {piece}" if lines[-1] else piece
            if letters.width(joined, size) <= width:
                lines[-1] = joined
            else:
                lines.append(piece)
    if len(lines) > most:
        lines = [*lines[: most - 1], _shortened(" ".join(lines[most - 1 :]), width, size, letters)]
    return [each for each in lines if each]


def _broken(word: str, width: float, size: float, letters: Face) -> list[str]:
    """A word wider than a line, cut where it must be; most words are not."""
    pieces: list[str] = []
    while letters.width(word, size) > width:
        room = len(word) - 1
        while room > 1 and letters.width(word[:room], size) > width:
            room -= 1
        # Combining marks and joined emoji stay with what they belong to.
        kept = len(cut(word, room + 1).removesuffix("…")) or room
        pieces.append(word[:kept])
        word = word[kept:]
    return [*pieces, word]


def _shortened(text: str, width: float, size: float, letters: Face) -> str:
    longest = len(text)
    shown = text
    while longest > 1 and letters.width(shown, size) > width:
        longest -= 1
        shown = cut(text, longest)
    return shown if shown.endswith("…") or shown == text else f"{shown}…"
