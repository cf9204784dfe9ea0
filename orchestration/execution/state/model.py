"""The state of a running release: its activities, their runs, and what is counted of them.

In memory it is frozen and shares structure between versions (`immutables.Map`), and it is sparse:
an activity that never left `pending` has no entry. So a step touches only what it changes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from immutables import Map

from orchestration.execution.state.acting import Acting, Away
from orchestration.execution.state.activity_execution import ActivityExecution
from orchestration.execution.state.facts import ReleaseFacts
from orchestration.execution.state.freeze_hold import FreezeHold
from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.outputs import Output, newest
from orchestration.execution.state.parent import Parent
from orchestration.execution.state.pause import Pause
from orchestration.execution.state.plan import Plan
from orchestration.execution.state.redo import Redo
from orchestration.execution.state.statuses import (
    ExecutionStatus,
)
from orchestration.execution.state.tally import PhaseTally
from orchestration.execution.state.turn import PhaseTurn
from orchestration.processes.model import phase_of
from orchestration.replacing import replace
from orchestration.values import (
    ActivityRef,
    ExecutionId,
    ReleaseId,
    TaskId,
    UserId,
)


@lru_cache(maxsize=1024)
def _pending(ref: ActivityRef) -> ActivityExecution:
    """One that nothing has happened to; a transition looks at it several times."""
    return ActivityExecution(ref=ref)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessExecution:
    """The running of a release; knows what changed since it was loaded."""

    id: ExecutionId
    release_id: ReleaseId
    plan: Plan
    owner: UserId
    starter: UserId
    status: ExecutionStatus = ExecutionStatus.RUNNING
    version: int = 0
    """The stored row's version; 0 before the first save."""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    reason_id: str = ""
    """The message given when it was aborted."""
    ended_by: UserId | None = None
    failed_by: ActivityRef | None = None
    """Whose failure ends the release: nothing more starts, what runs goes to its end.

    Of a child whose parent fails, the place in its parent that runs it.
    """
    held_until: Map[str, datetime] = field(default_factory=Map)
    """Phases that were reached and do not begin before then; no others."""
    facts: ReleaseFacts = field(default_factory=ReleaseFacts)
    """What the release is and was given, as of its start; of a child, what it is told."""
    parent: Parent | None = None
    """The activity that runs this; None for the execution that the release itself is."""
    members: Map[str, tuple[UserId, ...]] = field(default_factory=Map)
    """People by role key, group id or user id, as resolved last."""
    away: Map[UserId, Away] = field(default_factory=Map)
    """Of those people, who was away then."""
    backed_up: frozenset[str] = frozenset()
    """The roles whose backup is among the members, since nobody of the role is there."""
    backup: UserId | None = None
    """Who may act as the owner besides them, and is asked while they are away."""
    activities: Map[ActivityRef, ActivityExecution] = field(default_factory=Map)
    tasks: Map[TaskId, ManualTask] = field(default_factory=Map)
    unsettled: Map[ActivityRef, int] = field(default_factory=Map)
    """Open predecessors of an activity, where fewer than the plan's count."""
    unsettled_phases: Map[str, int] = field(default_factory=Map)
    tallies: Map[str, PhaseTally] = field(default_factory=Map)
    outputs: Map[str, Output] = field(default_factory=Map)
    """The newest output of each name, of activities that have settled."""
    redos: tuple[Redo, ...] = ()
    """Every redo so far, oldest first."""
    phase_attempts: Map[str, int] = field(default_factory=Map)
    """How often a phase was, or is to be, reached; where a redo made it more than once."""
    changed: frozenset[ActivityRef] = frozenset()
    changed_tasks: frozenset[TaskId] = frozenset()
    pauses: tuple[Pause, ...] = ()
    """Oldest first; the last one goes on where nobody resumed it."""
    held_back: Map[str, datetime] = field(default_factory=Map)
    """What would have begun while it was paused, by place, and when: activities and phases."""
    freezes: tuple[FreezeHold, ...] = ()
    """Every window of a freeze that held it, oldest first."""
    turns: Map[str, PhaseTurn] = field(default_factory=Map)
    """Phases that were reached and wait for others, or have waited for them."""

    @property
    def paused(self) -> Pause | None:
        """The pause in which nothing new starts."""
        latest = self.pauses[-1] if self.pauses else None
        return latest if latest and latest.resumed_at is None else None

    @property
    def frozen(self) -> tuple[FreezeHold, ...]:
        """What holds it still: freezes that are on, or over and not yet resumed."""
        return tuple(each for each in self.freezes if each.resumed_at is None)

    def holds_back(self, place: str) -> bool:
        """Whether a phase or an activity that could begin now must not."""
        if self.paused is not None:
            return True
        return bool(self.frozen) and not self._goes_to_its_end(place)

    def _goes_to_its_end(self, place: str) -> bool:
        """Whether it is in an uninterruptible phase that has begun."""
        phase = self.plan.process.phases_by_id.get(phase_of(ActivityRef(place)))
        if phase is None or place == phase.id:
            return False
        return phase.uninterruptible and self.phase_started(phase.id)

    @property
    def candidate(self) -> int:
        """How many times the release was begun: `rc 2` after its first redo."""
        return 1 + len(self.redos)

    def activity(self, ref: ActivityRef) -> ActivityExecution:
        """The activity's state; raises KeyError for a place the process does not have."""
        found = self.activities.get(ref)
        if found is None:
            _ = self.plan.activities[ref]
            return _pending(ref)
        return found

    def tasks_of(self, ref: ActivityRef) -> tuple[ManualTask, ...]:
        return tuple(self.tasks[each] for each in self.activity(ref).tasks)

    def tally(self, phase: str) -> PhaseTally:
        return self.tallies.get(phase, _NOTHING_YET)

    def phase_settled(self, phase: str) -> bool:
        if self.is_kept(phase):
            return False
        return self.tally(phase).settled == len(self.plan.phase_activities[phase])

    def phase_started(self, phase: str) -> bool:
        """True when every phase it depends on is settled and its time has come."""
        return self.open_phases(phase) == 0 and not self.is_kept(phase)

    def is_kept(self, phase: str) -> bool:
        """True for a phase that was reached and waits: for its time, its turn, a pause's end."""
        return phase in self.held_until or phase in self.held_back or self.waits_its_turn(phase)

    def waits_its_turn(self, phase: str) -> bool:
        turn = self.turns.get(phase)
        return turn is not None and turn.waiting

    def phase_attempt(self, phase: str) -> int:
        return self.phase_attempts.get(phase, 1)

    def open_predecessors(self, ref: ActivityRef) -> int:
        return self.unsettled.get(ref, len(self.plan.predecessors[ref]))

    def open_phases(self, phase: str) -> int:
        return self.unsettled_phases.get(phase, len(self.plan.phase_predecessors[phase]))

    def with_activity(self, after: ActivityExecution) -> ProcessExecution:
        """Put one activity in place; tallies and `changed` follow."""
        was = self.activity(after.ref)
        phase = phase_of(after.ref)
        tallies = self.tallies
        if was.status is not after.status:
            tallies = tallies.set(phase, self.tally(phase).moved(was.status, after.status))
        return replace(
            self,
            activities=self.activities.set(after.ref, after),
            tallies=tallies,
            outputs=newest(self.outputs, after),
            changed=self.changed | {after.ref},
        )

    def with_task(self, after: ManualTask) -> ProcessExecution:
        return replace(
            self,
            tasks=self.tasks.set(after.id, after),
            changed_tasks=self.changed_tasks | {after.id},
        )

    def with_turn(self, phase: str, turn: PhaseTurn) -> ProcessExecution:
        return replace(self, turns=self.turns.set(phase, turn))

    def with_acting(self, heard: Acting) -> ProcessExecution:
        """Keep who acts for these names now; what was kept of other names stays."""
        people = {each for named in heard.members.values() for each in named}
        away = Map({who: each for who, each in self.away.items() if who not in people})
        now = away.update(heard.away)
        members = self.members.update(heard.members)
        backed_up = self.backed_up.difference(heard.members) | heard.backed_up
        if (members, now, backed_up) == (self.members, self.away, self.backed_up):
            return self
        return replace(self, members=members, away=now, backed_up=backed_up)

    def saved(self) -> ProcessExecution:
        """The same state as its rows now hold it."""
        return replace(
            self, version=self.version + 1, changed=frozenset(), changed_tasks=frozenset()
        )


_NOTHING_YET = PhaseTally()
