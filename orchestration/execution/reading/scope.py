"""What the expressions of one place in a running release read: conditions and inputs alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from pydantic import JsonValue
from pydantic_core import to_jsonable_python

from orchestration.errors import Permanent
from orchestration.execution.state.facts import ReleaseFacts
from orchestration.execution.state.model import ProcessExecution
from orchestration.processes.expressions import Data, Layers, SecretRef, Value, filled, scope_of
from orchestration.processes.input_values import Unfit, read_value
from orchestration.processes.inputs import InputSpec, InputType
from orchestration.processes.model import Phase, Values, phase_of
from orchestration.values import ActivityRef

Said = Mapping[str, Value]


def scope_at(execution: ProcessExecution, facts: ReleaseFacts, ref: ActivityRef) -> Data:
    """What an activity's own values read; raises `Permanent` naming a variable without a value."""
    phase = execution.plan.version.process.phases_by_id[phase_of(ref)]
    reading = _Reading(execution, facts, phase)
    globally, in_phase = reading.variables()
    here = values_in(
        execution.plan.activities[ref].variables, reading.data(process=globally, phase=in_phase)
    )
    return reading.data(process=globally, phase=in_phase, activity=here)


def scope_of_phase(execution: ProcessExecution, facts: ReleaseFacts, phase_id: str) -> Data:
    """What a phase's own condition reads."""
    phase = execution.plan.version.process.phases_by_id[phase_id]
    reading = _Reading(execution, facts, phase)
    globally, in_phase = reading.variables()
    return reading.data(process=globally, phase=in_phase)


def values_in(values: Values, data: Data) -> dict[str, Value]:
    """Every value with its expressions evaluated; raises `Permanent` naming one that cannot be."""
    if not values:
        return {}
    read = filled(values, data)
    for each in read.unfilled:
        name = ".".join(str(step) for step in each.place)
        raise Permanent(f"“{name}” has no value: {each.refusal}")
    return dict(read.value) if isinstance(read.value, Mapping) else {}


class _Reading:
    """One phase of one release: its inputs and outputs are the same in each of its scopes."""

    def __init__(self, execution: ProcessExecution, facts: ReleaseFacts, phase: Phase) -> None:
        process = execution.plan.version.process
        specs = (*process.inputs, *phase.inputs)
        self._process, self._phase = process, phase
        self._of_phase = facts.phase_inputs.get(phase.id, {})
        self._secrets = [each.name for each in specs if each.type is InputType.SECRET]
        self._inputs = Layers(
            defaults={**defaults_of(process.inputs), **defaults_of(phase.inputs)},
            process=_typed(process.inputs, facts.inputs),
        )
        self._outputs = _Outputs(execution)
        self._activities = execution.plan.activity_ids
        self._release: dict[str, Value] = {
            "name": facts.name,
            "version": facts.version,
            "reference": facts.reference,
        }

    def data(self, **variables: Said) -> Data:
        return scope_of(
            inputs=self._inputs,
            secrets=self._secrets,
            variables=Layers(**variables),
            activities=self._activities,
            outputs=self._outputs,
            more={"release": self._release},
        )

    def variables(self) -> tuple[Said, Said]:
        """The process's and the phase's; the phase's inputs are what the latter can read."""
        globally = values_in(self._process.variables, self.data())
        self._outputs.scope = self.data(process=globally)
        if self._of_phase:
            said = values_in(self._of_phase, self.data(process=globally))
            self._inputs = replace(self._inputs, phase=as_declared(self._phase.inputs, said))
        return globally, values_in(self._phase.variables, self.data(process=globally))


def defaults_of(specs: tuple[InputSpec, ...]) -> Said:
    """What stands in where nobody says anything."""
    return {each.name: each.default for each in specs if each.default is not None}


def as_declared(specs: tuple[InputSpec, ...], said: Said) -> Said:
    """What expressions came to, as declared; raises `Permanent` where it is no such value."""
    by_name = {each.name: each for each in specs}
    found: dict[str, Value] = {}
    for name, value in said.items():
        spec = by_name.get(name)
        if spec is None or isinstance(value, SecretRef):
            found[name] = value
            continue
        try:
            found[name] = read_value(spec, to_jsonable_python(value))
        except Unfit as error:
            raise Permanent(f"“{name}” {error}") from error
    return found


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
        return values_in(dict(phase.output_values), self.scope)

    def __iter__(self) -> Iterator[str]:
        return iter(self._execution.activities)

    def __len__(self) -> int:
        return len(self._execution.activities)
