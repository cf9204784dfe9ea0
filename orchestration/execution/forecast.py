"""When a release is expected to end, and how far it is, by how long its activities are to take."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from orchestration.execution.reading.conditions import beginning_of
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus
from orchestration.processes.model import phase_of
from orchestration.values import ActivityRef, ExecutionId


@dataclass(frozen=True, slots=True)
class Forecast:
    """What follows from the durations if nothing else comes in between."""

    ends_at: datetime
    critical: tuple[ActivityRef, ...]
    """The longest way to the end, in its order: what is late here makes the release late."""


Inside = Mapping[ExecutionId, ProcessExecution]
"""The processes that run inside an execution now, at any depth."""
_NONE: Inside = {}


def forecast(execution: ProcessExecution, now: datetime, inside: Inside = _NONE) -> Forecast | None:
    """None where it has ended, or where something still to come says no expected duration.

    Every condition counts as true until it is asked; what is on hold is counted whole, from now.
    Another process that runs takes until its own end, where that can be foretold, whatever its
    activity says. One walk, so that it costs what is left of the release.
    """
    if execution.status.ended:
        return None
    takes: dict[ActivityRef, timedelta] = {}
    for ref, activity in execution.plan.activities.items():
        if _is_to_come(execution, ref):
            length = _left_inside(execution, ref, now, inside) or activity.expected_duration
            if length is None:
                return None
            takes[ref] = length
    return _Walk(execution, now, takes).walked()


def _left_inside(
    execution: ProcessExecution, ref: ActivityRef, now: datetime, inside: Inside
) -> timedelta | None:
    """From its beginning to the end of the process it runs."""
    activity = execution.activity(ref)
    child = inside.get(activity.child) if activity.child and activity.runs else None
    foretold = forecast(child, now, inside) if child else None
    if foretold is None or activity.started_at is None:
        return None
    return foretold.ends_at - activity.started_at


def percent_done(execution: ProcessExecution, inside: Inside = _NONE) -> int:
    """Settled by all that is not skipped; by expected duration where every one says it.

    Another process that runs counts as far as it is.
    """
    within = _parts_inside(execution, inside)
    done = total = timedelta(0)
    for ref, activity in execution.plan.activities.items():
        status = execution.activity(ref).status
        if status is ActivityStatus.SKIPPED:
            continue
        if activity.expected_duration is None:
            return _percent_counted(execution, sum(within.values()))
        total += activity.expected_duration
        part = 100 if status.settled else within.get(ref, 0)
        done += activity.expected_duration * part
    return done // total if total else 100


def _parts_inside(execution: ProcessExecution, inside: Inside) -> dict[ActivityRef, int]:
    """How far, in percent, each process is that an activity of this execution runs."""
    found: dict[ActivityRef, int] = {}
    for child in inside.values():
        parent = child.parent
        if parent is not None and parent.execution_id == execution.id:
            activity = execution.activity(parent.ref)
            if activity.child == child.id and activity.runs:
                found[parent.ref] = percent_done(child, inside)
    return found


def _percent_counted(execution: ProcessExecution, within: int) -> int:
    """From what is counted of each phase, however many activities they have."""
    phases = execution.plan.phase_activities
    tallies = [execution.tally(each) for each in phases]
    skipped = sum(each.skipped for each in tallies)
    total = sum(map(len, phases.values())) - skipped
    done = 100 * (sum(each.settled for each in tallies) - skipped) + within
    return done // total if total else 100


def _is_to_come(execution: ProcessExecution, ref: ActivityRef) -> bool:
    """Once a failure ends the release, only what runs goes to its end."""
    status = execution.activity(ref).status
    return status.active if execution.failed_by is not None else not status.ended


class _Walk:
    """Kahn's walk over activities, and over the beginning and the end of every phase.

    Phases are places of their own: an activity may depend on one of another phase, so that two
    phases can wait for parts of each other.
    """

    def __init__(
        self, execution: ProcessExecution, now: datetime, takes: dict[ActivityRef, timedelta]
    ) -> None:
        self._execution = execution
        self._now = now
        self._takes = takes
        plan = execution.plan
        self._open = {
            phase: [ref for ref in refs if ref in takes]
            for phase, refs in plan.phase_activities.items()
        }
        self._left: dict[str, int] = {
            ref: 1 + sum(before in takes for before in plan.predecessors[ref]) for ref in takes
        }
        for phase, before in plan.phase_predecessors.items():
            self._left[phase] = len(before)
            self._left[_end_of(phase)] = 1 + len(self._open[phase])
        self._ready: dict[str, datetime] = {}
        self._because: dict[str, str] = {}

    def walked(self) -> Forecast:
        last, ends_at = "", self._now
        free = deque(phase for phase in self._open if not self._left[phase])
        while free:
            place = free.popleft()
            at = self._over_at(place)
            if at >= ends_at:
                last, ends_at = place, at
            for following in self._after(place):
                if at >= self._ready.get(following, self._now):
                    self._ready[following] = at
                    self._because[following] = place
                self._left[following] -= 1
                if not self._left[following]:
                    free.append(following)
        return Forecast(ends_at, self._way_to(last))

    def _over_at(self, place: str) -> datetime:
        ready = self._ready.get(place, self._now)
        length = self._takes.get(ActivityRef(place))
        if length is not None:
            since = self._begun_at(ActivityRef(place))
            return ready + length if since is None else max(self._now, since + length)
        return self._phase_begins(place, ready) if place in self._open else ready

    def _begun_at(self, ref: ActivityRef) -> datetime | None:
        activity = self._execution.activity(ref)
        if activity.next_try_at is not None:
            return max(activity.next_try_at, self._now)
        if activity.status is ActivityStatus.ON_HOLD:
            return self._now
        return activity.started_at if activity.status.active else None

    def _phase_begins(self, phase: str, ready: datetime) -> datetime:
        held_until = self._execution.held_until.get(phase)
        if held_until is not None:
            return max(ready, held_until)
        if self._execution.phase_started(phase):
            return ready
        return max(ready, beginning_of(self._execution, phase, ready) or ready)

    def _after(self, place: str) -> list[str]:
        plan = self._execution.plan
        if place in self._open:
            return [*self._open[place], _end_of(place)]
        if place in self._takes:
            ref = ActivityRef(place)
            return [
                *(each for each in plan.successors[ref] if each in self._takes),
                _end_of(phase_of(ref)),
            ]
        return list(plan.phase_successors[place.removesuffix(_END)])

    def _way_to(self, last: str) -> tuple[ActivityRef, ...]:
        way: list[ActivityRef] = []
        place: str | None = last
        while place:
            if place in self._takes:
                way.append(ActivityRef(place))
            place = self._because.get(place)
        return tuple(reversed(way))


_END = " "
"""No id ends with a blank."""


def _end_of(phase: str) -> str:
    return phase + _END
