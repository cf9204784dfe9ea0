"""The form behind *It started…* and *Another run…*: which run work goes on with."""

from __future__ import annotations

from typing import Any

from bot.views import buttons
from bot.views.blocks import field, modal, section
from bot.views.elements import Block, text_field
from bot.views.modals.answers import text_of
from bot.views.text import name

RUN = "adopt.run"


def draw(carries: buttons.HoldButton, about: str, *, run: str = "") -> Block:
    """`about` names the activity, `run` the one that we knew and cannot see any more."""
    return modal(
        "Which run it is",
        buttons.ADOPT,
        head=[
            section(
                f"*{name(about, 200).replace('*', '∗')}* goes on with the run that you name here;"
                " nothing is started again."
            ),
            field(
                "Which run?",
                text_field(
                    RUN, value=run, longest=2000, placeholder="https://ci.example.com/runs/4711"
                ),
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
