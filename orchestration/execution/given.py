"""What an activity is given when it starts: its `inputs`, with every expression evaluated."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic_core import to_jsonable_python

from orchestration.errors import Permanent
from orchestration.execution.facts import facts_of
from orchestration.execution.model import ProcessExecution
from orchestration.execution.scope import scope_at, values_in
from orchestration.processes.expressions import SecretRef, Value
from orchestration.processes.input_values import as_text
from orchestration.releases.model import Release
from orchestration.values import ActivityRef


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
    data = scope_at(execution, facts_of(release), ref)
    return {
        name: value if isinstance(value, SecretRef) else _text(name, value)
        for name, value in values_in(activity.inputs, data).items()
    }


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
