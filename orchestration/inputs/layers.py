"""Layers of values, one nearer than the other, and what an input is by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from orchestration.inputs.resolved import InputPlace, ResolvedInput, Source
from orchestration.inputs.values import fitting, says_something
from orchestration.processes.input_values import Unfit
from orchestration.processes.inputs import InputSpec


@dataclass(frozen=True, slots=True)
class Layer:
    """Who says values, and which."""

    source: Source
    values: Mapping[str, JsonValue]
    checked: bool = True
    """False for what `check_process` looked at when it was published."""


def nearest(
    place: InputPlace,
    spec: InputSpec,
    layers: Sequence[Layer],
    *,
    declared: bool = True,
    linked: str | None = None,
) -> ResolvedInput:
    """The input by the first layer that says it, else by its default, else by nobody.

    A value that does not fit is told, and hides those behind it: nothing else is put in its place.
    """
    found = ResolvedInput(place=place, spec=spec, declared=declared, linked=linked)
    for layer in layers:
        value = layer.values.get(spec.name)
        if not says_something(value):
            continue
        said = found.model_copy(update={"source": layer.source, "value": value})
        if not layer.checked:
            return said
        try:
            fits = fitting(spec if declared else None, value)
            return said.model_copy(update={"value": fits})
        except Unfit as error:
            return said.unfit(str(error))
    if says_something(spec.default):
        return found.model_copy(update={"source": Source.DEFAULT, "value": spec.default})
    return found
