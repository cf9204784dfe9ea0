"""A private word where no private message would be seen: over a form, or on App Home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.views import buttons
from bot.views.blocks import Drawn, modal, section
from bot.views.elements import Block
from bot.views.modals import loading
from bot.views.text import our_words

TITLE = "Drumbeat"
_ABOVE = "refusal"


def draw(text: str) -> Block:
    """Our own words, with people and moments drawn."""
    return loading.refused(TITLE, text)


def above(view: Mapping[str, Any], text: str) -> Block:
    """The form that was sent with our words above its fields, which keep what was typed."""
    kept = [each for each in view["blocks"] if each.get("block_id") != _ABOVE]
    same = ("type", "title", "submit", "close", "callback_id", "private_metadata")
    drawn: Block = {key: view[key] for key in same if view.get(key)}
    return {**drawn, "blocks": [section(f"⚠ {our_words(text)}", block_id=_ABOVE), *kept][:100]}


def showing(drawn: Drawn) -> Block:
    """A private message as a form of its own."""
    return modal(TITLE, buttons.LOADING, head=drawn.blocks, close="Close")
