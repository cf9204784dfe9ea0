"""Titles in disguise: numbered headings of plain text, bold items, and labels above lists."""

from __future__ import annotations

import re

from prompts.outline import roles
from prompts.outline.blocks import Block
from prompts.outline.clauses import parse
from prompts.outline.cleaning import plain
from prompts.outline.cues import ANY_ORDER, CONDITION, ORDER_CLAUSE, PARALLEL
from prompts.outline.sentences import sentences, unbroken

_INTRO = re.compile(
    r"(?i)\b(?:following|these|steps?|tasks?|below|this|as follows|include|needs?|must|should|has|have|are|is)\b"
)
_BOLD = re.compile(r"^(?:\*\*|__)[^*_]{2,80}(?:\*\*|__):?$")


def with_titles(blocks: list[Block]) -> list[Block]:
    """Make headings of what a reader takes for headings, where most of its kind are used so."""
    promoted = numbered_titles(blocks) or titles_over_doers(blocks)
    out: list[Block] = []
    for n, block in enumerate(blocks):
        if n not in promoted and not is_label_above(blocks, n):
            out.append(block)
            continue
        name, *said = sentences(block.text.strip().strip("*_").rstrip(":")) or [""]
        name = name if not said else name.rstrip(".")
        out.append(
            Block("heading", ORDER_CLAUSE.sub("", name), level=9 if n in promoted else 10, folded=block.folded, note=block.note)
        )  # fmt: skip
        if said:
            out.append(Block("paragraph", " ".join(said), folded=block.folded))
    return out


def titles_over_doers(blocks: list[Block]) -> set[int]:
    """Numbered items that all hold acts of their own, some with a doer, name what they hold."""
    top = [n for n, block in enumerate(blocks) if block.kind == "item" and block.marker == "number"]
    top = [n for n in top if blocks[n].indent == min(blocks[each].indent for each in top[:1])]
    if len(top) < 2 or any(block.kind == "item" and n < top[0] for n, block in enumerate(blocks)):
        return set()
    doers = 0
    for n, end in zip(top, [*top[1:], len(blocks)], strict=True):
        inner = [each for each in blocks[n + 1 : end] if each.kind == "item"]
        title = sentences(blocks[n].text)[:1]
        if not inner or not title or len(title[0].split()) > 9 or len(inner) > 40:
            return set()
        for each in inner:
            said = unbroken(plain(each.text[:400]))
            clause = parse(said)
            if each.marker == "check" or clause.form not in ("imperative", "actor"):
                return set()
            doers += clause.form == "actor" and bool(clause.owner)
    return set(top) if doers else set()


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
    doers = sum(roles.ends_in_role(unbroken(plain(blocks[n].text)).strip(" :")) for n in named)
    if doers * 2 > len(named):  # `1. QA:` says who, not what
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
