"""Where a process asks for inputs, and what a set says there: for forms that show one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import Field, JsonValue

from orchestration.catalogue.model import StoreActivity
from orchestration.processes.input_sets import (
    ActivityInputs,
    ActivityInputSet,
    PhaseInputs,
    ProcessInputSet,
)
from orchestration.processes.inputs import InputSpec
from orchestration.processes.model import Process, Values, ref_of
from orchestration.values import ActivityRef, Frozen

WHOLE = ""
"""The place of what is asked for the process as a whole."""


class AskedPlace(Frozen):
    """One place with declared inputs: the process, a phase, or an activity from the store."""

    place: str
    """`WHOLE`, the phase's id, or `phase.activity`."""
    phase: str = ""
    """The phase's name."""
    name: str = ""
    """The activity's name."""
    activity: str = ""
    """The store activity's id; its sets can be linked here."""
    inputs: tuple[InputSpec, ...]
    said: Values = Field(default_factory=dict)
    """What the process itself says here."""


def asked_in(
    process: Process, store: Mapping[ActivityRef, StoreActivity]
) -> tuple[AskedPlace, ...]:
    """Every place that declares an input, in written order; `store` by place."""
    return tuple(each for each in _places(process, store) if each.inputs)


def _places(process: Process, store: Mapping[ActivityRef, StoreActivity]) -> Iterator[AskedPlace]:
    yield AskedPlace(place=WHOLE, inputs=process.inputs)
    for phase in process.phases:
        yield AskedPlace(place=phase.id, phase=phase.name, inputs=phase.inputs)
        for each in phase.activities:
            ref = ref_of(phase.id, each.id)
            if found := store.get(ref):
                yield AskedPlace(
                    place=ref,
                    phase=phase.name,
                    name=each.name,
                    activity=found.id,
                    inputs=found.inputs,
                    said=each.inputs,
                )


class Said(Frozen):
    """What a set says, by place."""

    values: dict[str, Values] = Field(default_factory=dict)
    links: dict[str, str] = Field(default_factory=dict)
    """The linked `ActivityInputSet`s."""


def said_by(of: ProcessInputSet | ActivityInputSet) -> Said:
    if isinstance(of, ActivityInputSet):
        return Said(values={WHOLE: of.inputs})
    values: dict[str, Values] = {WHOLE: of.inputs}
    links: dict[str, str] = {}
    for phase in of.phases:
        values[phase.id] = phase.inputs
        for each in phase.activities:
            ref = ref_of(phase.id, each.id)
            values[ref] = each.inputs
            if each.linked:
                links[ref] = each.linked
    return Said(values=values, links=links)


def with_values(
    of: ProcessInputSet,
    values: Mapping[str, Mapping[str, JsonValue]],
    links: Mapping[str, str],
) -> ProcessInputSet:
    """The set with these answers; None takes a value out, an empty link unlinks."""
    phases = {each.id: each for each in of.phases}
    for place in [*values, *links]:
        if place == WHOLE:
            continue
        phase_id, _, activity_id = place.partition(".")
        phase = phases.get(phase_id) or PhaseInputs(id=phase_id)
        if activity_id:
            phases[phase_id] = _with_activity(
                phase, activity_id, values.get(place, {}), links.get(place)
            )
        else:
            inputs = merged(phase.inputs, values[place])
            phases[phase_id] = phase.model_copy(update={"inputs": inputs})
    kept = tuple(each for each in phases.values() if each.inputs or each.activities)
    whole = merged(of.inputs, values.get(WHOLE, {}))
    return of.model_copy(update={"inputs": whole, "phases": kept})


def merged(was: Values, now: Mapping[str, JsonValue]) -> Values:
    """What was said, with what is said now; None takes a value out."""
    both = {**was, **now}
    return {key: value for key, value in both.items() if value is not None}


def _with_activity(
    phase: PhaseInputs, activity_id: str, now: Mapping[str, JsonValue], linked: str | None
) -> PhaseInputs:
    activities = {each.id: each for each in phase.activities}
    was = activities.get(activity_id) or ActivityInputs(id=activity_id)
    link = was.linked if linked is None else linked or None
    activities[activity_id] = was.model_copy(
        update={"inputs": merged(was.inputs, now), "linked": link}
    )
    kept = tuple(each for each in activities.values() if each.inputs or each.linked)
    return phase.model_copy(update={"activities": kept})
