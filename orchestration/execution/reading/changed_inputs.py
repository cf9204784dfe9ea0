"""The inputs that a retry may change: which there are, what they are now, what was changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pydantic import JsonValue

from orchestration.errors import Permanent, Rejected
from orchestration.execution.reading.given import as_told, facts_in, inputs_given
from orchestration.execution.reading.known import values_known
from orchestration.execution.reading.own_inputs import own_inputs, specs_around
from orchestration.execution.reading.scope import scope_at
from orchestration.execution.state.model import ProcessExecution
from orchestration.inputs.values import fitting
from orchestration.processes.expressions import SecretRef
from orchestration.processes.input_values import Unfit, as_text
from orchestration.processes.inputs import InputSpec, InputType
from orchestration.processes.model import ActivityType
from orchestration.releases.model import Release
from orchestration.values import ActivityRef


def inputs_of(
    execution: ProcessExecution, ref: ActivityRef, taken: Sequence[str]
) -> tuple[InputSpec, ...]:
    """What the store declares; otherwise what its place says and its pipeline takes, by name.

    Typed as the process declares an input of that name. None is required: what is left as it was
    comes from where it came from.
    """
    store, activity = execution.plan.store.get(ref), execution.plan.activities[ref]
    if store is not None:
        return tuple(each.model_copy(update={"required": False}) for each in store.inputs)
    if activity.type is not ActivityType.AUTOMATED or not activity.pipeline:
        return ()
    declared = {each.name: each for each in reversed(specs_around(execution, ref))}
    names = dict.fromkeys([*activity.inputs, *taken])
    return tuple(
        declared.get(name, InputSpec(name=name)).model_copy(update={"required": False})
        for name in names
        if name in activity.inputs or name not in _OF_THE_RELEASE
    )


_OF_THE_RELEASE = frozenset({"version", "release"})
"""What every pipeline is told of the release itself; no retry makes it another."""


def values_now(
    release: Release, execution: ProcessExecution, ref: ActivityRef, specs: Iterable[InputSpec]
) -> dict[str, str]:
    """What the last attempt was told, as far as it has a value; a secret is never among it."""
    specs = tuple(specs)
    known: Mapping[str, str | SecretRef]
    try:
        known = _told(release, execution, ref)
    except Permanent:  # that is why it is on hold, as like as not: what was given is known
        given = execution.activity(ref).given
        known = {name: as_text(value) for name, value in given.items()}
    hidden = {each.name for each in specs if each.type is InputType.SECRET}
    return {
        each.name: value
        for each in specs
        if isinstance(value := known.get(each.name), str) and each.name not in hidden
    }


def _told(
    release: Release, execution: ProcessExecution, ref: ActivityRef
) -> dict[str, str | SecretRef]:
    if ref not in execution.plan.store:
        return {**values_known(release, execution), **inputs_given(release, execution, ref)}
    facts = facts_in(release, execution)
    own = own_inputs(execution, facts, ref, scope_at(execution, facts, ref))
    return {name: as_told(name, value) for name, value in own.items()}


def fitting_inputs(
    specs: Iterable[InputSpec], given: Mapping[str, JsonValue]
) -> dict[str, JsonValue]:
    """Each as its type has it; raises `Rejected` naming what does not fit, or is not declared."""
    by_name = {each.name: each for each in specs}
    found: dict[str, JsonValue] = {}
    for name, value in given.items():
        if name not in by_name:
            raise Rejected(f"This activity takes no input “{name}”.")
        try:
            found[name] = None if value is None else fitting(by_name[name], value)
        except Unfit as unfit:
            raise Rejected(f"“{name}” {unfit}") from unfit
    return found


def changes_in_words(
    specs: Iterable[InputSpec], before: Mapping[str, str], given: Mapping[str, JsonValue]
) -> str:
    """`region: eu → us; token: another secret`."""
    secret = {each.name for each in specs if each.type is InputType.SECRET}
    return "; ".join(
        f"{name}: another secret"
        if name in secret and value is not None
        else f"{name}: {before.get(name) or 'nothing'} → {_said(value)}"
        for name, value in given.items()
    )


def _said(value: JsonValue) -> str:
    return "as the process says" if value is None else as_text(value)
