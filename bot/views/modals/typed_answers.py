"""What stands in the fields of declared inputs, read by the very version they were drawn from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import JsonValue

from bot.views.modals.answers import State
from bot.views.modals.typed_fields import NO, NOTHING, YES, TypedField
from bot.views.text import cut
from orchestration.inputs.values import fitting
from orchestration.processes.input_values import Unfit, read_value
from orchestration.processes.inputs import InputSpec, InputType

FILL_IN = "Please fill this in."
_LONGEST = 300
"""Of what stands under a field."""


class Answers(NamedTuple):
    values: dict[str, JsonValue]
    """By the block's id, only what was filled in and fits."""
    problems: dict[str, str]
    """By the block's id: `Must be a number.`"""


def read(state: State, fields: Sequence[TypedField], *, expressions: bool = False) -> Answers:
    """Everything that is wrong at once; a field that the form does not show is left alone."""
    answers = Answers({}, {})
    for each in fields:
        if each.block_id not in state:
            continue
        try:
            value = read_one(state, each.spec, each.block_id, expressions=expressions)
        except Unfit as unfit:
            answers.problems[each.block_id] = _sentence(str(unfit))
            continue
        if value is not None:
            answers.values[each.block_id] = value
        elif each.needed:
            answers.problems[each.block_id] = FILL_IN
    return answers


def read_one(
    state: State, spec: InputSpec, block_id: str, *, expressions: bool = False
) -> JsonValue:
    """The value, None where there is none; raises `Unfit`.

    With `expressions` a text with `{{ }}` stands for a value that is known later; it has to parse.
    """
    given = _given(spec, next(iter(state.get(block_id, {}).values()), {}))
    if given is None or given in ("", []):
        return None
    if expressions and isinstance(given, str) and "{{" in given:
        return fitting(spec, given)
    return read_value(spec, given)


def standing(state: State, spec: InputSpec, block_id: str) -> JsonValue:
    """What stands in a field, whether it fits or not; for a form that is drawn anew."""
    try:
        given = _given(spec, next(iter(state.get(block_id, {}).values()), {}))
    except Unfit:
        return None
    return None if given in ("", []) else given


def _given(spec: InputSpec, element: Mapping[str, Any]) -> JsonValue:
    if (chosen := element.get("selected_options")) is not None:
        return [_allowed(spec, str(each["value"])) for each in chosen]
    if option := element.get("selected_option"):
        value = str(option["value"])
        if value == NOTHING:
            return None
        if spec.type is InputType.BOOLEAN and value in {YES, NO}:
            return value == YES
        return _allowed(spec, value)
    typed = element.get("value") or element.get("selected_date") or element.get("selected_user")
    return str(typed or "").strip()


def _allowed(spec: InputSpec, position: str) -> JsonValue:
    """The value at this position; raises `Unfit` for a menu of another version."""
    at = int(position) if position.isdecimal() else -1
    if not 0 <= at < len(spec.allowed_values):
        raise Unfit("must be one of those that are offered")
    return spec.allowed_values[at]


def _sentence(unfit: str) -> str:
    """`must be a number` as it stands under a field."""
    said = cut(f"{unfit[:1].upper()}{unfit[1:]}", _LONGEST)
    return said if said.endswith((".", "!", "?", "…")) else f"{said}."
