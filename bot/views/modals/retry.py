"""The form of a retry with other inputs: each by its type, with what it was told last."""

from __future__ import annotations

from typing import Any, NamedTuple

from pydantic import JsonValue

from bot.views import buttons
from bot.views.blocks import context, modal, section
from bot.views.elements import Block
from bot.views.modals import typed_answers
from bot.views.modals.answers import State
from bot.views.modals.typed_fields import TypedField
from bot.views.modals.typed_fields import draw as draw_field
from bot.views.text import bold, name
from orchestration.processes.input_values import as_text
from orchestration.read_models.retry_card import RetryCard

CALLBACK = "retry"
_MOST = 40


class Changed(NamedTuple):
    inputs: dict[str, JsonValue]
    """By the input's name, only what is another now; None where it was emptied."""
    problems: dict[str, str]
    """By the block's id."""


def draw(card: RetryCard) -> Block:
    about = buttons.HoldButton(execution_id=card.execution_id, ref=card.ref, attempt=card.attempt)
    more = len(card.specs) - _MOST
    return modal(
        "Retry with",
        CALLBACK,
        head=[
            section(
                f"{bold(card.name)} starts again in {name(card.release_title)}, as attempt "
                f"{card.attempt + 1}, with what you change here."
            ),
            context(
                "What you change wins over the process and its input sets, also in later attempts, "
                "until it is redone. A secret is never shown; left empty it stays as it is."
            ),
        ],
        body=[[draw_field(each)] for each in _fields(card)],
        tail=[context(f"{more} more inputs stay as they are" if more > 0 else "")],
        submit="Retry",
        carries=about,
    )


def read(view: dict[str, Any], card: RetryCard) -> Changed:
    """What is another now than what the failed attempt was told."""
    state: State = view["state"]["values"]
    fields = _fields(card)
    answers = typed_answers.read(state, fields, expressions=True)
    changed: dict[str, JsonValue] = {}
    for each in fields:
        if each.block_id not in state:
            continue
        value, was = answers.values.get(each.block_id), card.values.get(each.spec.name, "")
        if as_text(value) != was:
            changed[each.spec.name] = value
    return Changed(changed, answers.problems)


def _fields(card: RetryCard) -> list[TypedField]:
    return [
        TypedField(
            spec=each,
            block_id=f"retry.{n}",
            value=card.values.get(each.name),
            otherwise="as the process says",
        )
        for n, each in enumerate(card.specs[:_MOST])
    ]
