"""Blocks as Slack gives them back: ids filled in, text objects completed."""

import secrets
from typing import Any

from bot.playground.shapes import Json

NEEDS_ACTION_ID = frozenset({"button", "overflow", "checkboxes", "radio_buttons", "icon_button"})
SUFFIXES = ("_select", "picker", "_input", "_buttons")


def tidy_blocks(blocks: list[Json]) -> list[Json]:
    """A copy of checked `blocks`, with ids of Slack's own where none were given."""
    tidied: list[Json] = [_tidy(block) for block in blocks]
    for block in tidied:
        block["block_id"] = block.get("block_id") or secrets.token_urlsafe(4)
    return tidied


def _tidy(value: Any) -> Any:
    if isinstance(value, list):
        return [_tidy(each) for each in value]
    if not isinstance(value, dict):
        return value
    tidied = {name: _tidy(each) for name, each in value.items() if each is not None}
    kind = tidied.get("type")
    if kind == "plain_text":
        tidied.setdefault("emoji", True)
    elif kind == "mrkdwn":
        tidied.setdefault("verbatim", False)
    elif isinstance(kind, str) and (kind in NEEDS_ACTION_ID or kind.endswith(SUFFIXES)):
        tidied["action_id"] = tidied.get("action_id") or secrets.token_urlsafe(4)
    return tidied
