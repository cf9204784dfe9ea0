"""The inputs of one running activity: its place and the sets say them, the store types them.

What an activity of the store declares is its own: nearest to it, typed, with its own defaults. What
its place says is evaluated in the process, and knows nothing of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from orchestration.errors import Permanent
from orchestration.execution.reading.scope import as_declared, defaults_of, scope_at, values_in
from orchestration.execution.state.facts import ReleaseFacts
from orchestration.execution.state.model import ProcessExecution
from orchestration.processes.expressions import Data, SecretRef, Value, filled
from orchestration.processes.inputs import InputSpec, InputType
from orchestration.processes.model import Values, phase_of
from orchestration.values import ActivityRef

Own = dict[str, Value]


def own_inputs(
    execution: ProcessExecution, facts: ReleaseFacts, ref: ActivityRef, around: Data
) -> Own:
    """Every one with its value; raises `Permanent` naming one that has none, or an unfit one."""
    own = _declared(execution, ref, values_in(_said(execution, facts, ref), around))
    store = execution.plan.store.get(ref)
    for spec in store.inputs if store else ():
        if spec.required and spec.name not in own:
            raise Permanent(
                f"“{spec.name}” has no value: nobody says it, and it has no default. "
                "Say it in the process or in an input set"
            )
    return own


def with_own(around: Data, own: Mapping[str, Value]) -> Data:
    """The scope in which the activity's own inputs are the nearest."""
    inputs = around["inputs"]
    known = inputs if isinstance(inputs, Mapping) else {}
    return {**around, "inputs": {**known, **own}}


def scope_within(execution: ProcessExecution, facts: ReleaseFacts, ref: ActivityRef) -> Data:
    """What is said inside an activity reads: where its outputs come from."""
    around = scope_at(execution, facts, ref)
    return with_own(around, own_inputs(execution, facts, ref, around))


def scope_of_condition(execution: ProcessExecution, facts: ReleaseFacts, ref: ActivityRef) -> Data:
    """What an activity's condition reads: its own inputs too, those of them that have a value."""
    around = scope_at(execution, facts, ref)
    said = filled(_said(execution, facts, ref), around).value
    if not isinstance(said, Mapping):
        return around
    known = {name: value for name, value in said.items() if value is not None}
    return with_own(around, _declared(execution, ref, known))


def _said(execution: ProcessExecution, facts: ReleaseFacts, ref: ActivityRef) -> Values:
    """By its place, nearer by the sets of the release; what was given at a retry wins over all."""
    said = {**execution.plan.activities[ref].inputs, **facts.activity_inputs.get(ref, {})}
    return {**said, **execution.activity(ref).given}


def _declared(execution: ProcessExecution, ref: ActivityRef, said: Mapping[str, Value]) -> Own:
    """As the store's activity declares them; what it does not declare is not told to it."""
    store = execution.plan.store.get(ref)
    if store is None:
        given = execution.activity(ref).given
        named = [each for each in specs_around(execution, ref) if each.name in given]
        return {**said, **_secrets(named, said)}
    names = {each.name for each in store.inputs}
    known = {name: each for name, each in said.items() if name in names and each is not None}
    typed = {**defaults_of(store.inputs), **as_declared(store.inputs, known)}
    return {**typed, **_secrets(store.inputs, typed)}


def specs_around(execution: ProcessExecution, ref: ActivityRef) -> tuple[InputSpec, ...]:
    """What its phase and its process declare."""
    process = execution.plan.version.process
    return (*process.phases_by_id[phase_of(ref)].inputs, *process.inputs)


def _secrets(specs: Iterable[InputSpec], typed: Mapping[str, Value]) -> Own:
    """What is declared a secret is a reference from here on, which can only be passed on."""
    secret = {each.name for each in specs if each.type is InputType.SECRET}
    texts = ((name, typed.get(name)) for name in secret)
    return {name: SecretRef(text) for name, text in texts if isinstance(text, str)}
