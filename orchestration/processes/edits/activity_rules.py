"""Edits of what an activity says beyond the short form: conditions, time, values."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from orchestration.processes.durations import Duration
from orchestration.processes.edits.places import (
    Edited,
    activity_in,
    changed,
    phase_in,
    sets,
    with_activity,
)
from orchestration.processes.model import OnFailure, Process, Retry, Values
from orchestration.values import Frozen


class SetConditions(Frozen):
    """Whether it runs, where, and what its success means."""

    kind: Literal["set_conditions"] = "set_conditions"
    phase: str
    activity: str
    description: str = ""
    if_: str | None = None
    environment: str | None = None
    marks: Literal["live"] | None = None
    optional: bool = False
    finalise: Literal["auto", "owner"] = "auto"


class SetTimes(Frozen):
    """How long it takes, and what is done when it fails."""

    kind: Literal["set_times"] = "set_times"
    phase: str
    activity: str
    expected_duration: Duration | None = None
    timeout: Duration | None = None
    on_failure: OnFailure = OnFailure.HOLD
    retry: Retry | None = None


class SetValues(Frozen):
    """What it is told, what it gives, and what can be read inside it."""

    kind: Literal["set_values"] = "set_values"
    phase: str
    activity: str
    uses: str | None = None
    inputs: Values = Field(default_factory=dict)
    variables: Values = Field(default_factory=dict)
    outputs: tuple[str, ...] = ()
    output_values: dict[str, str] = Field(default_factory=dict)


def set_activity(process: Process, edit: SetConditions | SetTimes | SetValues) -> Edited:
    phase = phase_in(process, edit.phase)
    was = activity_in(phase, edit.activity)
    now = was.model_copy(update=sets(edit))
    return Edited(process=with_activity(process, phase, now), what=changed(was, now, was.name))
