"""The forms about waiting: go on anyway, move up in a queue, and how many may hold something."""

from __future__ import annotations

from typing import Any

from bot.views.blocks import field, modal, section
from bot.views.elements import Block, Choice, select, text_field
from bot.views.modals.answers import chosen_of, text_of
from bot.views.text import bold
from bot.views.turn_buttons import (
    GO_ON_FORM,
    MOVE_UP_FORM,
    PLACES_FORM,
    PlacesButton,
    RequestButton,
    TurnButton,
)
from orchestration.resources.model import MOST_PLACES

WHY = "turn.why"
AHEAD_OF = "turn.ahead_of"
RESOURCE = "resource.name"
PLACES = "resource.places"


def go_on(turn: TurnButton, phase: str) -> Block:
    said = (
        f"{bold(phase, 80)} begins although what it waits for has not ended. What it uses it "
        "still takes in its turn."
    )
    return modal(
        "Go on anyway", GO_ON_FORM, head=[section(said), _why()], submit="Go on", carries=turn
    )


def move_up(request: RequestButton, ahead: list[Choice]) -> Block:
    said = "Whoever is passed by reads in their release's thread that their place has changed."
    menu = select(AHEAD_OF, ahead, chosen=ahead[0].value, placeholder="Ahead of")
    return modal(
        "Move up",
        MOVE_UP_FORM,
        head=[section(said), field("Ahead of", menu, AHEAD_OF), _why()],
        submit="Move up",
        carries=request,
    )


def places(about: PlacesButton) -> Block:
    hint = f"From 1 to {MOST_PLACES}. Nobody who holds it now loses it."
    return modal(
        "Shared resource",
        PLACES_FORM,
        head=[
            field(
                "Resource",
                text_field(RESOURCE, value=about.resource, longest=60, placeholder="staging"),
                RESOURCE,
                hint="As processes name it under uses.",
            ),
            field(
                "Releases at a time",
                text_field(PLACES, value=str(about.places), longest=3),
                PLACES,
                hint=hint,
            ),
        ],
        submit="Save",
        carries=about,
    )


def _why() -> Block:
    return field(
        "Why?",
        text_field(WHY, multiline=True, longest=2000),
        WHY,
        hint="Everyone who sees the release can read this.",
    )


def read_why(view: dict[str, Any]) -> str:
    return text_of(view["state"]["values"], WHY)


def read_ahead_of(view: dict[str, Any]) -> str:
    return chosen_of(view["state"]["values"], AHEAD_OF)


def read_resource(view: dict[str, Any]) -> str:
    return text_of(view["state"]["values"], RESOURCE)


def read_places(view: dict[str, Any]) -> int | None:
    """None where it is no whole number that can be meant."""
    said = text_of(view["state"]["values"], PLACES)
    return int(said) if said.isascii() and said.isdigit() else None
