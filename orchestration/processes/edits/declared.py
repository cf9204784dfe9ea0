"""Edits of what a process or a phase asks to be told: one declared input at a time."""

from __future__ import annotations

from typing import Literal

from pydantic import JsonValue

from orchestration.errors import Rejected
from orchestration.processes.edits.places import (
    Edited,
    changed,
    phase_in,
    required,
    unless_same,
    with_phase,
)
from orchestration.processes.inputs import InputSpec, InputType
from orchestration.processes.model import Process
from orchestration.values import Frozen


class PutInput(Frozen):
    """Change an input by its place in the list, or add one at the end."""

    kind: Literal["put_input"] = "put_input"
    phase: str | None = None
    """None for one of the whole process."""
    input: int | None = None
    name: str
    type: InputType = InputType.STRING
    description: str = ""
    required: bool = True
    default: JsonValue = None
    allowed_values: tuple[JsonValue, ...] = ()


class LimitInput(Frozen):
    """What a value of it must match, and between which bounds it lies."""

    kind: Literal["limit_input"] = "limit_input"
    phase: str | None = None
    input: int
    pattern: str = ""
    min: float | None = None
    max: float | None = None


def put_input(process: Process, edit: PutInput) -> Edited:
    name = required(edit.name, "The input")
    specs = inputs_of(process, edit.phase)
    was = specs[edit.input] if edit.input is not None and edit.input < len(specs) else None
    name = unless_same(name, was.name) if was else name
    renamed = was is None or name != was.name
    if renamed and any(each.name == name for each in specs):
        raise Rejected(f"There is an input “{name}” already.")
    said: dict[str, object] = {
        "name": name,
        "type": edit.type,
        "description": edit.description,
        "required": edit.required,
        "default": edit.default,
        "allowed_values": edit.allowed_values,
    }
    if edit.input is None:
        now = with_inputs(process, edit.phase, (*specs, InputSpec.model_validate(said)))
        return Edited(process=now, what=f"added the input “{name}”")
    return _put(process, edit.phase, edit.input, said)


def limit_input(process: Process, edit: LimitInput) -> Edited:
    said: dict[str, object] = {"pattern": edit.pattern, "min": edit.min, "max": edit.max}
    return _put(process, edit.phase, edit.input, said)


def inputs_of(process: Process, phase: str | None) -> tuple[InputSpec, ...]:
    return process.inputs if phase is None else phase_in(process, phase).inputs


def with_inputs(process: Process, phase: str | None, specs: tuple[InputSpec, ...]) -> Process:
    if phase is None:
        return process.model_copy(update={"inputs": specs})
    found = phase_in(process, phase)
    return with_phase(process, found.model_copy(update={"inputs": specs}))


def _put(process: Process, phase: str | None, at: int, said: dict[str, object]) -> Edited:
    specs = inputs_of(process, phase)
    if not 0 <= at < len(specs):
        raise Rejected("That input was removed meanwhile. Open *Edit* again.")
    was = specs[at]
    now = was.model_copy(update=said)
    return Edited(
        process=with_inputs(process, phase, (*specs[:at], now, *specs[at + 1 :])),
        what=changed(was, now, was.name),
    )
