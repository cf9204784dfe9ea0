"""How much a picture is enlarged or made smaller when it becomes pixels."""

from __future__ import annotations

import math

from bot.pictures.style import SMALL, SMALLEST, WIDEST

_AMPLE = 4e6
"""Pixels; above sixty activities there may be more."""
_SIZES = ("width", "height")


def zoom_of(svg: str) -> float:
    """How much it is enlarged: a small picture has sharp letters on a phone, and one so large that
    every screen shows it smaller is drawn smaller at once, its small print still 11 px high.
    """
    width, height = (float(svg.split(f'{of}="', 1)[1].split('"', 1)[0]) for of in _SIZES)
    if width * height > _AMPLE:
        return max(SMALLEST / SMALL, math.sqrt(_AMPLE / width / height))
    return max(1.0, min(2.0, WIDEST / width))
