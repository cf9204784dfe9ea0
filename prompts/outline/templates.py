"""Checklists kept in a fence for copying: the steps of a document that has no other list."""

from __future__ import annotations

from typing import Final

from prompts.outline.blocks import Block, blocks_of

FEWEST_BOXES: Final = 3
LANGUAGES: Final = frozenset({"markdown", "md", "gfm", "text", ""})


def unwrapped(blocks: list[Block]) -> list[Block]:
    """Put what a template in a fence holds in the fence's place, when all boxes stand inside."""
    if any(block.kind == "item" and not block.folded for block in blocks):
        return blocks
    out: list[Block] = []
    for block in blocks:
        boxes = block.text.count("[ ]") if block.kind == "code" else 0
        if boxes >= FEWEST_BOXES and block.language in LANGUAGES:
            out += blocks_of(block.text)
        else:
            out.append(block)
    return out
