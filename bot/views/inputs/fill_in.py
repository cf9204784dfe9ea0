"""The form of what a planned release lacks: which set it follows, and its own inputs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pydantic import JsonValue

from bot.views.blocks import Group, actions, context, field, modal, section
from bot.views.elements import Block, button, text_field
from bot.views.inputs import carried
from bot.views.modals import new_release_inputs, typed_fields
from bot.views.modals.answers import State, text_of
from bot.views.modals.typed_fields import TypedField
from bot.views.text import name
from bot.views.wording import counted
from orchestration.processes.model import Process
from orchestration.read_models.input_cards import PlannedInputs, SetsToChoose
from orchestration.releases.model import Release

_SHOWN = 8


class Planned(NamedTuple):
    """All that the form is drawn from."""

    release: Release
    process: Process
    sets: SetsToChoose
    inputs: PlannedInputs


def draw(of: Planned, form: carried.FillInForm, typed: State | None = None) -> Block:
    """One page; `typed` is what stands in its fields, where another set was chosen."""
    pages = _pages(of, typed)
    page = min(form.page, len(pages) - 1)
    last = page + 1 == len(pages)
    place = f"Page {page + 1} of {len(pages)}; each is kept as you go on." if len(pages) > 1 else ""
    body: list[Group] = [[typed_fields.draw(each)] for each in pages[page]]
    head: list[Block | None] = [context(name(of.release.title), place)]
    asks_version = page == 0 and not of.release.version
    if asks_version:
        version = text_field(carried.FILL_IN_VERSION, longest=40, placeholder="4.2.0")
        head.append(field("Version", version, carried.FILL_IN_VERSION))
    if page == 0:
        head.append(new_release_inputs.set_field(of.sets, carried.FILL_IN_SET))
    asks = bool(body) or asks_version or (page == 0 and bool(of.sets.sets))
    return modal(
        "Fill in",
        carried.FILL_IN_FORM,
        head=head,
        body=body,
        tail=_elsewhere(of) if last else (),
        submit=("Save" if last else "Save and go on") if asks else "",
        close="Close",
        carries=form.model_copy(update={"page": page, "input_set": of.sets.chosen}),
    )


def is_last(of: Planned, form: carried.FillInForm) -> bool:
    return form.page + 1 >= len(_pages(of, None))


def read(state: State, of: Planned) -> tuple[dict[str, JsonValue], dict[str, str]]:
    """By name what the page shows, None where it was left empty; and by block what is unfit."""
    values, problems = new_release_inputs.read(state, of.process)
    shown = {
        each.name: values.get(each.name)
        for n, each in enumerate(of.process.inputs)
        if new_release_inputs.is_shown(state, n)
    }
    return shown, problems


def read_version(state: State) -> str:
    """The version it was given; empty where it has one, and where nothing was typed."""
    return text_of(state, carried.FILL_IN_VERSION)


def _pages(of: Planned, typed: State | None) -> list[list[TypedField]]:
    given: dict[str, JsonValue] = dict(of.release.inputs)
    return typed_fields.pages(new_release_inputs.fields(of.process, of.sets, typed, given))


def _elsewhere(of: Planned) -> Sequence[Block | None]:
    """What is open in phases and activities is said in the set."""
    lines = of.inputs.elsewhere
    if not lines:
        return ()
    rows = [f"• {name(each, 250)}" for each in lines[:_SHOWN]]
    rows += [f"and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
    said = "\n".join([f"{counted(len(lines), 'input')} of phases and activities:", *rows])
    chosen = of.sets.chosen
    if not chosen:
        about = carried.SetsButton(kind="process", of=of.release.process_id)
        new = button("New input set…", carried.NEW, about)
        return [section(said), context("An input set says them."), actions(new)]
    button_value = carried.SetButton(
        kind="process", of=of.release.process_id, set_id=chosen, revision=0
    )
    edit = button("Edit the input set…", carried.EDIT, button_value)
    return [section(said), actions(edit)]
