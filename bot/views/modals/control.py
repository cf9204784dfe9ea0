"""The form that asks why before a release is stopped or something of it is left out."""

from __future__ import annotations

from typing import Any

from bot.views.blocks import field, modal, section
from bot.views.control import CONTROL, ControlForm
from bot.views.elements import Block, text_field
from bot.views.modals.answers import text_of
from bot.views.text import name

TEXT = "control.reason"

_WORDS = {
    "stop": (
        "Stop the line",
        (
            "Nothing new of {} starts until an operator resumes it. What runs goes to its end, and "
            "sign-offs still count. The channel is told that you stopped it, and why."
        ),
    ),
    "pause": (
        "Pause the release",
        (
            "Nothing new of {} starts until it is resumed. What runs goes to its end, and "
            "sign-offs still count. The channel is told why."
        ),
    ),
    "skip": ("Skip", "{}"),
}


def draw(form: ControlForm, about: str, *, typed: str = "", consequence: str = "") -> Block:
    """`about` is the release or activity by name; `typed` the reason where one was given."""
    title, said = _WORDS[form.verb]
    named = f"*{name(about, 200).replace('*', '∗')}*"
    rows = [section(said.format(named))]
    if consequence:
        rows.append(section(name(consequence, 600)))
    return modal(
        title,
        CONTROL,
        head=[
            *rows,
            field(
                "Why?",
                text_field(TEXT, value=typed, multiline=True, longest=2000),
                TEXT,
                hint="Everyone in the release's channel can read this.",
            ),
        ],
        submit=title,
        carries=form,
    )


def read(view: dict[str, Any]) -> str:
    """The reason; empty only when it was blanks."""
    return text_of(view["state"]["values"], TEXT)
