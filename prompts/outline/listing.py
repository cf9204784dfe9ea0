"""List items to trees: what is nested under what, and the code and prose each item holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from prompts.outline.blocks import Block


@dataclass(slots=True)
class Node:
    """A list item with its sub-items and the paragraphs, code and tables under it."""

    block: Block
    children: list[Node] = field(default_factory=list)
    inner: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Listing:
    """Items of one run, at the same depth."""

    items: list[Node] = field(default_factory=list)


Part = Block | Listing


def parts_of(blocks: Iterable[Block]) -> list[Part]:
    """Gather runs of items into lists; what is indented under an item, or is code between the
    items of a numbered list, belongs to that item.
    """
    parts: list[Part] = []
    path: list[Node] = []
    pending = list(blocks)
    for n, block in enumerate(pending):
        if block.kind == "item":
            while path and (path[-1].block.indent >= block.indent or _as_a_sibling(path, block)):
                path.pop()
            if path and len(path) < 8:
                path[-1].children.append(node := Node(block))
            else:
                listing = parts[-1] if parts and isinstance(parts[-1], Listing) else None
                if listing is None or _new_run(listing, block):
                    listing = Listing()
                    parts.append(listing)
                listing.items.append(node := Node(block))
            path.append(node)
            continue
        top = parts[-1] if parts and isinstance(parts[-1], Listing) else None
        under = (
            top is not None
            and path
            and (block.indent > path[0].block.indent or _code_between(block, pending, n))
        )
        if under:
            while len(path) > 1 and block.indent <= path[-1].block.indent:
                path.pop()
            path[-1].inner.append(block)
            continue
        path = []
        parts.append(block)
    return parts


def _as_a_sibling(path: list[Node], block: Block) -> bool:
    """Ragged bullets: no deeper than the first of its would-be parent's siblings, it is one too."""
    siblings = path[-2].children if len(path) > 1 else []
    return bool(siblings) and siblings[0].block.indent >= block.indent


def _new_run(listing: Listing, block: Block) -> bool:
    first = listing.items[0].block
    return first.folded != block.folded


def _code_between(block: Block, blocks: list[Block], n: int) -> bool:
    """Unindented code straight after an item, as most writers leave it."""
    return block.kind == "code" and blocks[n - 1].kind in ("item", "code")
