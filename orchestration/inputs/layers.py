"""Layers of values, one nearer than the other, and what an input is by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

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
    for layer in layers:
        value = layer.values.get(spec.name)
        if says_something(value):
            return _said_by(
                layer,
                ResolvedInput(
                    place=place,
                    spec=spec,
                    declared=declared,
                    linked=linked,
                    source=layer.source,
                    value=value,
                ),
            )
    said = says_something(spec.default)
    return ResolvedInput(
        place=place,
        spec=spec,
        declared=declared,
        linked=linked,
        source=Source.DEFAULT if said else None,
        value=spec.default if said else None,
    )


def _said_by(layer: Layer, found: ResolvedInput) -> ResolvedInput:
    if not layer.checked:
        return found
    try:
        fits = fitting(found.spec if found.declared else None, found.value)
    except Unfit as error:
        return found.unfit(str(error))
    return found if fits is found.value else replace(found, value=fits)
