"""Time zones by the names people type: `europe/berlin` is one, of `Berlin` the whole is said."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from orchestration import words
from orchestration.errors import Rejected

_SHORT: Final = frozenset({"utc", "gmt", "cet", "eet", "wet"})
"""Abbreviations that mean one place; `EST` and `IST` do not."""


def zone_named(text: str) -> str:
    """The zone's own spelling; raises `Rejected` with those that were probably meant."""
    wanted = "_".join(text.split()).lower()
    if known := find_zone(wanted):
        return known
    ends = sorted(name for key, name in _known().items() if key.rpartition("/")[2] == wanted)
    near = ends or [_known()[each] for each in get_close_matches(wanted, _known(), n=2)]
    meant = f" Did you mean {' or '.join(near[:3])}?" if near else ""
    raise Rejected(
        f"“{words.quote(text, 40)}” is no time zone.{meant or ' Write one such as Europe/Berlin.'}"
    )


def find_zone(word: str) -> str | None:
    """For a word that can only be meant as a zone."""
    name = word.lower()
    return _known().get(name) if "/" in name or name in _SHORT else None


@cache
def _known() -> dict[str, str]:
    return {each.lower(): each for each in available_timezones()}
