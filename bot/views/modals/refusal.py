"""A private word where no private message would be seen: over a form, or on App Home."""

from __future__ import annotations

from bot.views import buttons
from bot.views.blocks import Drawn, modal, section
from bot.views.elements import Block
from bot.views.text import our_words

TITLE = "Drumbeat"


def draw(text: str, *, title: str = TITLE) -> Block:
    """Our own words, with people and moments drawn."""
    return modal(title, buttons.LOADING, head=[section(our_words(text))], close="Close")


def showing(drawn: Drawn, *, title: str = TITLE) -> Block:
    """A private message as a form of its own."""
    return modal(title, buttons.LOADING, head=drawn.blocks, close="Close")
