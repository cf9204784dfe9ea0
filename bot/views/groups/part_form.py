"""One part of a group's form: the first of a new group, or over the preview; inputs in pages."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from bot.views.blocks import Group, context, modal, section
from bot.views.elements import Block
from bot.views.groups import carried
from bot.views.groups.answers import Said, Values
from bot.views.groups.parts import BY_NAME, WHAT, Around
from bot.views.modals import new_release_inputs, typed_fields
from bot.views.modals.answers import State
from bot.views.text import name
from orchestration.processes.input_values import as_text
from orchestration.processes.inputs import InputSpec
from orchestration.processes.model import Process, ProcessVersion
from orchestration.read_models.input_cards import SetsToChoose

_DATED = "What a release is given each time; left empty, it is asked before it starts."


def draw_first(values: Values, around: Around, form: carried.GroupForm) -> Block:
    """What every group needs; all else has a value that goes without saying."""
    return modal(
        "New release group",
        carried.FIRST,
        head=[
            context("Releases of one process, made on a cadence. The next page shows the dates."),
            *(each.draw(values) for each in BY_NAME[WHAT].questions(around)),
        ],
        submit="Preview",
        carries=form,
    )


def draw(values: Values, around: Around, form: carried.PartForm) -> Block:
    part = BY_NAME[form.part]
    return modal(
        part.title,
        carried.PART,
        head=[each.draw(values) for each in part.questions(around)],
        submit="Done",
        close="Back",
        carries=form,
    )


def draw_inputs(
    of: ProcessVersion,
    sets: SetsToChoose,
    given: Mapping[str, JsonValue],
    form: carried.PartForm,
    typed: State | None = None,
) -> Block:
    """A page of the process's inputs; the set is chosen on the first."""
    pages = typed_fields.pages(_fields(of.process, sets, given, typed))
    page = min(form.page, len(pages) - 1)
    place = f"Page {page + 1} of {len(pages)}" if len(pages) > 1 else ""
    body: list[Group] = [[typed_fields.draw(each)] for each in pages[page]]
    asks = bool(body) or bool(sets.sets)
    said = _DATED if asks else "This process takes no inputs."
    return modal(
        "Inputs",
        carried.PART,
        head=[
            context(f"{name(of.process.name)}, version {of.version}", place),
            section(said),
            new_release_inputs.set_field(sets, carried.INPUTS_SET) if page == 0 else None,
        ],
        body=body,
        submit=("Done" if page + 1 == len(pages) else "Next") if asks else "",
        close="Back",
        carries=form.model_copy(
            update={"page": page, "process_version": of.version, "input_set": sets.chosen}
        ),
    )


def is_last(of: ProcessVersion, sets: SetsToChoose, form: carried.PartForm) -> bool:
    return form.page + 1 >= len(typed_fields.pages(_fields(of.process, sets, {}, None)))


def read_inputs(state: State, of: ProcessVersion, said: Said) -> tuple[Said, dict[str, str]]:
    """What was said with this page; and by block what does not fit."""
    process = of.process
    values, problems = new_release_inputs.read(state, _optional(process))
    shown = [
        each.name for n, each in enumerate(process.inputs) if new_release_inputs.is_shown(state, n)
    ]
    before = said.inputs if said.inputs_of == process.id else {}
    inputs = {key: value for key, value in before.items() if key not in shown}
    defaults = {each.name: each.default for each in process.inputs}
    inputs |= {
        key: as_text(value)
        for key, value in values.items()
        if key in shown and (value != defaults[key] or key in before)
    }
    input_set = said.input_set if said.inputs_of == process.id else None
    if carried.INPUTS_SET in state:
        input_set = new_release_inputs.read_set(state, carried.INPUTS_SET) or None
    update = {"inputs_of": process.id, "inputs": inputs, "input_set": input_set}
    return said.model_copy(update=update), problems


def _fields(
    process: Process,
    sets: SetsToChoose,
    given: Mapping[str, JsonValue],
    typed: State | None,
) -> list[typed_fields.TypedField]:
    return new_release_inputs.fields(_optional(process), sets, typed, given)


def _optional(process: Process) -> Process:
    """Nothing is needed from a group: what it leaves open is asked for each release."""
    specs = tuple(_not_needed(each) for each in process.inputs)
    return process.model_copy(update={"inputs": specs})


def _not_needed(spec: InputSpec) -> InputSpec:
    return spec.model_copy(update={"required": False})
