"""The form of a redo: from where, what that runs again, whose answers it voids, and why."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from bot.views import redo_buttons
from bot.views.blocks import context, field, modal, section
from bot.views.elements import Block, Choice, options, plain, text_field
from bot.views.modals.answers import State, chosen_of, text_of
from bot.views.text import bold, name, names, people
from bot.views.wording import ACTIVITY
from orchestration.read_models.redo_card import RedoCard, RedoChoice
from orchestration.values import ActivityRef

CALLBACK = "redo"
FROM, WHY = "redo.from", "redo.why"
_MOST, _OF_A_GROUP = 100, 100
"""Slack's: groups of a menu, and choices of a group."""
_NAMED, _VOIDED = 25, 12


def draw(card: RedoCard) -> Block:
    """What it costs stands above the reason, and is drawn anew when another start is chosen."""
    return modal(
        "Redo",
        CALLBACK,
        head=[
            section(
                f"{bold(card.release_title)} becomes *rc {card.candidate}*: the activity you "
                "choose and everything that depends on it run again.\n"
                f"{name(card.process_name)} version {card.process_version}"
            ),
            {**field("From", _menu(card), FROM), "dispatch_action": True},
            section(_consequences(card)),
            context("What it gives is produced anew. What was answered stays on record."),
            field(
                "Why?",
                text_field(WHY, multiline=True, longest=2000),
                WHY,
                hint="Everyone in the release's thread reads this, and whoever signed in vain.",
            ),
        ],
        submit="Redo",
        carries=redo_buttons.RedoForm(
            release_id=card.release_id, ref=card.ref, candidate=card.candidate
        ),
    )


def read_from(view: dict[str, Any]) -> ActivityRef:
    state: State = view["state"]["values"]
    return ActivityRef(chosen_of(state, FROM))


def read_why(view: dict[str, Any]) -> str:
    return text_of(view["state"]["values"], WHY)


def _menu(card: RedoCard) -> dict[str, Any]:
    """Grouped by phase, as people know the process."""
    groups = [
        (phase, [*inside]) for phase, inside in groupby(card.choices, key=lambda each: each.phase)
    ]
    element: dict[str, Any] = {
        "type": "static_select",
        "action_id": FROM,
        "placeholder": plain("Choose an activity", 150),
        "option_groups": [
            {"label": plain(phase, 75), "options": options(map(_choice, part))}
            for phase, inside in groups
            for n in range(0, len(inside), _OF_A_GROUP)
            if (part := inside[n : n + _OF_A_GROUP])
        ][:_MOST],
    }
    offered = [x for group in element["option_groups"] for x in group["options"]]
    initial = [each for each in offered if each["value"] == card.ref]
    return {**element, "initial_option": initial[0]} if initial else element


def _choice(of: RedoChoice) -> Choice:
    return Choice(of.name, of.ref, ACTIVITY[of.status].word)


def _consequences(card: RedoCard) -> str:
    rows = [f"*Runs again:* {names(card.runs_again, most=_NAMED)}"]
    if card.cancels:
        rows.append(f"*Cancelled now:* the pipelines of {names(card.cancels, most=_NAMED)}")
    if card.voided:
        shown = [f"• {name(each.name)}: {people(each.people)}" for each in card.voided[:_VOIDED]]
        more = len(card.voided) - len(shown)
        rows.append("*No longer counts, asked again:*\n" + "\n".join(shown))
        rows += [f"and {more} more"] if more > 0 else []
    else:
        rows.append("Nobody has answered anything that this voids.")
    return "\n".join(rows)
