"""The colour of a group in the calendar: its own, or one of a palette."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Final

PALETTE: Final = (
    "#1f5fae",
    "#9a4a00",
    "#1b6e3c",
    "#7a2a9a",
    "#a3243b",
    "#00696e",
    "#5c5a00",
    "#3f46b8",
    "#8c2f6b",
    "#4a5a68",
)
"""Dark enough for white letters (contrast 5:1 and more)."""
_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")


def colours_of(named: Mapping[str, str]) -> dict[str, str]:
    """A colour for each name: the one that was chosen for it, else one that no other has.

    The same names always have the same colours; where they are more than colours, some share one.
    """
    found = {name: one.lower() for name, one in named.items() if _COLOUR.fullmatch(one)}
    free = [each for each in PALETTE if each not in found.values()] or list(PALETTE)
    for name in sorted(set(named) - set(found)):
        digest = hashlib.blake2b(name.encode(), digest_size=2).digest()
        found[name] = free.pop(int.from_bytes(digest) % len(free))
        free = free or list(PALETTE)
    return found
