"""A private word where no private message would be seen: over a form, or on App Home."""

from __future__ import annotations

from bot.views import buttons
from bot.views.blocks import Drawn, modal
from bot.views.elements import Block
from bot.views.modals import loading

TITLE = "Drumbeat"


def draw(text: str) -> Block:
    """Our own words, with people and moments drawn."""
    return loading.refused(TITLE, text)


def showing(drawn: Drawn) -> Block:
    """A private message as a form of its own."""
    return modal(TITLE, buttons.LOADING, head=drawn.blocks, close="Close")
