"""The form behind *It started…*: which run it is, for work of which we did not hear."""

from __future__ import annotations

from typing import Any

from bot.views import buttons
from bot.views.blocks import field, modal, section
from bot.views.elements import Block, text_field
from bot.views.modals.answers import text_of
from bot.views.text import name

RUN = "adopt.run"


def draw(carries: buttons.HoldButton, about: str) -> Block:
    """`about` names the activity."""
    return modal(
        "It started",
        buttons.ADOPT,
        head=[
            section(
                f"*{name(about, 200).replace('*', '∗')}* goes on with the run that you name here;"
                " nothing is started again."
            ),
            field(
                "Which run?",
                text_field(RUN, longest=2000, placeholder="https://ci.example.com/runs/4711"),
                RUN,
                hint="Its link, or its id on the server that runs it.",
            ),
        ],
        submit="Go on with it",
        carries=carries,
    )


def read(view: dict[str, Any]) -> str:
    """What was typed, without the blanks around it."""
    return text_of(view["state"]["values"], RUN)
