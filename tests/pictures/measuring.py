"""How wide the letters of the shipped font are, read from the font once: `make pictures`."""

import json

from fontTools.ttLib import TTFont

from bot.pictures.lettering import FONTS

FILES = {"regular": "DejaVuSans.ttf", "bold": "DejaVuSans-Bold.ttf"}


def measured():
    """Advance widths by code point, in units of the font's em."""
    found = {}
    for face, file in FILES.items():
        with TTFont(FONTS / file, lazy=True) as font:
            metrics, found["em"] = font["hmtx"].metrics, font["head"].unitsPerEm
            found[face] = {str(c): metrics[name][0] for c, name in font.getBestCmap().items()}
    return found


def write():
    text = json.dumps(measured(), separators=(",", ":"), sort_keys=True)
    (FONTS / "widths.json").write_text(text + "\n", encoding="utf-8")
