"""Tables of contents: lists of the document's own titles, in nearly their own words."""

from __future__ import annotations

import re

from prompts.outline.listing import Listing
from prompts.outline.sections import clean_title

_ARTICLES = frozenset("the a an of for to and".split())


def stems(text: str) -> frozenset[str]:
    """`Publishing the final release` → {publ, fina, rele}: words as their first letters."""
    return frozenset(
        word[:4] for word in re.findall(r"[^\W_]+", text.lower()) if word not in _ARTICLES
    )


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one) and len(one & other) * 10 >= len(one | other) * 6


def is_contents(listing: Listing, titles: tuple[frozenset[str], ...]) -> bool:
    """True when half of the items are titles, or links to places in the same document."""
    known = 0
    for node in listing.items:
        words = stems(clean_title(node.block.text))
        known += "](#" in node.block.text or any(alike(words, title) for title in titles)
    return known * 2 >= len(listing.items)
