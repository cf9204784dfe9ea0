"""The form of an input set: made from what is declared, page by page, each kept as it is turned.

First what the release is told as a whole, then each phase, then each activity from the store with
the set that is linked to it and values of its own. Nothing has to be filled in: what stays open is
asked for before a release starts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pydantic import JsonValue

from bot.views.blocks import Group, actions, context, field, modal, section
from bot.views.elements import Block, Choice, button, text_field
from bot.views.inputs import carried
from bot.views.modals import typed_answers, typed_fields
from bot.views.modals.answers import State, chosen_of
from bot.views.modals.typed_fields import NOTHING, TypedField
from bot.views.text import bold, name, names
from bot.views.value_elements import long_select
from orchestration.inputs.model import KeptActivitySet
from orchestration.inputs.places import AskedPlace
from orchestration.processes.input_values import as_text
from orchestration.processes.inputs import InputSpec
from orchestration.read_models.input_cards import SetFields

NAME, ABOUT = "set.name", "set.about"


class Item(NamedTuple):
    """One question: which set is linked to a place, or one of its inputs."""

    place: AskedPlace
    block: Block
    field: TypedField | None = None


def draw(shown: SetFields, form: carried.SetForm, *, typed: State | None = None) -> Block:
    """One page; `typed` is what stands in its fields, where it is drawn anew."""
    pages = _pages(shown, form, typed)
    page = min(form.page, len(pages) - 1)
    last = page + 1 == len(pages)
    named = [
        field("Name of the set", text_field(NAME, value=shown.name, longest=100), NAME),
        field(
            "What it is for",
            text_field(ABOUT, value=shown.description, longest=1000, multiline=True),
            ABOUT,
            optional=True,
        ),
    ]
    place = f"Page {page + 1} of {len(pages)}; each is kept as you go on." if len(pages) > 1 else ""
    where = f"{name(shown.title)} · {bold(shown.name, 100)}" if shown.name else name(shown.title)
    return modal(
        "Input set",
        carried.FORM,
        head=[context(where, place, _used(shown)), *(named if page == 0 else [])],
        body=_body(pages[page]),
        tail=[_toggle(form)] if pages[page] else [],
        submit="Save" if last else "Save and go on",
        close="Close",
        carries=form.model_copy(update={"page": page}),
    )


def is_last(shown: SetFields, form: carried.SetForm) -> bool:
    return form.page + 1 >= len(_pages(shown, form, None))


def _pages(shown: SetFields, form: carried.SetForm, typed: State | None) -> list[list[Item]]:
    items = items_of(shown, form, typed)
    drawn = [each.block for each in items]
    return typed_fields.paged(items, drawn, leads=lambda each: each.field is None)


def items_of(shown: SetFields, form: carried.SetForm, typed: State | None) -> list[Item]:
    items: list[Item] = []
    for m, place in enumerate(shown.places):
        linked = None
        if place.activity and form.kind == "process":
            offered = shown.offered.get(place.activity, ())
            block_id = f"set.{m}.link"
            chosen = _linked(shown, place, typed, block_id)
            items.append(Item(place, _link(place, offered, chosen, block_id)))
            linked = next((each for each in offered if each.set.id == chosen), None)
        here = shown.said.values.get(place.place, {})
        for n, spec in enumerate(place.inputs):
            block_id = f"set.{m}.{n}.text" if form.as_text else f"set.{m}.{n}"
            asked = TypedField(
                spec,
                block_id,
                value=_standing(typed, spec, f"set.{m}.{n}", here.get(spec.name)),
                otherwise=_otherwise(spec, place, linked),
                as_text=form.as_text,
            )
            items.append(Item(place, typed_fields.draw(asked), asked))
    return items


def _standing(typed: State | None, spec: InputSpec, block_id: str, kept: JsonValue) -> JsonValue:
    """What stands in a field, fitting or not, or else what the set says."""
    for each in (block_id, f"{block_id}.text"):
        if typed is not None and each in typed:
            return typed_answers.standing(typed, spec, each)
    return kept


def _linked(shown: SetFields, place: AskedPlace, typed: State | None, block_id: str) -> str:
    """The id of the set that is linked, or was just chosen; empty where none is."""
    if typed is not None and block_id in typed:
        return link_of(typed, block_id)
    return shown.said.links.get(place.place, "")


def link_of(state: State, block_id: str) -> str:
    chosen = chosen_of(state, block_id)
    return "" if chosen == NOTHING else chosen


def _link(
    place: AskedPlace, offered: Sequence[KeptActivitySet], linked: str, block_id: str
) -> Block:
    """Which set of the store activity it follows; choosing one says what it gives."""
    known = {each.set.id: each.set.name for each in offered}
    lost = [Choice(f"{linked} (does not exist)", linked)] if linked not in {"", *known} else []
    every = [Choice(title, set_id) for set_id, title in known.items()]
    first = [each for each in every if each.value == linked]
    choices = [Choice("None: its own values", NOTHING), *lost, *first]
    choices += [each for each in every if each.value != linked]
    hint = "" if offered else f"There is none for {place.activity} yet."
    menu = long_select(
        carried.LINK, choices[: typed_fields.MOST_CHOICES], chosen=[linked or NOTHING]
    )
    drawn = field("Linked input set", menu, block_id, hint=hint)
    return {**drawn, "dispatch_action": True}


def _otherwise(spec: InputSpec, place: AskedPlace, linked: KeptActivitySet | None) -> str:
    """What holds where the set says nothing here; nearest wins."""
    if linked and spec.name in linked.set.inputs:
        return f"{as_text(linked.set.inputs[spec.name])}, of “{linked.set.name}”"
    if spec.name in place.said:
        return f"{as_text(place.said[spec.name])}, as the process says"
    if spec.default is not None:
        return f"{as_text(spec.default)}, the default"
    return "it is open, and no release starts without it" if spec.required else ""


def _body(items: Sequence[Item]) -> list[Group]:
    """Each place under its own heading."""
    body: list[Group] = []
    before = None
    for each in items:
        heading = section(_heading(each.place)) if each.place != before else None
        body.append([heading, each.block])
        before = each.place
    return body or [[section("No input is declared.")]]


def _heading(place: AskedPlace) -> str:
    if place.name:
        uses = f" ({name(place.activity, 80)} of the store)"
        return f"{bold(place.name)}{uses}, in {name(place.phase)}"
    return f"Phase {bold(place.phase)}" if place.phase else "*For the whole release*"


def _used(shown: SetFields) -> str:
    return (
        f"A change reaches everything that uses it: {names(shown.used_by)}" if shown.used_by else ""
    )


def _toggle(form: carried.SetForm) -> Block | None:
    label = "Back to menus and pickers" if form.as_text else "Write expressions…"
    said = "Every field takes text, such as {{ release.version }}" if not form.as_text else ""
    return actions(button(label, carried.AS_TEXT, says=said), block_id="set.as_text")
