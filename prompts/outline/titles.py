"""Titles in disguise: numbered headings of plain text, bold items, and labels above lists."""
# ruff: noqa: E501 -- patterns and word lists are read as wholes

from __future__ import annotations

import re

from prompts.outline.blocks import Block
from prompts.outline.clauses import parse
from prompts.outline.cleaning import plain
from prompts.outline.cues import ANY_ORDER, CONDITION, PARALLEL
from prompts.outline.sentences import unbroken

_INTRO = re.compile(
    r"(?i)\b(?:following|these|steps?|tasks?|below|this|as follows|include|needs?|must|should|has|have|are|is)\b"
)
_BOLD = re.compile(r"^(?:\*\*|__)[^*_]{2,80}(?:\*\*|__):?$")


def with_titles(blocks: list[Block]) -> list[Block]:
    """Make headings of what a reader takes for headings, where most of its kind are used so."""
    promoted = numbered_titles(blocks)
    return [
        Block(
            "heading",
            block.text.strip().strip("*_").rstrip(":"),
            level=9 if n in promoted else 10,
            folded=block.folded,
        )
        if n in promoted or is_label_above(blocks, n)
        else block
        for n, block in enumerate(blocks)
    ]


def numbered_titles(blocks: list[Block]) -> set[int]:
    """`2. Preparation` over paragraphs or bullets: numbered items that only name what follows."""
    top = [n for n, block in enumerate(blocks) if block.kind == "item" and block.marker == "number"]
    if not top:
        return set()
    least = min(blocks[n].indent for n in top)
    top = [n for n in top if blocks[n].indent == least and not blocks[n].folded]
    named = [n for n in top if names_what_follows(blocks, n)]
    if len(named) < 2 or len(named) * 2 < len(top):
        return set()
    return {
        n for n in top if n in named or (holds_text(blocks, n) and len(blocks[n].text.split()) <= 5)
    }


def names_what_follows(blocks: list[Block], n: int) -> bool:
    text = blocks[n].text.strip()
    if n + 1 >= len(blocks) or "\n" in text or len(text) > 90:
        return False
    if not holds_text(blocks, n):
        return False
    if _BOLD.match(text):
        return True
    words = unbroken(plain(text)).split()
    return (
        len(words) <= 7
        and not text.endswith((".", "!", "?"))
        and parse(" ".join(words)).form in ("none", "gerund", "label")
    )


def holds_text(blocks: list[Block], n: int) -> bool:
    """True when prose, a table or a list of its own stands under the item."""
    if n + 1 >= len(blocks):
        return False
    after = blocks[n + 1]
    return after.kind in ("paragraph", "table") or (
        after.kind == "item"
        and (after.indent > blocks[n].indent or after.marker in ("bullet", "check"))
    )


def is_label_above(blocks: list[Block], n: int) -> bool:
    """`Before the release:` alone above a list names the list; an order or an announcement does not."""
    block = blocks[n]
    if block.kind != "paragraph" or n + 1 >= len(blocks) or blocks[n + 1].kind != "item":
        return False
    text = block.text.strip()
    if "\n" in text or not text.rstrip("*_ ").endswith(":") or len(text) > 70:
        return False
    words = unbroken(plain(text)).rstrip(":")
    return (
        len(words.split()) <= 6
        and not (_INTRO.search(words) or ANY_ORDER.search(words) or PARALLEL.search(words))
        and not (CONDITION.match(words) or parse(words).form in ("imperative", "actor", "passive"))
    )
