"""The inputs of a release: what it is made with, and what they come to when it starts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from pydantic import JsonValue

from orchestration import words
from orchestration.errors import Rejected
from orchestration.inputs.lookup import resolved_in
from orchestration.inputs.saying import lines_of
from orchestration.ports import Transaction
from orchestration.processes.expressions import Value
from orchestration.processes.input_values import Unfit, as_text, read_value
from orchestration.processes.model import Process, ProcessVersion
from orchestration.releases.model import Release


class Snapshot(TypedDict):
    """The fields of a release that hold what it was started with."""

    inputs: dict[str, str]
    phase_inputs: dict[str, dict[str, JsonValue]]
    activity_inputs: dict[str, dict[str, JsonValue]]


def inputs_at_making(
    tx: Transaction, process: Process, given: Mapping[str, str], input_set: str | None
) -> dict[str, str]:
    """What a new release keeps: with a set only what was given, since the set is followed.

    Raises `Rejected` naming what is missing or unfit, and where there is no such set.
    """
    if input_set is None:
        return complete_inputs(process, given)
    return inputs_while_planned(tx, process, given, input_set)


def inputs_while_planned(
    tx: Transaction, process: Process, given: Mapping[str, str], input_set: str | None
) -> dict[str, str]:
    """What was given, of which some may be missing yet; raises `Rejected` for what is unfit."""
    if input_set is not None:
        tx.input_sets.process_set(process.id, input_set)
    values, unfit = _given(process, given)
    if unfit:
        raise Rejected(f"Please correct: {'; '.join(unfit)}.")
    return values


def inputs_at_start(
    tx: Transaction, version: ProcessVersion, release: Release
) -> Snapshot | tuple[str, ...]:
    """Everything resolved and checked; else each place, its input and what to do, a line each.

    From its start on the release has its inputs from itself alone: sets may change or go.
    """
    process, kept = version.process, None
    try:
        if release.input_set:
            kept = tx.input_sets.process_set(process.id, release.input_set).set
        else:
            complete_inputs(process, given_to(release, process))  # says it as the form does
    except Rejected as refused:
        return (refused.text,)
    given: dict[str, JsonValue] = dict(given_to(release, process))
    resolved = resolved_in(tx, version, kept, given, release=facts_at_start(release))
    if not resolved.complete:
        return lines_of(resolved, process.id, kept)
    return Snapshot(
        inputs={name: as_text(value) for name, value in resolved.inputs.items()},
        phase_inputs=resolved.phase_inputs,
        activity_inputs=resolved.activity_inputs,
    )


def given_to(release: Release, process: Process) -> dict[str, str]:
    """What it was given, and its version where the process asks for that: nobody says it twice."""
    versions = {each.name: release.version for each in process.inputs if each.is_version}
    said = {name: version for name, version in versions.items() if version}
    return said | release.inputs


def facts_at_start(release: Release) -> dict[str, Value]:
    """What the expressions of a set may read of the release itself."""
    return {"name": release.name, "version": release.version, "reference": release.reference}


def complete_inputs(process: Process, given: Mapping[str, str]) -> dict[str, str]:
    """Every declared input with its value; raises `Rejected` naming what is missing or unfit."""
    defaults = {
        each.name: as_text(each.default) for each in process.inputs if each.default is not None
    }
    filled_in = {name: value for name, value in given.items() if value.strip()}
    values, unfit = _given(process, defaults | filled_in)
    missing = [
        each.name
        for each in process.inputs
        if each.required and not (defaults | filled_in).get(each.name, "")
    ]
    if missing:
        raise Rejected(f"Please fill in {words.listed(missing)}.")
    if unfit:
        raise Rejected(f"Please correct: {'; '.join(unfit)}.")
    return values


def _given(process: Process, given: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """What was filled in as its type has it, and what is unfit."""
    values: dict[str, str] = {}
    unfit: list[str] = []
    for spec in process.inputs:
        value = given.get(spec.name, "").strip()
        if not value:
            continue
        try:
            values[spec.name] = as_text(read_value(spec, value))
        except Unfit as error:
            unfit.append(f"{spec.name} {error}")
    return values, unfit
