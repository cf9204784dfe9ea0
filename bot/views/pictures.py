"""Pictures in a message, each with its words for those who do not see it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.views.blocks import image
from bot.views.elements import Block
from bot.views.picture_text import ALT_TEXT, alt_text
from orchestration.read_models.process_cards import ShownPicture

_ROOM = 3600
"""Of a message's budget of text: the outline above says the same, so the rest is left to it."""


def images(pictures: Sequence[ShownPicture]) -> list[Block]:
    room = min(ALT_TEXT, _ROOM // max(1, len(pictures)))
    return [image(each.file, alt_text(each.page, room)) for each in pictures]
