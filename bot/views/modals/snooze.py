"""The form behind *Remind me later…*: until when nobody reminds me of this."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.views import buttons
from bot.views.blocks import field, modal, section
from bot.views.elements import Block, moment_field
from bot.views.modals.answers import moment_of
from bot.views.text import bold, when

UNTIL = "snooze.until"


def draw(
    carries: buttons.SnoozeForm, about: str, *, until: datetime, due_at: datetime | None
) -> Block:
    due = f" The deadline stays: {when(due_at)}." if due_at else ""
    return modal(
        "Remind me later",
        buttons.SNOOZE,
        head=[
            section(f"You are not reminded of {bold(about)} before then, and once then.{due}"),
            field("Until", moment_field(UNTIL, value=until), UNTIL),
        ],
        submit="Remind me then",
        carries=carries,
    )


def read(view: dict[str, Any]) -> datetime | None:
    return moment_of(view["state"]["values"], UNTIL)
