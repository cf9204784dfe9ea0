"""The form behind *Hand over…*: who owns a release from now on, and who backs them up."""

from __future__ import annotations

from typing import Any, NamedTuple

from bot.views import buttons
from bot.views.blocks import field, modal, section
from bot.views.elements import Block
from bot.views.modals.answers import person_of
from bot.views.text import bold, people
from bot.views.value_elements import user_select
from orchestration.releases.model import Release
from orchestration.values import UserId

OWNER, BACKUP = "handover.owner", "handover.backup"


class Answer(NamedTuple):
    owner: UserId | None
    backup: UserId | None


def draw(release: Release, *, owner: str = "", backup: str = "") -> Block:
    """Names the release with its version, and what a handover means."""
    return modal(
        "Hand over",
        buttons.HANDOVER,
        head=[
            section(
                f"{bold(release.title)} belongs to {people([release.owner])}. What waits for its "
                "owner goes to the new one: open tasks, what is on hold, and what comes."
            ),
            field("New owner", user_select(OWNER, chosen=owner), OWNER),
            field(
                "Backup",
                user_select(BACKUP, chosen=backup or release.backup or ""),
                BACKUP,
                optional=True,
                hint="May act as the owner, and is asked while the owner is away.",
            ),
        ],
        submit="Hand over",
        carries=buttons.ReleaseButton(release_id=release.id),
    )


def read(view: dict[str, Any]) -> Answer:
    state = view["state"]["values"]
    owner, backup = person_of(state, OWNER), person_of(state, BACKUP)
    return Answer(UserId(owner) if owner else None, UserId(backup) if backup else None)
