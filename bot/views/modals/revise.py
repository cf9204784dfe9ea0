"""The form that asks what shall be changed in a draft."""

from __future__ import annotations

from typing import Any

from bot.views import revision_buttons
from bot.views.blocks import context, field, modal, section
from bot.views.elements import Block, text_field
from bot.views.modals.answers import text_of
from bot.views.text import bold
from orchestration.processes.revising.examples import EXAMPLES

WORDS = "revision.words"


def draw(carries: revision_buttons.ReviseForm, title: str, *, typed: str = "") -> Block:
    what = "The draft of" if carries.draft else "A draft of the next version of"
    return modal(
        "Revise",
        revision_buttons.ASKED,
        head=[
            section(
                f"{what} {bold(title)} is changed only by what you accept: "
                "each change is proposed first."
            ),
            field(
                "What shall be changed?",
                text_field(WORDS, value=typed, multiline=True, placeholder=EXAMPLES[0]),
                WORDS,
                hint="In your own words, one change a line.",
            ),
            context("Such as:\n" + "\n".join(f"• {each}" for each in EXAMPLES)),
        ],
        submit="Propose",
        carries=carries,
    )


def read(view: dict[str, Any]) -> str:
    return text_of(view["state"]["values"], WORDS)
