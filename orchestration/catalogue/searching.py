"""Finding activities of the store by what a person typed: ranked, and forgiving slips of typing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import IntEnum

from rapidfuzz.distance import OSA

from orchestration.catalogue.model import StoreSummary

_MOST_WORDS = 8
"""Of a query; nobody types more, and a document is no query."""
_READ = 2000
"""Characters of a name, a tag or a description: none is a document."""
_LONGEST = 40
"""Of a word."""


class Near(IntEnum):
    """How near a word that was typed is to one that is there."""

    NOT = 0
    WITHIN = 2
    """It is a part of it, or begins it with a slip of typing."""
    TWO_SLIPS = 3
    SLIP = 4
    BEGINS = 5
    SAME = 6


class Place(IntEnum):
    """What being found there is worth."""

    DESCRIPTION = 1
    TAG = 2
    NAME = 3
    WHOLE_NAME = 4
    """All that was typed, against the whole name or id: `deployservice`."""


def search(
    listed: Iterable[StoreSummary], query: str, *, team: str | None = None
) -> list[StoreSummary]:
    """Those that fit, the best first: every word typed, or as many of them as any has.

    Among equals the team's own come first, then it goes by name; what is deprecated comes last.
    Nothing typed is everything there is; what fits nothing is nothing, not the least unlike.
    """
    words = _words(query)[:_MOST_WORDS]
    if query.strip() and not words:
        return []
    fits = [(each, *_fit(each, words)) for each in listed]
    most = max((found for _, found, _ in fits), default=0)
    if words and (not most or most < len(words) / 2):
        return []
    own = _plain(team or "")

    def rank(fit: tuple[StoreSummary, int, int]) -> tuple[bool, int, bool, str, str]:
        each, _, points = fit
        others = not own or _plain(each.team or "") != own
        return each.deprecated_by is not None, -points, others, _plain(each.name), each.id

    return [each for each, _, _ in sorted((f for f in fits if f[1] == most), key=rank)]


def alike(listed: Iterable[StoreSummary], one: StoreSummary) -> list[StoreSummary]:
    """The others that are in use, those first that have most words of its name and tags."""
    wanted = _words(" ".join([one.name, *one.tags]))[:_MOST_WORDS]
    others = [each for each in listed if each.id != one.id and each.deprecated_by is None]
    return sorted(others, key=lambda each: (*(-n for n in _fit(each, wanted)), _plain(each.name)))


def _fit(each: StoreSummary, words: Sequence[str]) -> tuple[int, int]:
    """How many of the words it has, and how well."""
    names = [_words(each.name), _words(each.id)]
    places = (
        (Place.NAME, [*names[0], *names[1]]),
        (Place.TAG, [word for tag in each.tags for word in _words(tag)]),
        (Place.DESCRIPTION, _words(each.description)),
    )
    points = [max(place * _nearest(typed, there) for place, there in places) for typed in words]
    whole = Place.WHOLE_NAME * _nearest("".join(words), ["".join(name) for name in names])
    found = len(words) if whole else sum(map(bool, points))
    return found, sum(points) + whole


def _nearest(typed: str, there: Iterable[str]) -> int:
    return max((_near(typed, word) for word in there), default=Near.NOT)


def _near(typed: str, word: str) -> Near:
    if not typed or not word:
        return Near.NOT
    if typed == word:
        return Near.SAME
    if word.startswith(typed):
        return Near.BEGINS
    forgiven = _forgiven(typed)
    slips = OSA.distance(typed, word, score_cutoff=forgiven)
    if slips <= forgiven:
        return Near.SLIP if slips == 1 else Near.TWO_SLIPS
    begins = OSA.distance(typed, word[: len(typed)], score_cutoff=forgiven) <= forgiven
    return Near.WITHIN if begins or (len(typed) > 2 and typed in word) else Near.NOT


def _forgiven(typed: str) -> int:
    """Slips of typing: of a short word they would make any other."""
    return 0 if len(typed) < 4 else 1 if len(typed) < 8 else 2


def _words(text: str) -> list[str]:
    """Each once, cut where it is no word any more."""
    found = re.findall(r"[^\W_]+", _plain(text[:_READ]))
    return list(dict.fromkeys(each[:_LONGEST] for each in found))


def _plain(text: str) -> str:
    """Without capitals and accents."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in folded if not unicodedata.combining(each)).strip()
