"""Going forward: settling an activity, counting down its dependants, starting what is ready.

Every function touches only what it changes, so a step costs the same in a release of 10 and of
10,000 activities; `counting.recounted` is the full-scan definition that a property test holds
against these increments.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from datetime import datetime

from immutables import Map

from orchestration.execution.flow.beginning import begun, next_attempt, skipped
from orchestration.execution.flow.holding import close_tasks
from orchestration.execution.flow.in_turn import waits_its_turn
from orchestration.execution.flow.undo_window import with_window
from orchestration.execution.reading.conditions import beginning_of, objection_to_phase
from orchestration.execution.state.activity_execution import ActivityExecution
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus, ExecutionStatus
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
    return wave.ended(opened=after.ref)


def release_phase(execution: ProcessExecution, phase: str, at: datetime) -> ProcessExecution:
    """Its time has come: begin what it held back."""
    if phase not in execution.held_until or execution.failed_by is not None:
        return execution
    execution = replace(execution, held_until=execution.held_until.delete(phase))
    if execution.holds_back(phase):
        return held_back(execution, phase, at)
    wave = _Wave(execution, at)
    wave.enter([phase], on_time=True)
    return wave.ended()


def begin_in_turn(execution: ProcessExecution, phase: str, at: datetime) -> ProcessExecution:
    """It waits for nobody any more, and what it uses is its own: begin what is free in it."""
    wave = _Wave(execution, at)
    wave.enter([phase], on_time=True, in_turn=True)
    return wave.ended()


def held_back(execution: ProcessExecution, place: str, at: datetime) -> ProcessExecution:
    """Remember what would begin now, were the release neither paused nor frozen."""
    return replace(execution, held_back=execution.held_back.set(place, at))


def begin_held_back(execution: ProcessExecution, at: datetime) -> ProcessExecution:
    """A pause or a freeze is over: begin what it held back, in the order of the process."""
    kept = execution.held_back
    wave = _Wave(replace(execution, held_back=Map()), at)
    for phase, refs in execution.plan.phase_activities.items():
        if phase in kept:
            wave.enter([phase], on_time=True)
        for ref in refs:
            if ref in kept and wave.is_free(ref):
                wave.begin(ref)
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
        self._ended_phases: deque[tuple[str, ActivityRef | None]] = deque()
        """With what settled last before each ended."""
        self._cause: ActivityRef | None = None
        self._over: set[str] = set()
        """Phases that ended in this wave: each frees its dependants once."""
        self.begun: list[ActivityRef] = []
        """What was reached, and not skipped with its whole phase."""
        self._freed_by: dict[ActivityRef, ActivityRef] = {}
        """What settled last before something was reached."""
        self._signed: set[ActivityRef] = set()
        """Gates that were signed early and opened as they were reached."""

    def settled(self, ref: ActivityRef) -> None:
        """Its status is in place; what it held back is freed when its turn comes."""
        self._settled.append(ref)

    def begin(self, ref: ActivityRef, *, tries: int = 0) -> None:
        if self._execution.failed_by is not None:
            return
        if self._execution.holds_back(ref):
            self._execution = held_back(self._execution, ref, self._at)
            return
        if self._cause is not None:
            self._freed_by[ref] = self._cause
        self._execution = begun(self._execution, ref, self._at, tries=tries)
        self.begun.append(ref)
        status = self._execution.activity(ref).status
        if status.settled:
            self.settled(ref)
        if status is ActivityStatus.SUCCEEDED:
            self._signed.add(ref)

    def enter(self, phases: Iterable[str], *, on_time: bool = False, in_turn: bool = False) -> None:
        """Begin what is free in these phases; one without activities is over as it starts."""
        for phase in phases:
            self._enter(phase, on_time=on_time, in_turn=in_turn)
            kept = self._execution.is_kept(phase)
            if not kept and not self._execution.plan.phase_activities[phase]:
                self._end(phase)

    def ended(self, *, opened: ActivityRef | None = None) -> ProcessExecution:
        """`opened` is the gate that somebody has just opened."""
        while self._settled or self._ended_phases:
            while self._settled:
                self._cause = self._settled.popleft()
                self._free_what_waited_for(self._cause)
            if self._ended_phases:
                phase, self._cause = self._ended_phases.popleft()
                self._free_phases_after(phase)
        over = _concluded(self._execution, self._at) if self._over else self._execution
        if opened is not None:
            over = with_window(over, opened, self.begun)
        for gate in sorted(self._signed, key=over.plan.place.__getitem__):
            over = with_window(over, gate, (x for x in self.begun if self._gate_of(x) == gate))
        return over

    def _gate_of(self, ref: ActivityRef) -> ActivityRef | None:
        """The nearest of the gates signed early through which this was reached."""
        cause = self._freed_by.get(ref)
        while cause is not None and cause not in self._signed:
            cause = self._freed_by.get(cause)
        return cause

    def _enter(self, phase: str, *, on_time: bool, in_turn: bool) -> None:
        if self._execution.failed_by is not None:
            return
        begins_at = None if on_time else beginning_of(self._execution, phase, self._at)
        against = objection_to_phase(self._execution, phase)
        skips = against is not None and against.skips
        waits = begins_at is not None and begins_at > self._at
        waits = waits and not skips and not self._is_left_out(phase)
        if not waits and self._execution.holds_back(phase):
            self._execution = held_back(self._execution, phase, self._at)
            return
        if against is not None and against.skips:
            for ref in self._execution.plan.phase_activities[phase]:
                reached = next_attempt(self._execution.activity(ref), self._at)
                without = skipped(reached, self._at, against.reason)
                self._execution = self._execution.with_activity(without)
                if self._cause is not None:
                    self._freed_by[ref] = self._cause
                self.settled(ref)
            return
        if begins_at is not None and waits:
            held_until = self._execution.held_until.set(phase, begins_at)
            self._execution = replace(self._execution, held_until=held_until)
            return
        taken_in_turn = phase in self._execution.plan.in_turn
        if taken_in_turn and not in_turn and not self._is_left_out(phase):
            self._execution = waits_its_turn(self._execution, phase, self._at)
            return
        if taken_in_turn:  # a part of it may have been done before it was begun anew
            for ref in self._execution.plan.phase_activities[phase]:
                if self.is_free(ref):
                    self.begin(ref)
            return
        for ref in self._execution.plan.entries[phase]:
            if self._execution.open_predecessors(ref) == 0:
                self.begin(ref)

    def _is_left_out(self, phase: str) -> bool:
        """True where people decided that all of it is skipped: then it waits for no time."""
        refs = self._execution.plan.phase_activities[phase]
        return bool(refs) and all(self._execution.activity(each).to_be_skipped for each in refs)

    def _free_what_waited_for(self, ref: ActivityRef) -> None:
        self._execution = close_tasks(self._execution, ref, self._at)
        for successor in self._execution.plan.successors[ref]:
            left = self._execution.open_predecessors(successor) - 1
            unsettled = self._execution.unsettled.set(successor, left)
            self._execution = replace(self._execution, unsettled=unsettled)
            if left == 0 and self.is_free(successor):
                self.begin(successor)
        if self._execution.phase_settled(phase_of(ref)):
            self._end(phase_of(ref))

    def _end(self, phase: str) -> None:
        if phase not in self._over:
            self._over.add(phase)
            self._ended_phases.append((phase, self._cause))

    def is_free(self, ref: ActivityRef) -> bool:
        """Not what was skipped with its phase before all it depends on had settled."""
        if self._execution.activity(ref).status is not ActivityStatus.PENDING:
            return False
        reached = self._execution.open_predecessors(ref) == 0
        return reached and self._execution.phase_started(phase_of(ref))

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
    partly = ignored or any(_in_part(each) for each in execution.activities.values())
    status = ExecutionStatus.PARTIALLY_SUCCEEDED if partly else ExecutionStatus.SUCCEEDED
    return replace(execution, status=status, ended_at=at)


def _in_part(activity: ActivityExecution) -> bool:
    """Something in the process that it ran was ignored."""
    return activity.child_status is ExecutionStatus.PARTIALLY_SUCCEEDED
