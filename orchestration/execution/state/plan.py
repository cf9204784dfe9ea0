"""A process version compiled for running: who waits for whom, counted once and shared."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TypeVar

from orchestration.catalogue.expanding import NO_STORE, Store, by_place, expanded
from orchestration.catalogue.model import StoreActivity
from orchestration.processes.model import (
    Activity,
    Process,
    ProcessVersion,
    full_ref,
    phase_of,
    ref_of,
)
from orchestration.values import ActivityRef

T = TypeVar("T", bound=str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The two dependency graphs of a process, indexed both ways."""

    version: ProcessVersion
    process: Process
    """As it runs: with the activities of the store in their places."""
    activities: dict[ActivityRef, Activity]
    store: dict[ActivityRef, StoreActivity]
    """What a place was filled with, where it `uses` something."""
    predecessors: dict[ActivityRef, tuple[ActivityRef, ...]]
    successors: dict[ActivityRef, tuple[ActivityRef, ...]]
    phase_activities: dict[str, tuple[ActivityRef, ...]]
    phase_predecessors: dict[str, tuple[str, ...]]
    phase_successors: dict[str, tuple[str, ...]]
    entries: dict[str, tuple[ActivityRef, ...]]
    """Per phase, the activities that wait for no sibling: all that can start with the phase."""
    activity_ids: dict[str, frozenset[str]]
    """By phase."""
    in_turn: frozenset[str]
    """The phases that wait for other releases, or use what those use too."""
    place: dict[ActivityRef, int]
    """Where an activity stands in the process as its authors wrote it."""

    def name_of(self, place: str) -> str:
        """What people call a place: an activity, or a phase, whose time is waited for too."""
        activity = self.activities.get(ActivityRef(place))
        return activity.name if activity else self.version.process.phases_by_id[place].name

    def is_optional(self, ref: ActivityRef) -> bool:
        """True where a failure stops nobody: it is marked so, or its phase is."""
        phase = self.version.process.phases_by_id[phase_of(ref)]
        return phase.optional or self.activities[ref].optional


def compile_plan(version: ProcessVersion, store: Store = NO_STORE) -> Plan:
    """Index the graphs of a checked process; raises KeyError where a dependency is unknown.

    `store` has what it `uses`, which is put in place here and nowhere else.
    """
    process = expanded(version.process, store)
    activities: dict[ActivityRef, Activity] = {}
    predecessors: dict[ActivityRef, tuple[ActivityRef, ...]] = {}
    for phase, activity in process.activities():
        ref = ref_of(phase.id, activity.id)
        activities[ref] = activity
        wanted = [full_ref(phase.id, each) for each in activity.depends_on]
        predecessors[ref] = tuple(wanted if len(wanted) < 2 else dict.fromkeys(wanted))
    phase_predecessors = {
        phase.id: tuple(dict.fromkeys(phase.depends_on)) for phase in process.phases
    }
    return Plan(
        version=version,
        process=process,
        activities=activities,
        store=by_place(version.process, store),
        predecessors=predecessors,
        successors=_turned(predecessors),
        phase_activities={
            phase.id: tuple(ref_of(phase.id, each.id) for each in phase.activities)
            for phase in process.phases
        },
        phase_predecessors=phase_predecessors,
        phase_successors=_turned(phase_predecessors),
        entries={
            phase.id: tuple(
                ref
                for ref in (ref_of(phase.id, each.id) for each in phase.activities)
                if not any(phase_of(before) == phase.id for before in predecessors[ref])
            )
            for phase in process.phases
        },
        activity_ids={
            phase.id: frozenset(each.id for each in phase.activities) for phase in process.phases
        },
        in_turn=frozenset(each.id for each in process.phases if each.waits_for or each.uses),
        place={ref: n for n, ref in enumerate(activities)},
    )


def _turned(before: dict[T, tuple[T, ...]]) -> dict[T, tuple[T, ...]]:
    after: defaultdict[T, list[T]] = defaultdict(list)
    for each, wanted in before.items():
        for one in wanted:
            if one not in before:
                raise KeyError(one)
            after[one].append(each)
    return {each: tuple(after[each]) for each in before}
