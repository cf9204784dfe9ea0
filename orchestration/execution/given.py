"""What an activity is given when it starts: its `inputs`, with every expression evaluated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import JsonValue
from pydantic_core import to_jsonable_python

from orchestration.errors import Permanent
from orchestration.execution.model import ProcessExecution
from orchestration.processes.expressions import Data, Layers, SecretRef, Value, filled, scope_of
from orchestration.processes.input_values import Unfit, as_text, read_value
from orchestration.processes.inputs import InputSpec, InputType
from orchestration.processes.model import Values, phase_of
from orchestration.releases.model import Release
from orchestration.values import ActivityRef

Said = Mapping[str, Value]


def inputs_given(
    release: Release, execution: ProcessExecution, ref: ActivityRef
) -> dict[str, str | SecretRef]:
    """By name, as the pipeline takes them: text; an object or a list as JSON; secrets by reference.

    Raises `Permanent` naming the input, its expression and what is there instead: the activity goes
    on hold with that, and nothing is run with a value missing.
    """
    activity = execution.plan.activities[ref]
    if not activity.inputs:
        return {}
    data = _scope(release, execution, ref)
    return {
        name: value if isinstance(value, SecretRef) else _text(name, value)
        for name, value in _filled(activity.inputs, data).items()
    }


def _scope(release: Release, execution: ProcessExecution, ref: ActivityRef) -> Data:
    plan = execution.plan
    process, activity = plan.version.process, plan.activities[ref]
    phase = process.phases_by_id[phase_of(ref)]
    specs = (*process.inputs, *phase.inputs)
    secrets = [each.name for each in specs if each.type is InputType.SECRET]
    inputs = Layers(
        defaults=_defaults(process.inputs),
        phase=_defaults(phase.inputs),
        given=_typed(specs, release.inputs),
    )
    outputs = _Outputs(execution)

    def scope(**layers: Said) -> Data:
        return scope_of(
            inputs=inputs,
            secrets=secrets,
            variables=Layers(**layers),
            activities=plan.activity_ids,
            outputs=outputs,
            more={"release": _facts(release)},
        )

    globally = _filled(process.variables, scope())
    in_phase = _filled(phase.variables, scope(process=globally))
    here = _filled(activity.variables, scope(process=globally, phase=in_phase))
    outputs.scope = scope(process=globally)
    return scope(process=globally, phase=in_phase, activity=here)


def _facts(release: Release) -> dict[str, Value]:
    return {"name": release.name, "version": release.version, "reference": release.reference}


def _defaults(specs: tuple[InputSpec, ...]) -> Said:
    return {each.name: each.default for each in specs if each.default is not None}


def _typed(specs: tuple[InputSpec, ...], given: Mapping[str, str]) -> Said:
    """What was given at the start, as its type has it; checked then, so only read here."""
    by_name = {each.name: each for each in specs}
    found: dict[str, JsonValue] = {}
    for name, value in given.items():
        try:
            found[name] = read_value(by_name[name], value) if name in by_name else value
        except Unfit:
            found[name] = value
    return found


def _filled(values: Values, data: Data) -> dict[str, Value]:
    if not values:
        return {}
    read = filled(values, data)
    for each in read.unfilled:
        name = ".".join(str(step) for step in each.place)
        raise Permanent(f"“{name}” has no value: {each.refusal}")
    return dict(read.value) if isinstance(read.value, Mapping) else {}


def _text(name: str, value: Value) -> str:
    if _holds_secret(value):
        raise Permanent(
            f"“{name}” holds a secret inside a list or an object; pass the secret on alone"
        )
    return as_text(to_jsonable_python(value))


def _holds_secret(value: Value) -> bool:
    match value:
        case SecretRef():
            return True
        case Mapping():
            return any(map(_holds_secret, value.values()))
        case list() | tuple():
            return any(map(_holds_secret, value))
        case _:
            return False


class _Outputs(Mapping[str, Said]):
    """By place, read when asked for: nothing here grows with the process."""

    def __init__(self, execution: ProcessExecution) -> None:
        self._execution = execution
        self.scope: Data = {}

    def __getitem__(self, place: str) -> Said:
        if "." in place:
            found = self._execution.activities.get(ActivityRef(place))
            if found is None or not found.outputs:
                raise KeyError(place)
            return dict(found.outputs)
        phase = self._execution.plan.version.process.phases_by_id[place]
        return _filled(dict(phase.output_values), self.scope)

    def __iter__(self) -> Iterator[str]:
        return iter(self._execution.activities)

    def __len__(self) -> int:
        return len(self._execution.activities)
