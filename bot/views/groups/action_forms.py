"""The small forms of a group's buttons: pause, skip the next, swap owners, make a release."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from bot.views.blocks import context, field, modal, section
from bot.views.elements import Block, Choice, moment_field, radio, select, text_field
from bot.views.groups import carried
from bot.views.groups.preview import local
from bot.views.modals.answers import State, chosen_of, moment_of, person_of, text_of
from bot.views.text import bold, mention
from bot.views.value_elements import user_select
from orchestration.read_models.group_cards import OccurrenceLine
from orchestration.values import ReleaseId, UserId

WHY, ONE, OTHER = "group.why", "group.one", "group.other"
NAME, VERSION, WHEN, AT, OWNER = (
    "group.release.name",
    "group.release.version",
    "group.release.when",
    "group.release.at",
    "group.release.owner",
)
LONGEST_REASON = 500


class Wanted(NamedTuple):
    """A release that is made of a group by hand."""

    name: str
    version: str
    start_now: bool
    at: datetime | None
    owner: UserId | None


def draw_pause(name: str, carries: carried.ActionForm) -> Block:
    said = (
        f"From now on nothing is made of {bold(name)}. What is planned asks its owner at its time "
        "and does not start by itself."
    )
    return modal(
        "Pause the group",
        carried.PAUSE_FORM,
        head=[section(f"{said} What runs goes on."), _why("Everyone who opens the group sees it.")],
        submit="Pause",
        carries=carries,
    )


def draw_skip(name: str, following: OccurrenceLine, carries: carried.ActionForm) -> Block:
    what = " ".join(filter(None, (following.reference, following.name, following.version)))
    said = f"{bold(what, 120)} of {local(following.local)} is left out of {bold(name)}."
    return modal(
        "Skip the next",
        carried.SKIP_FORM,
        head=[section(f"{said} The others stay when they are."), _why("")],
        submit="Skip it",
        carries=carries,
    )


def draw_swap(name: str, dates: Sequence[OccurrenceLine], carries: carried.ActionForm) -> Block:
    choices = [
        Choice(f"{each.reference}, {local(each.local)}", each.release_id)
        for each in dates
        if each.release_id
    ]
    now = [f"• {each.reference}, {local(each.local)}: {mention(each.owner)}" for each in dates]
    return modal(
        "Swap owners",
        carried.SWAP_FORM,
        head=[
            section("\n".join([f"Two releases of {bold(name)} change owners:", *now])),
            field("The one", select(ONE, choices, chosen=choices[0].value), ONE),
            field("The other", select(OTHER, choices, chosen=choices[1].value), OTHER),
            context("The order of the owners stays; both are told."),
        ],
        submit="Swap",
        carries=carries,
    )


def draw_make(
    group: str, *, name: str, version: str, owner: UserId, carries: carried.ActionForm
) -> Block:
    when = [
        Choice("Start now", "now"),
        Choice("Later", "later", "At the time below, or when somebody starts it"),
    ]
    asked = "What is released, such as 4.2.0."
    return modal(
        "Make a release",
        carried.MAKE_FORM,
        head=[
            context(f"A release of {bold(group)}, beside those of its cadence."),
            field("Name", text_field(NAME, value=name, longest=80), NAME),
            field("Version", text_field(VERSION, value=version, longest=40), VERSION, hint=asked),
            field("When", radio(WHEN, when, chosen="now"), WHEN),
            field("Time, when it is later", moment_field(AT), AT, optional=True),
            field("Owner", user_select(OWNER, chosen=owner), OWNER),
        ],
        submit="Make it",
        carries=carries,
    )


def read_why(state: State) -> str:
    return text_of(state, WHY)


def read_swap(state: State) -> tuple[ReleaseId, ReleaseId]:
    return ReleaseId(chosen_of(state, ONE)), ReleaseId(chosen_of(state, OTHER))


def read_make(state: State) -> Wanted:
    now = chosen_of(state, WHEN) != "later"
    owner = person_of(state, OWNER)
    return Wanted(
        name=text_of(state, NAME),
        version=text_of(state, VERSION),
        start_now=now,
        at=None if now else moment_of(state, AT),
        owner=UserId(owner) if owner else None,
    )


def _why(hint: str) -> Block:
    asked = text_field(WHY, multiline=True, longest=LONGEST_REASON)
    return field("Why?", asked, WHY, optional=True, hint=hint)
