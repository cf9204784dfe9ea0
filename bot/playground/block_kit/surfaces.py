"""Whole surfaces: a message's blocks, a modal, a Home tab; and the errors Slack gives for each."""

import json
from collections.abc import Iterator
from typing import Any

from bot.playground.block_kit.blocks import BLOCKS, IN_MESSAGES, IN_VIEWS
from bot.playground.block_kit.checks import (
    Problems,
    Shape,
    anything,
    boolean,
    items,
    one_of,
    plain,
    string,
    typed,
)
from bot.playground.shapes import Json, SlackError

MARKDOWN_TOTAL = 12_000
VIEW_BYTES = 250_000

MESSAGE = items(typed(BLOCKS, IN_MESSAGES), least=0, most=50)
VIEW_BLOCKS = items(typed(BLOCKS, IN_VIEWS), least=0, most=100)
SHARED = {
    "type": one_of("modal", "home"),
    "blocks": VIEW_BLOCKS,
    "private_metadata": string(3000),
    "callback_id": string(255),
    "external_id": string(255),
}
MODAL = Shape(
    {
        **SHARED,
        "title": plain(24),
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
    ("title", "blocks"),
)
HOME = Shape({**SHARED, "title": anything, "submit": anything, "close": anything}, ("blocks",))


def message_problems(blocks: Any, pointer: str = "/blocks") -> Problems:
    problems = Problems()
    MESSAGE(problems, pointer, blocks)
    if isinstance(blocks, list):
        _check_together(problems, pointer, blocks)
    return problems


def view_problems(view: Any, pointer: str = "/view") -> Problems:
    problems = Problems()
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
        kind = view.get("type") if isinstance(view, dict) else None
        problems.note(f"{pointer}/type", f"unsupported type: {kind}")
        return problems
    (MODAL if view["type"] == "modal" else HOME)(problems, pointer, view)
    blocks = view.get("blocks")
    if isinstance(blocks, list):
        _check_together(problems, f"{pointer}/blocks", blocks)
        inputs = any(isinstance(b, dict) and b.get("type") == "input" for b in blocks)
        if inputs and view["type"] == "modal" and not view.get("submit"):
            problems.note(pointer, "must define `submit` to use an `input` block in modals")
    return problems


def _check_together(problems: Problems, pointer: str, blocks: list[Any]) -> None:
    """What no block can know alone: ids used twice, one table, markdown's total."""
    known = [block for block in blocks if isinstance(block, dict)]
    block_ids: set[str] = set()
    for index, block in enumerate(blocks):
        if not isinstance(block, dict):
            continue
        block_id = block.get("block_id")
        if isinstance(block_id, str) and block_id:
            if block_id in block_ids:
                told = f"`block_id` {block_id} already exists"
                problems.note(f"{pointer}/{index}/block_id", told)
            block_ids.add(block_id)
        seen: set[str] = set()
        for element in _elements(block):
            action_id = element["action_id"]
            if action_id in seen:
                problems.note(f"{pointer}/{index}", f"`action_id` {action_id} already exists")
            seen.add(action_id)
    if sum(block.get("type") == "table" for block in known) > 1:
        problems.note(pointer, "only_one_table_allowed")
    markdown = sum(len(str(b.get("text"))) for b in known if b.get("type") == "markdown")
    if markdown > MARKDOWN_TOTAL:
        problems.note(pointer, f"markdown text must be less than {MARKDOWN_TOTAL + 1} characters")


def _elements(block: Json) -> Iterator[Json]:
    held = block.get("elements")
    several = held if isinstance(held, list) else []
    for element in (block.get("accessory"), block.get("element"), *several):
        if isinstance(element, dict) and isinstance(element.get("action_id"), str):
            yield element


def check_message_blocks(blocks: Any) -> None:
    """Refuse `blocks` as chat.* does: `invalid_blocks`, with what is wrong in both its places."""
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    if problems := message_problems(blocks).messages():
        told = {"messages": [f"[ERROR] {problem}" for problem in problems]}
        raise SlackError("invalid_blocks", errors=problems, response_metadata=told)


def check_view(view: Any) -> None:
    """Refuse a view as views.* does: `invalid_arguments`, or `view_too_large`."""
    if problems := view_problems(view).messages():
        raise SlackError.arguments(*(f"[ERROR] {problem}" for problem in problems))
    if len(json.dumps(view)) > VIEW_BYTES:
        raise SlackError("view_too_large")
