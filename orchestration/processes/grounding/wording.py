"""Words as they are compared: whatever their case, ending or place among little words."""

from __future__ import annotations

import re
from functools import lru_cache

from orchestration.values import name_key

_LITTLE = frozenset({"a", "an", "and", "for", "in", "of", "on", "the", "to", "with"})
_ENDINGS = (("ing", 6), ("ed", 5), ("s", 4))
"""What is left off words of at least so many letters."""
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_SPELT = re.compile(r"[^\W_][\w./:-]*[^\W_]")


def stems(text: str) -> list[str]:
    """`Deploying the web shops` is deploy, web, shop."""
    folded = text.casefold()
    # The same words, ten times sooner: thousands of entries are read for one text.
    words = _ASCII_WORD.findall(folded) if folded.isascii() else name_key(text).split()
    return [_stem(each) for each in words if each not in _LITTLE]


def joined_words(text: str) -> frozenset[str]:
    """What is spelt as ids are: `deploy-web`, `ci/build`; a plain word is none."""
    found = _SPELT.findall(text.casefold())
    return frozenset(each for each in found if not each.isalnum())


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    for ending, least in _ENDINGS:
        if len(word) >= least and word.endswith(ending) and not word.endswith("ss"):
            return word.removesuffix(ending)
    return word
