"""What is shown at once while the real form is made: a trigger lives three seconds."""

from __future__ import annotations

from bot.views import buttons
from bot.views.blocks import modal, section
from bot.views.elements import Block
from bot.views.text import our_words


def draw(title: str = "One moment") -> Block:
    return modal(title, buttons.LOADING, head=[section("Loading…")], close="Close")


def refused(title: str, text: str) -> Block:
    """In place of a form that cannot be shown: why, and what to do, in our own words."""
    return modal(title, buttons.LOADING, head=[section(our_words(text))], close="Close")
