"""The pages of *Use in a draft…*: a value or an expression for each declared input."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from bot.views.blocks import actions, context, modal, section
from bot.views.elements import Block, button
from bot.views.modals import typed_fields
from bot.views.modals.typed_fields import TypedField
from bot.views.store import carried
from bot.views.store.words import value_text
from bot.views.text import bold
from orchestration.catalogue.model import StoreActivity
from orchestration.catalogue.placing import suggested
from orchestration.processes.inputs import InputSpec, InputType
from orchestration.processes.model import Process

_BLOCK = "store.input."


def fields_of(
    activity: StoreActivity,
    process: Process,
    form: carried.MapForm,
    values: Mapping[str, JsonValue] | None = None,
) -> list[list[TypedField]]:
    """All of them on their pages; `values`, by block, are what was typed rather than suggested."""
    fields = [
        TypedField(
            spec=each,
            block_id=f"{_BLOCK}{n}",
            value=suggested(process, form.phase, each)
            if values is None
            else values.get(f"{_BLOCK}{n}"),
            otherwise=_otherwise(each),
        )
        for n, each in enumerate(activity.inputs)
    ]
    # The same pages either way: what was asked on one is not asked on another.
    return [
        [each._replace(as_text=form.typed) for each in page] for page in typed_fields.pages(fields)
    ]


def draw(
    activity: StoreActivity,
    process: Process,
    form: carried.MapForm,
    values: Mapping[str, JsonValue] | None = None,
) -> Block:
    """One page; nothing is needed here, since a draft may stay incomplete: its review says so."""
    pages = fields_of(activity, process, form, values)
    page = pages[form.page]
    of = f", page {form.page + 1} of {len(pages)}" if len(pages) > 1 else ""
    switch = button(
        "Choose values instead" if form.typed else "Type expressions instead", carried.MAP_TYPED
    )
    return modal(
        "What it is given",
        carried.MAP_FORM,
        head=[
            section(f"{bold(form.name)} takes{of}:"),
            *(typed_fields.draw(each) for each in page),
            actions(switch),
            context(
                "An expression such as `{{ inputs.version }}` is evaluated when the activity "
                "starts. What is left empty can be said in an input set."
            ),
        ],
        submit="Go on" if form.page + 1 < len(pages) else "Add it",
        carries=form,
    )


def by_name(activity: StoreActivity, values: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    return {
        each.name: value
        for n, each in enumerate(activity.inputs)
        if (value := values.get(f"{_BLOCK}{n}")) is not None
    }


def _otherwise(each: InputSpec) -> str:
    if each.default is None:
        return "it stays open" if each.required else "it has none"
    if each.type is InputType.SECRET:
        return "the store's reference"
    return f"{value_text(each.default)}, as the store says"
