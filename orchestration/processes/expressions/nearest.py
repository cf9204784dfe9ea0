"""“Did you mean …?”: the nearest known name, found in bounded time."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice

from orchestration.words import listed

MOST_COMPARED = 200
LONGEST_COMPARED = 64
MOST_LISTED = 6


def nearest(word: str, known: Iterable[object]) -> str | None:
    """The known name that looks most like `word`, where one does."""
    if len(word) > LONGEST_COMPARED:
        return None
    names = {
        _bare(each): each
        for each in islice(known, MOST_COMPARED)
        if isinstance(each, str) and len(each) <= LONGEST_COMPARED
    }
    close = get_close_matches(_bare(word), names, n=3, cutoff=0.7)
    close.sort(key=lambda each: sorted(each) != sorted(_bare(word)))  # swapped letters first
    return names[close[0]] if close else None


def some_of(known: Iterable[object]) -> str:
    """The first few names, and that there are more."""
    names = [str(each)[:LONGEST_COMPARED] for each in islice(known, MOST_LISTED + 1)]
    if len(names) > MOST_LISTED:
        return f"{', '.join(names[:MOST_LISTED])} and others"
    return listed(names)


def _bare(name: str) -> str:
    """`Image_Tag`, `image-tag` and `imageTag` are the same to somebody who mistypes."""
    return name.casefold().replace("_", "").replace("-", "")
