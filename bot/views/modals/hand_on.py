"""The form behind *Hand on…*: who does a task instead, until when, or why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from bot.views import buttons
from bot.views.blocks import field, modal, section
from bot.views.elements import Block, Choice, moment_field, select, text_field
from bot.views.modals.answers import chosen_of, moment_of, person_of, text_of
from bot.views.text import bold
from bot.views.value_elements import user_select
from orchestration.values import UserId

TO, UNTIL, OF, WHY = "hand.to", "hand.until", "hand.of", "hand.why"


class Answer(NamedTuple):
    to: UserId | None
    until: datetime | None
    of: UserId | None
    """Whose place, where somebody else's is reassigned."""
    why: str


def delegation(task: buttons.TaskForm, name: str) -> Block:
    """For a person who is asked."""
    return modal(
        "Hand on",
        buttons.TASK_HANDED,
        head=[
            section(
                f"{bold(name)} is asked of somebody else in your place. What they decide counts, "
                "and the card says that it was for you. *Take back* in the card's menu undoes it."
            ),
            field("Who does it instead?", user_select(TO), TO),
            field(
                "Until",
                moment_field(UNTIL),
                UNTIL,
                optional=True,
                hint="Then you are asked again. Empty: until it is decided.",
            ),
        ],
        submit="Hand on",
        carries=task,
    )


def reassignment(task: buttons.TaskForm, name: str, places: Sequence[tuple[UserId, str]]) -> Block:
    """For an owner or an operator; `places` are those whom it asks, by id and name."""
    choices = [Choice(label, who) for who, label in places]
    return modal(
        "Reassign",
        buttons.TASK_HANDED,
        head=[
            section(
                f"{bold(name)} is asked of somebody else. Everyone in the release's thread sees "
                "it, and the audit keeps why."
            ),
            field("Instead of", select(OF, choices, chosen=places[0][0]), OF),
            field("Who does it?", user_select(TO), TO),
            field("Why?", text_field(WHY, multiline=True, longest=2000), WHY),
        ],
        submit="Reassign",
        carries=task,
    )


def read(view: dict[str, Any]) -> Answer:
    state = view["state"]["values"]
    to, of = person_of(state, TO), chosen_of(state, OF)
    return Answer(
        to=UserId(to) if to else None,
        until=moment_of(state, UNTIL),
        of=UserId(of) if of else None,
        why=text_of(state, WHY),
    )
