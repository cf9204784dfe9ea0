"""Going forward: settling an activity, counting down its dependants, starting what is ready.

Every function touches only what it changes, so a step costs the same in a release of 10 and of
10,000 activities; `counting.recounted` is the full-scan definition that a property test holds
against these increments.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from datetime import datetime

from orchestration.execution.beginning import begun, next_attempt, skipped
from orchestration.execution.conditions import beginning_of, objection_to_phase
from orchestration.execution.holding import close_tasks
from orchestration.execution.model import ActivityExecution, ProcessExecution
from orchestration.execution.statuses import ActivityStatus, ExecutionStatus
from orchestration.processes.model import phase_of
from orchestration.replacing import replace
from orchestration.values import ActivityRef


def start_phases(execution: ProcessExecution, at: datetime) -> ProcessExecution:
    """Start every phase that waits for none."""
    wave = _Wave(execution, at)
    roots = [each for each, before in execution.plan.phase_predecessors.items() if not before]
    wave.enter(roots)
    return wave.ended()


def settle(execution: ProcessExecution, after: ActivityExecution) -> ProcessExecution:
    """Put a settled activity in place, close what it still asked, and start what it held back."""
    if after.ended_at is None or not after.status.settled:
        raise ValueError(f"{after.ref} is not settled")
    wave = _Wave(execution.with_activity(after), after.ended_at)
    wave.settled(after.ref)
    return wave.ended()


def release_phase(execution: ProcessExecution, phase: str, at: datetime) -> ProcessExecution:
    """Its time has come: begin what it held back."""
    if phase not in execution.held_until or execution.failed_by is not None:
        return execution
    wave = _Wave(replace(execution, held_until=execution.held_until.delete(phase)), at)
    wave.enter([phase], on_time=True)
    return wave.ended()


def activate(
    execution: ProcessExecution, ref: ActivityRef, at: datetime, *, tries: int = 0
) -> ProcessExecution:
    """Begin the next attempt of what had failed; `tries` of them in a row by itself."""
    wave = _Wave(execution, at)
    wave.begin(ref, tries=tries)
    return wave.ended()


class _Wave:
    """What one event sets free, one thing after the other, however much of it is skipped at once.

    An activity that is skipped settles in the wave that reached it, and so reaches others: a queue
    and no recursion, since a process may be thousands deep.
    """

    def __init__(self, execution: ProcessExecution, at: datetime) -> None:
        self._execution = execution
        self._at = at
        self._settled: deque[ActivityRef] = deque()
        self._ended_phases: deque[str] = deque()
        self._over: set[str] = set()
        """Phases that ended in this wave: each frees its dependants once."""

    def settled(self, ref: ActivityRef) -> None:
        """Its status is in place; what it held back is freed when its turn comes."""
        self._settled.append(ref)

    def begin(self, ref: ActivityRef, *, tries: int = 0) -> None:
        if self._execution.failed_by is not None:
            return
        self._execution = begun(self._execution, ref, self._at, tries=tries)
        if self._execution.activity(ref).status.settled:
            self.settled(ref)

    def enter(self, phases: Iterable[str], *, on_time: bool = False) -> None:
        """Begin what is free in these phases; one without activities is over as it starts."""
        for phase in phases:
            self._enter(phase, on_time=on_time)
            held = phase in self._execution.held_until
            if not held and not self._execution.plan.phase_activities[phase]:
                self._end(phase)

    def ended(self) -> ProcessExecution:
        while self._settled or self._ended_phases:
            while self._settled:
                self._free_what_waited_for(self._settled.popleft())
            if self._ended_phases:
                self._free_phases_after(self._ended_phases.popleft())
        return _concluded(self._execution, self._at) if self._over else self._execution

    def _enter(self, phase: str, *, on_time: bool) -> None:
        if self._execution.failed_by is not None:
            return
        against = objection_to_phase(self._execution, phase)
        if against is not None and against.skips:
            for ref in self._execution.plan.phase_activities[phase]:
                reached = next_attempt(self._execution.activity(ref), self._at)
                without = skipped(reached, self._at, against.reason)
                self._execution = self._execution.with_activity(without)
                self.settled(ref)
            return
        begins_at = None if on_time else beginning_of(self._execution, phase, self._at)
        if begins_at is not None and begins_at > self._at:
            held_until = self._execution.held_until.set(phase, begins_at)
            self._execution = replace(self._execution, held_until=held_until)
            return
        for ref in self._execution.plan.entries[phase]:
            if self._execution.open_predecessors(ref) == 0:
                self.begin(ref)

    def _free_what_waited_for(self, ref: ActivityRef) -> None:
        self._execution = close_tasks(self._execution, ref, self._at)
        for successor in self._execution.plan.successors[ref]:
            left = self._execution.open_predecessors(successor) - 1
            unsettled = self._execution.unsettled.set(successor, left)
            self._execution = replace(self._execution, unsettled=unsettled)
            if left == 0 and self._is_free(successor):
                self.begin(successor)
        if self._execution.phase_settled(phase_of(ref)):
            self._end(phase_of(ref))

    def _end(self, phase: str) -> None:
        if phase not in self._over:
            self._over.add(phase)
            self._ended_phases.append(phase)

    def _is_free(self, ref: ActivityRef) -> bool:
        """Not what was skipped with its phase before all it depends on had settled."""
        pending = self._execution.activity(ref).status is ActivityStatus.PENDING
        return pending and self._execution.phase_started(phase_of(ref))

    def _free_phases_after(self, phase: str) -> None:
        freed = []
        for dependant in self._execution.plan.phase_successors[phase]:
            left = self._execution.open_phases(dependant) - 1
            unsettled = self._execution.unsettled_phases.set(dependant, left)
            self._execution = replace(self._execution, unsettled_phases=unsettled)
            if left == 0:
                freed.append(dependant)
        self.enter(freed)


def _concluded(execution: ProcessExecution, at: datetime) -> ProcessExecution:
    """End the execution when its last phase has settled; asked only when a phase settles."""
    phases = execution.plan.phase_activities
    if not all(execution.phase_settled(each) for each in phases):
        return execution
    ignored = any(execution.tally(each).ignored for each in phases)
    status = ExecutionStatus.PARTIALLY_SUCCEEDED if ignored else ExecutionStatus.SUCCEEDED
    return replace(execution, status=status, ended_at=at)
