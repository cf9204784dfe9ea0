"""The form that asks for an exception: one release, one freeze, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.views import buttons
from bot.views.blocks import field, modal, section
from bot.views.elements import Block, text_field
from bot.views.modals.answers import text_of
from bot.views.text import bold, our_words
from orchestration.freezes.holding import Held
from orchestration.freezes.saying import named, span
from orchestration.releases.model import Release
from orchestration.values import ReleaseId

FORM, WHY = "freeze.exception", "freeze.why"


def draw(release: Release, held: Sequence[Held], *, typed: str = "") -> Block:
    rows = [f"• {our_words(f'{named(each.freeze)}, {span(each.window)}')}" for each in held]
    return modal(
        "An exception",
        FORM,
        head=[
            section("\n".join([f"{bold(release.title)} is let through:", *rows])),
            field(
                "Why?",
                text_field(WHY, value=typed, multiline=True, longest=2000),
                WHY,
                hint="Whoever decides reads this, and the audit keeps it.",
            ),
        ],
        submit="Ask",
        carries=buttons.ReleaseButton(release_id=release.id),
    )


def read(view: dict[str, Any]) -> tuple[ReleaseId, str]:
    about = buttons.ReleaseButton.model_validate_json(view["private_metadata"])
    return about.release_id, text_of(view["state"]["values"], WHY)
