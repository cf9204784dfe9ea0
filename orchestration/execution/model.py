"""The state of a running release: activities, tasks, verdicts and pipeline runs.

In memory it is frozen and shares structure between versions (`immutables.Map`), and it is sparse:
an activity that never left `pending` has no entry. So a step touches only what it changes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from immutables import Map

from orchestration.execution.facts import ReleaseFacts
from orchestration.execution.outputs import Output, newest
from orchestration.execution.plan import Plan
from orchestration.execution.statuses import (
    ActivityStatus,
    ExecutionStatus,
    TaskStatus,
    Verdict,
    WorkKind,
)
from orchestration.execution.tally import PhaseTally
from orchestration.people.model import is_slack_id
from orchestration.pipelines.model import RunStatus
from orchestration.processes.model import phase_of
from orchestration.replacing import replace
from orchestration.values import (
    ActivityRef,
    ExecutionId,
    ReleaseId,
    TaskId,
    TaskRound,
    UserId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """One person's recorded verdict; never changed, never removed."""

    by: UserId
    verdict: Verdict
    round: int
    at: datetime
    through: str
    """The role, group or name through which the person was eligible."""
    shown: str
    """The fingerprint of what the card showed."""
    reason_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignee:
    """A person a task asks, and why."""

    person: UserId
    through: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRound:
    """How an earlier round of a task ended; its verdicts stay among the task's."""

    round: int
    status: TaskStatus
    settled_at: datetime | None = None
    settled_by: UserId | None = None
    reason_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualTask:
    """One thing people are asked to do, in its current round."""

    id: TaskId
    ref: ActivityRef
    name: str
    kind: WorkKind
    round: int
    status: TaskStatus
    opened_at: datetime
    assignees: tuple[Assignee, ...]
    later: tuple[Assignee, ...] = ()
    """Those asked once the ones before them have approved, where one is asked after another."""
    left_out: tuple[UserId, ...] = ()
    """Whom its process excludes: whoever started the release."""
    needed: int = 1
    """How many distinct people must approve."""
    required: bool = True
    instructions: str = ""
    sign_offs: tuple[SignOff, ...] = ()
    """Verdicts of every round, oldest first."""
    past: tuple[PastRound, ...] = ()
    settled_at: datetime | None = None
    settled_by: UserId | None = None
    reason_id: str = ""
    shown_with: tuple[TaskRound, ...] = ()
    """Everything on the message that shows this round, itself too; empty where it is alone."""

    @property
    def open(self) -> bool:
        return self.status is TaskStatus.OPEN

    @property
    def people(self) -> tuple[UserId, ...]:
        return tuple(each.person for each in self.assignees)

    @property
    def asked_as(self) -> tuple[str, ...]:
        """The roles through which they are asked; a person named by id needs no other name."""
        roles = dict.fromkeys(each.through for each in self.assignees)
        return tuple(each for each in roles if not is_slack_id(each))

    @property
    def verdicts(self) -> tuple[SignOff, ...]:
        """The verdicts of the current round."""
        return tuple(each for each in self.sign_offs if each.round == self.round)

    @property
    def missing(self) -> tuple[UserId, ...]:
        """Those who may still act in this round."""
        acted = {each.by for each in self.verdicts}
        return tuple(each for each in self.people if each not in acted)


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineRun:
    """One run of one attempt, as far as we know of it."""

    pipeline: str
    key: str
    status: RunStatus | None = None
    """None until the provider first answered."""
    run_id: str = ""
    """The provider's own name for it."""
    link: str = ""
    log_tail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastAttempt:
    """An earlier attempt, kept as `retried`."""

    attempt: int
    started_at: datetime
    ended_at: datetime
    reason: str
    reason_id: str = ""
    link: str = ""
    run_id: str = ""
    retried_by: UserId | None = None
    """None where it was tried again by itself."""
    retried_at: datetime | None = None
    held: bool = True
    """It was on hold, and not only waiting for its next try."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityExecution:
    """One activity of this execution, in its current attempt."""

    ref: ActivityRef
    status: ActivityStatus = ActivityStatus.PENDING
    attempt: int = 0
    """0 until it is first reached."""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    tasks: tuple[TaskId, ...] = ()
    run: PipelineRun | None = None
    outputs: dict[str, str] = field(default_factory=dict)
    reason: str = ""
    """Why it is on hold or was skipped, in our own words: `exit code 3`, `… is false`."""
    reason_id: str = ""
    """The text a person gave, where one did."""
    decided_by: UserId | None = None
    tries: int = 0
    """How often it was, or is about to be, tried again by itself since a person last began it."""
    next_try_at: datetime | None = None
    """When a failed attempt is followed by the next; the activity is `queued` until then."""
    past: tuple[PastAttempt, ...] = ()

    @property
    def runs(self) -> bool:
        """True while a run of this attempt is asked for or under way, for all we know."""
        return self.status in _UNDER_WAY and self.next_try_at is None

    @property
    def can_be_decided(self) -> bool:
        """True where a person may retry or ignore: on hold, or before the next try."""
        return self.status is ActivityStatus.ON_HOLD or self.next_try_at is not None


_UNDER_WAY = frozenset({ActivityStatus.QUEUED, ActivityStatus.RUNNING})


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
    """Whose failure ends the release: nothing more starts, what runs goes to its end."""
    held_until: Map[str, datetime] = field(default_factory=Map)
    """Phases that were reached and do not begin before then; no others."""
    facts: ReleaseFacts = field(default_factory=ReleaseFacts)
    """What the release is and was given, as of its start."""
    members: Map[str, tuple[UserId, ...]] = field(default_factory=Map)
    """People by role key, group id or user id, as resolved last."""
    activities: Map[ActivityRef, ActivityExecution] = field(default_factory=Map)
    tasks: Map[TaskId, ManualTask] = field(default_factory=Map)
    unsettled: Map[ActivityRef, int] = field(default_factory=Map)
    """Open predecessors of an activity, where fewer than the plan's count."""
    unsettled_phases: Map[str, int] = field(default_factory=Map)
    tallies: Map[str, PhaseTally] = field(default_factory=Map)
    outputs: Map[str, Output] = field(default_factory=Map)
    """The newest output of each name, of activities that have settled."""
    changed: frozenset[ActivityRef] = frozenset()
    changed_tasks: frozenset[TaskId] = frozenset()

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
        if phase in self.held_until:
            return False
        return self.tally(phase).settled == len(self.plan.phase_activities[phase])

    def phase_started(self, phase: str) -> bool:
        """True when every phase it depends on is settled and its time has come."""
        return self.open_phases(phase) == 0 and phase not in self.held_until

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

    def saved(self) -> ProcessExecution:
        """The same state as its rows now hold it."""
        return replace(
            self, version=self.version + 1, changed=frozenset(), changed_tasks=frozenset()
        )


_NOTHING_YET = PhaseTally()
