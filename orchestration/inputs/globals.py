"""The release's own inputs: given at the start, or said by its set, or by their defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pydantic import JsonValue

from orchestration.inputs.layers import Layer, nearest
from orchestration.inputs.resolved import InputPlace, ResolvedInput, Source
from orchestration.inputs.values import evaluated, holds_expression, says_something
from orchestration.processes.expressions import Layers, Value, scope_of
from orchestration.processes.input_values import Unfit, read_value
from orchestration.processes.inputs import InputSpec, InputType


def resolved_globals(
    specs: Sequence[InputSpec],
    given: Mapping[str, JsonValue],
    said: Mapping[str, JsonValue],
    release: Mapping[str, Value] | None,
) -> Iterator[ResolvedInput]:
    """In declared order.

    What people give at the start is text as they typed it, braces and all. Expressions of the set
    read the release's facts and the inputs that hold none themselves.
    """
    found = [_given(spec, given) or _said(spec, said) for spec in specs]
    if release is None:
        yield from found
        return
    plain = {
        each.spec.name: each.value for each in found if not each.why and not _to_evaluate(each)
    }
    data = scope_of(
        inputs=Layers(process=plain),
        secrets=[each.name for each in specs if each.type is InputType.SECRET],
        more={"release": dict(release)},
    )
    for each in found:
        if not _to_evaluate(each):
            yield each
            continue
        try:
            value = evaluated(each.spec, each.value, data)
            if not says_something(value):
                yield each.unfit("comes to nothing when the release starts")
            else:
                yield replace(each, value=value)
        except Unfit as error:
            yield each.unfit(str(error))


def _given(spec: InputSpec, given: Mapping[str, JsonValue]) -> ResolvedInput | None:
    value = given.get(spec.name)
    if not says_something(value):
        return None
    found = ResolvedInput(place=InputPlace(), spec=spec, source=Source.GIVEN, value=value)
    try:
        return replace(found, value=read_value(spec, value))
    except Unfit as error:
        return found.unfit(str(error))


def _said(spec: InputSpec, said: Mapping[str, JsonValue]) -> ResolvedInput:
    return nearest(InputPlace(), spec, (Layer(Source.OWN, said),))


def _to_evaluate(each: ResolvedInput) -> bool:
    return each.source is Source.OWN and not each.why and holds_expression(each.value)
