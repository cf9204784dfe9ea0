"""Starting in the middle, running again, cloning, rolling back: buttons and forms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from bot.views import buttons
from bot.views.blocks import field, modal, section
from bot.views.elements import (
    Block,
    Choice,
    Element,
    button,
    grouped_multi_select,
    overflow,
    radio,
    text_field,
)
from bot.views.modals.answers import chosen_of, text_of
from bot.views.text import name
from orchestration.read_models.cards import ReleaseCard
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.releases.repeatable import Repeatable
from orchestration.values import ChannelId, Frozen, ReleaseId

CLONE = "release.clone"
ROLL_BACK = "release.roll_back"
RUN_AGAIN = "release.again"
MENU = "release.planned_menu"
IN_THE_MIDDLE = "release.middle"
"""The form of what was done already."""
AGAIN = "release.again.form"
DONE, WHY, FROM = "middle.done", "middle.why", "again.from"
_FAILED = "failed"


class AgainForm(Frozen):
    release_id: ReleaseId
    channel: ChannelId | None = None
    """Where it was opened."""


class Offered(NamedTuple):
    """A phase with its activities, each with its number in the process."""

    phase: str
    activities: Sequence[tuple[int, str]]


def planned_menu(card: ReleaseCard) -> Element | None:
    """Of a release that waits to start."""
    if not card.status.can_start:
        return None
    entries = {
        "move": "Move…",
        "leave out": "Skip…",
        "edit": "Edit…",
        "middle": "Start in the middle…",
        "clone": "Clone…",
    }
    return overflow(
        MENU,
        [
            Choice(
                label,
                buttons.ReleaseChoice(verb=verb, release_id=card.release_id).model_dump_json(),
            )
            for verb, label in entries.items()
        ],
    )


def ended_buttons(card: ReleaseCard) -> list[Element]:
    """What may come after a release: its rollback where it did not succeed, the same again."""
    if not card.status.ended or card.status.can_move:
        return []
    about = buttons.ReleaseButton(release_id=card.release_id)
    drawn: list[Element] = []
    if card.rolls_back_with and card.status is not ReleaseStatus.SUCCEEDED:
        says = f"Roll back {card.title} with {card.rolls_back_with}"
        drawn.append(button("Roll back…", ROLL_BACK, about, says=says))
    drawn.append(button("Run again…", RUN_AGAIN, about, says=f"Run {card.title} again"))
    drawn.append(clone_button(about, card.title))
    return drawn


def clone_button(about: buttons.ReleaseButton, title: str) -> Element:
    return button("Clone…", CLONE, about, says=f"Clone {title}")


def run_again_button(about: buttons.ReleaseButton, title: str) -> Element:
    return button("Run again…", RUN_AGAIN, about, says=f"Run {title} again")


def in_the_middle(release: Release, offered: Sequence[Offered]) -> Block:
    """Which activities were done already; they are skipped when their turn comes."""
    groups = [
        (each.phase, [Choice(title, str(n)) for n, title in each.activities]) for each in offered
    ]
    about = name(release.title, 150)
    said = (
        f"*{about}* starts now. What you choose is skipped when its turn comes, with your reason; "
        "it has no outputs."
    )
    menu = grouped_multi_select(DONE, groups, placeholder="Choose activities")
    return modal(
        "Start in the middle",
        IN_THE_MIDDLE,
        head=[
            section(said),
            field("Done already", menu, DONE),
            field("Why?", text_field(WHY, multiline=True, longest=2000), WHY),
        ],
        submit="Start",
        carries=buttons.ReleaseButton(release_id=release.id),
    )


def again(found: Repeatable, channel: ChannelId | None) -> Block:
    """A release of the same name, version and inputs, and where it begins."""
    release = found.release
    choices = [Choice("From the start", "start")]
    if found.can_go_on:
        kept = f"{found.done} of {found.total} activities succeeded and are skipped"
        choices.append(Choice("From what did not succeed", _FAILED, kept))
    said = (
        f"*{name(release.title, 150)}* runs again as a new release with the same version and "
        "inputs, by the newest version of its process. It starts at once, and sign-offs are asked "
        "again."
    )
    return modal(
        "Run again",
        AGAIN,
        head=[section(said), field("Begin", radio(FROM, choices, chosen=choices[-1].value), FROM)],
        submit="Run again",
        carries=AgainForm(release_id=release.id, channel=channel),
    )


def read_done(view: dict[str, Any]) -> tuple[list[int], str]:
    """The numbers of what was done, and why."""
    state = view["state"]["values"]
    chosen = state[DONE][DONE].get("selected_options") or []
    return [int(each["value"]) for each in chosen], text_of(state, WHY)


def read_from_failed(view: dict[str, Any]) -> bool:
    return chosen_of(view["state"]["values"], FROM) == _FAILED
