"""The form that takes a pasted text."""

from __future__ import annotations

from typing import Any, NamedTuple

from bot.views import buttons
from bot.views.blocks import context, field, modal
from bot.views.elements import Block, text_field
from bot.views.modals.answers import State, text_of

TITLE, TEXT = "draft.title", "draft.text"


class Answer(NamedTuple):
    title: str
    text: str


def draw(carries: buttons.DraftForm, *, text: str = "") -> Block:
    return modal(
        "Draft a process",
        buttons.DRAFT_NEW,
        head=[
            field("Name of the process", text_field(TITLE, longest=120), TITLE, optional=True),
            field(
                "How you release, in your own words",
                text_field(TEXT, value=text, multiline=True, placeholder="Paste it as it is."),
                TEXT,
                hint="Up to 3,000 characters.",
            ),
            context(
                "Longer? Mention me in a message instead: `@Drumbeat draft` and then the text."
            ),
        ],
        submit="Draft",
        carries=carries,
    )


def read(view: dict[str, Any]) -> Answer:
    state: State = view["state"]["values"]
    return Answer(text_of(state, TITLE), text_of(state, TEXT))
