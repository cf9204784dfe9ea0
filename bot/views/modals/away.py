"""The form behind *Away…*: until when, and who is asked meanwhile."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from bot.views import buttons
from bot.views.blocks import field, modal, section
from bot.views.elements import Block, moment_field
from bot.views.modals.answers import moment_of, person_of
from bot.views.value_elements import user_select
from orchestration.values import UserId

UNTIL, SUBSTITUTE = "away.until", "away.substitute"


class Answer(NamedTuple):
    until: datetime | None
    substitute: UserId | None


def draw(*, until: datetime, substitute: str = "") -> Block:
    """What was said last stands in it, or a proposal."""
    return modal(
        "Away",
        buttons.AWAY,
        head=[
            section(
                "While you are away, what releases ask of you is asked of your substitute. It ends "
                "by itself; *I am back* ends it earlier."
            ),
            field("Until", moment_field(UNTIL, value=until), UNTIL),
            field(
                "Who stands in for you?",
                user_select(SUBSTITUTE, chosen=substitute),
                SUBSTITUTE,
                optional=True,
                hint="Nobody: you stay asked, and a role's backup is asked where it has one.",
            ),
        ],
        submit="I am away",
    )


def read(view: dict[str, Any]) -> Answer:
    state = view["state"]["values"]
    person = person_of(state, SUBSTITUTE)
    return Answer(moment_of(state, UNTIL), UserId(person) if person else None)
