"""The form that asks why: reject, report a failure, ignore or abort."""

from __future__ import annotations

from typing import Any

from bot.views import buttons
from bot.views.blocks import field, modal, section
from bot.views.elements import Block, text_field
from bot.views.modals.answers import text_of
from bot.views.text import name

TEXT = "reason.text"

_WORDS = {
    "reject": ("Reject", "{} goes on hold until its owner decides.", "Why?"),
    "failed": ("Report a failure", "{} goes on hold until its owner decides.", "What happened?"),
    "ignore": ("Ignore and go on", "What waits for {} goes on as if it had succeeded.", "Why?"),
    "abort": (
        "Abort the release",
        "{} ends for good: its pipelines are cancelled and its tasks closed.",
        "Why?",
    ),
}


def draw(carries: buttons.ReasonForm, about: str) -> Block:
    """`about` names it: a task, an activity, or for *Abort* the release with its reference."""
    title, consequence, question = _WORDS[carries.verb]
    return modal(
        title,
        buttons.REASON,
        head=[
            section(consequence.format(f"*{name(about, 200).replace('*', '∗')}*")),
            field(
                question,
                text_field(TEXT, multiline=True, longest=2000),
                TEXT,
                hint="Everyone in the release's thread reads this.",
            ),
        ],
        submit=title,
        carries=carries,
    )


def read(view: dict[str, Any]) -> str:
    """The reason; empty only when it was blanks, which the caller refuses at `TEXT`."""
    return text_of(view["state"]["values"], TEXT)
