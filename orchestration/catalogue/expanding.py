"""What an activity with `uses` is: the store's activity, and what its place says otherwise.

The store's activity does the work; the place says where in the process it stands and what it is
told, and wins where it says something itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from orchestration.catalogue.model import StoreActivity, StoreSummary, StoreVersion
from orchestration.processes.model import Activity, OnFailure, Process, ref_of
from orchestration.values import ActivityRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """What of the activity store a process uses, and what else there is."""

    found: Mapping[str, StoreVersion] = field(default_factory=dict)
    """By `uses` as it is written; what the store does not have is missing."""
    latest: Mapping[str, int] = field(default_factory=dict)
    """Every activity of the store by its id, for suggestions."""
    put_aside: tuple[StoreSummary, ...] = ()
    """What is used and deprecated."""

    def of(self, activity: Activity) -> StoreActivity | None:
        """What the place is filled with; None for one that stands for itself, or cannot be."""
        found = self.found.get(activity.uses) if activity.uses else None
        if found is None or found.activity.type is not activity.type:
            return None
        return found.activity


NO_STORE = Store()


def wanted_by(process: Process) -> tuple[str, ...]:
    """Every `uses` of the process, each once."""
    return tuple(dict.fromkeys(each.uses for _, each in process.activities() if each.uses))


def expanded(process: Process, store: Store) -> Process:
    """The process with every place filled that can be; itself where there is none."""
    if not store.found:
        return process
    phases = tuple(
        phase.model_copy(
            update={"activities": tuple(_filled(each, store.of(each)) for each in phase.activities)}
        )
        for phase in process.phases
    )
    return process.model_copy(update={"phases": phases})


def by_place(process: Process, store: Store) -> dict[ActivityRef, StoreActivity]:
    """What each place of the process is filled with."""
    if not store.found:
        return {}
    return {
        ref_of(phase.id, each.id): found
        for phase, each in process.activities()
        if (found := store.of(each)) is not None
    }


def _filled(place: Activity, store: StoreActivity | None) -> Activity:
    if store is None:
        return place
    fails_as_said = place.on_failure is not OnFailure.HOLD
    return place.model_copy(
        update={
            "uses": None,  # from here on it stands for itself
            "description": place.description or store.description,
            "pipeline": place.pipeline or store.pipeline,
            "process": place.process or store.process,
            "command": place.command or store.command,
            "tasks": place.tasks or store.tasks,
            "outputs": tuple(dict.fromkeys([*store.outputs, *place.outputs])),
            "output_values": {**store.output_values, **place.output_values},
            "expected_duration": place.expected_duration or store.expected_duration,
            "timeout": place.timeout or store.timeout,
            "on_failure": place.on_failure if fails_as_said else store.on_failure,
            "retry": place.retry or (None if fails_as_said else store.retry),
        }
    )
