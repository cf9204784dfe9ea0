"""What was sent with a page of an input set, for the very versions the form was drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pydantic import JsonValue

from bot.views.inputs import carried
from bot.views.inputs.set_form import ABOUT, NAME, Item, items_of, link_of
from bot.views.modals import typed_answers
from bot.views.modals.answers import State, text_of
from orchestration.read_models.input_cards import SetFields


class Answer(NamedTuple):
    name: str
    """Empty where the page does not ask for it."""
    description: str
    values: dict[str, dict[str, JsonValue]]
    """By place, only what the page asks for; None where a field was left empty."""
    links: dict[str, str]
    """By place; empty where nothing is linked."""
    problems: dict[str, str]


def read(state: State, shown: SetFields, form: carried.SetForm) -> Answer:
    """What was sent with this page, for the very versions the form was drawn from."""
    items = items_of(shown, form, None)
    fields = [each.field for each in items if each.field]
    typed = typed_answers.read(state, fields, expressions=True)
    values: dict[str, dict[str, JsonValue]] = {}
    for each in items:
        if each.field and each.field.block_id in state:
            here = values.setdefault(each.place.place, {})
            here[each.field.spec.name] = typed.values.get(each.field.block_id)
    return Answer(
        name=text_of(state, NAME),
        description=text_of(state, ABOUT),
        values=values,
        links=_links(state, items),
        problems=typed.problems,
    )


def _links(state: State, items: Sequence[Item]) -> dict[str, str]:
    menus = {each.place.place: str(each.block["block_id"]) for each in items if not each.field}
    return {
        place: link_of(state, block_id) for place, block_id in menus.items() if block_id in state
    }
