"""The inputs of a new release as fields: what its set says is left empty, what is typed wins."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from bot.views.blocks import field
from bot.views.elements import Block, Choice
from bot.views.modals import typed_answers, typed_fields
from bot.views.modals.answers import State, chosen_of
from bot.views.modals.typed_fields import NOTHING, TypedField
from bot.views.value_elements import long_select
from orchestration.processes.input_values import as_text
from orchestration.processes.inputs import InputSpec
from orchestration.processes.model import Process
from orchestration.read_models.input_cards import SetChoice, SetsToChoose

SET = "release.set"


def input_block(n: int) -> str:
    return f"input.{n}"


def set_field(sets: SetsToChoose, block_id: str = SET) -> Block | None:
    """Which input set it follows; choosing one says what it gives. None where there is none."""
    if not sets.sets:
        return None
    choices = [Choice("No input set", NOTHING), *(_choice(each) for each in sets.sets)]
    menu = long_select(
        block_id, choices[: typed_fields.MOST_CHOICES], chosen=[sets.chosen or NOTHING]
    )
    drawn = field(
        "Input set", menu, block_id, hint="What is filled in below wins over what it says."
    )
    return {**drawn, "dispatch_action": True}


def read_set(state: State, block_id: str = SET) -> str:
    """The id of the chosen set; empty where none is."""
    chosen = chosen_of(state, block_id)
    return "" if chosen == NOTHING else chosen


def fields(
    process: Process,
    sets: SetsToChoose,
    typed: State | None = None,
    given: Mapping[str, JsonValue] | None = None,
) -> list[TypedField]:
    """One for each declared input but the version, which is asked as the release's own.

    They start with what stands in the form, else with what was given before, else the default.
    """
    return [
        _field(n, each, sets, typed, given or {})
        for n, each in enumerate(process.inputs)
        if not each.is_version
    ]


def read(state: State, process: Process) -> tuple[dict[str, JsonValue], dict[str, str]]:
    """By name what was filled in, and by block what does not fit."""
    shown = [
        each
        for n, spec in enumerate(process.inputs)
        for each in (
            TypedField(spec, input_block(n), needed=spec.required),
            TypedField(spec, _said_block(n)),
        )
    ]
    answers = typed_answers.read(state, shown)
    names = {each.block_id: each.spec.name for each in shown}
    return {names[each]: value for each, value in answers.values.items()}, answers.problems


def _field(
    n: int, spec: InputSpec, sets: SetsToChoose, typed: State | None, given: Mapping[str, JsonValue]
) -> TypedField:
    """With another id where a set is followed, so that what was merely prefilled is not typed.

    Nothing is needed then: what stays open is filled in before the release starts.
    """
    standing = _standing(n, spec, typed or {})
    if standing is None:
        standing = given.get(spec.name)
    if sets.chosen:
        prefilled = standing == spec.default and spec.name not in given
        value = None if prefilled else standing
        return TypedField(spec, _said_block(n), value=value, otherwise=_otherwise(spec, sets))
    value = spec.default if standing is None else standing
    return TypedField(spec, input_block(n), value=value, needed=spec.required)


def _otherwise(spec: InputSpec, sets: SetsToChoose) -> str:
    if spec.name in sets.says:
        return f"{sets.says[spec.name]}, as “{sets.chosen_name}” says"
    if spec.default is not None:
        return f"{as_text(spec.default)}, the default"
    return "it is open, and no release starts without it" if spec.required else ""


def _standing(n: int, spec: InputSpec, typed: State) -> JsonValue:
    for block_id in (input_block(n), _said_block(n)):
        if block_id in typed:
            return typed_answers.standing(typed, spec, block_id)
    return None


def is_shown(state: State, n: int) -> bool:
    return input_block(n) in state or _said_block(n) in state


def _said_block(n: int) -> str:
    return f"{input_block(n)}.said"


def _choice(each: SetChoice) -> Choice:
    state = f"incomplete: {each.open} open" if each.open else "complete"
    return Choice(each.name, each.set_id, state)
