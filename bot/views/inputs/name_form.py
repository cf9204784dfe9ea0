"""The form that asks for the name of a set's copy."""

from __future__ import annotations

from typing import Any

from bot.views.blocks import context, field, modal
from bot.views.elements import Block, text_field
from bot.views.inputs import carried
from bot.views.modals.answers import text_of
from bot.views.text import bold

NAME = "copy.name"


def draw(form: carried.NameForm, of: str) -> Block:
    return modal(
        "Copy an input set",
        carried.NAME,
        head=[
            context(f"A copy of {bold(of)}, with all its values and links."),
            field("Name of the copy", text_field(NAME, longest=100), NAME),
        ],
        submit="Copy",
        carries=form,
    )


def read(view: dict[str, Any]) -> str:
    return text_of(view["state"]["values"], NAME)
