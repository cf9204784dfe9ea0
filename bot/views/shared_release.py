"""How a release stands, where somebody shared it or for somebody who watches it."""

from __future__ import annotations

from bot.views import follow_buttons
from bot.views.blocks import Drawn, actions, context, message, section
from bot.views.text import our_words, people
from orchestration.read_models.cards import SharedRelease


def draw(card: SharedRelease) -> Drawn:
    """The sentence for an outsider, who shared it, and where there is more."""
    said = our_words(card.sentence)
    why = f"Shared by {people([card.by])}" if card.by else "You watch this release"
    more = f" · <{card.link}|All of it>" if card.link else ""
    press = None
    if not card.status.ended:
        button = follow_buttons.watch if card.by else follow_buttons.stop_watching
        press = actions(button(card.release_id, card.title))
    return message(f"{said}\n{why}{more}", head=[section(said), context(f"{why}{more}"), press])
