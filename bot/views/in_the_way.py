"""What is in the way of a release, with its next free slots, and the form that lets it stand."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.views.blocks import Drawn, actions, field, message, modal, section
from bot.views.elements import Block, button, text_field
from bot.views.modals.answers import text_of
from bot.views.planned import MOVE_TO, MoveButton
from bot.views.text import bold, our_words, when
from orchestration.read_models.in_the_way import InTheWay
from orchestration.releases.model import Release
from orchestration.values import Frozen, ReleaseId

SHOW, ALLOW, ALLOW_FORM, WHY = (
    "conflict.show",
    "conflict.allow",
    "conflict.allow.form",
    "conflict.why",
)
_MOST = 10
"""Conflicts that are named, and so can be allowed together."""


class AllowButton(Frozen):
    """The conflicts as they were shown."""

    release_id: ReleaseId
    keys: tuple[str, ...]


def keys_of(way: InTheWay) -> tuple[str, ...]:
    return way.keys[:_MOST]


def said_of(way: InTheWay) -> str:
    """A line for each conflict, and where nothing is free that too."""
    more = len(way.lines) - _MOST
    lines = [f"⚠ {our_words(each)}" for each in way.lines[:_MOST]]
    lines += [f"and {more} more"] if more > 0 else []
    if not way.slots:
        lines.append("No time in working hours of the next 60 days is free of conflicts.")
    return "\n".join(["*In conflict*", *lines])


def slots_said(way: InTheWay) -> str:
    return f"Next free: {', '.join(when(each) for each in way.slots)}." if way.slots else ""


def draw(text: str, release: Release, way: InTheWay, zone: ZoneInfo) -> Drawn:
    """After it was planned: what is in its way, each free slot with a button, and *Allow…*."""
    said = our_words(text)
    allow = AllowButton(release_id=release.id, keys=keys_of(way))
    return message(
        "\n".join([said, said_of(way).replace("*", ""), slots_said(way)]),
        head=[section(said), section(said_of(way))],
        body=[[_slot(release, each, zone)] for each in way.slots],
        tail=[actions(button("Allow…", ALLOW, allow, says=f"Let {release.title} be as planned"))],
    )


def allow_form(release: Release, carried: AllowButton) -> Block:
    return modal(
        "Allow the conflict",
        ALLOW_FORM,
        head=[
            section(
                f"{bold(release.title)} stays where it is, and what is in its way now is not named "
                "any more until one of them is moved. A freeze still lets nothing start."
            ),
            why_field(optional=False),
        ],
        submit="Allow",
        carries=carried,
    )


def why_field(*, optional: bool) -> Block:
    return field(
        "Why may they be at one time?",
        text_field(WHY, multiline=True, longest=2000),
        WHY,
        optional=optional,
        hint="It stands in the release's audit.",
    )


def read_why(view: dict[str, Any]) -> str:
    return text_of(view["state"]["values"], WHY)


def _slot(release: Release, at: datetime, zone: ZoneInfo) -> Block:
    to = MoveButton(release_id=release.id, to=int(at.timestamp()), revision=release.revision)
    local = at.astimezone(zone)
    spoken = f"Move {release.title} to {local:%A} {local.day} {local:%B %H:%M}"
    return section(f"Free: {when(at)}", accessory=button("Move", MOVE_TO, to, says=spoken))
