"""What an activity is given when it starts: its `inputs`, with every expression evaluated."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic_core import to_jsonable_python

from orchestration.errors import Permanent
from orchestration.execution.reading.own_inputs import own_inputs, with_own
from orchestration.execution.reading.scope import scope_at, values_in
from orchestration.execution.state.facts import ReleaseFacts, facts_of
from orchestration.execution.state.model import ProcessExecution
from orchestration.processes.expressions import SecretRef, Value
from orchestration.processes.input_values import as_text
from orchestration.releases.model import Release
from orchestration.values import ActivityRef


def inputs_given(
    release: Release, execution: ProcessExecution, ref: ActivityRef
) -> dict[str, str | SecretRef]:
    """By name, as the pipeline takes them: text; an object or a list as JSON; secrets by reference.

    In two steps for an activity of the store: its place's values first, in the process; then what
    the pipeline is told, from these. Raises `Permanent` naming the input, its expression and what
    is there instead: the activity goes on hold with that, and nothing is run with a value missing.
    """
    facts, store = facts_in(release, execution), execution.plan.store.get(ref)
    said = execution.plan.activities[ref].inputs or facts.activity_inputs.get(ref)
    if not said and store is None and not execution.activity(ref).given:
        return {}
    around = scope_at(execution, facts, ref)
    told = own_inputs(execution, facts, ref, around)
    if store is not None and store.pipeline_inputs:
        told = values_in(store.pipeline_inputs, with_own(around, told))
    return {name: as_told(name, value) for name, value in told.items()}


def facts_in(release: Release, execution: ProcessExecution) -> ReleaseFacts:
    """What expressions read of the release; a child has its own inputs, and no other's."""
    return facts_of(release) if execution.parent is None else execution.facts


def as_told(name: str, value: Value) -> str | SecretRef:
    """As text, or the reference of a secret; raises `Permanent` for one that is hidden in more."""
    if isinstance(value, SecretRef):
        return value
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
