"""One activity of a running release: its attempts, its run, and what it gave."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from pydantic import JsonValue

from orchestration.execution.state.deadline import Deadline
from orchestration.execution.state.manual_task import Assignee
from orchestration.execution.state.started_process import StartedProcess
from orchestration.execution.state.statuses import ActivityStatus, ExecutionStatus
from orchestration.pipelines.model import RunStatus
from orchestration.processes.tasks import TaskSpec
from orchestration.values import ActivityRef, ExecutionId, ProcessId, TaskId, UserId


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
    status: ActivityStatus = ActivityStatus.ON_HOLD
    """How it stood then."""
    redone_in: int = 0
    """The candidate with which it was reopened; 0 where it was tried again after a failure."""
    given: dict[str, JsonValue] = field(default_factory=dict)
    """The inputs that somebody had given it at a retry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedTask:
    """A task that somebody added while the activity ran; a later attempt asks it too."""

    spec: TaskSpec
    by: UserId
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipping:
    """Somebody's decision that an activity is left out when its turn comes."""

    at: datetime
    by: UserId
    reason_id: str
    outputs: dict[str, str] = field(default_factory=dict)
    """What it gives nevertheless: it was done before, elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """A process that a person runs in the place of an activity whose own work failed."""

    process: ProcessId
    version: int
    inputs: dict[str, str] = field(default_factory=dict)
    """As they were typed; an input that nobody typed has its default."""


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
    added: tuple[AddedTask, ...] = ()
    to_be_skipped: Skipping | None = None
    """Where it has not begun, and never will."""
    child: ExecutionId | None = None
    """The execution that this attempt runs, where it is a process of its own."""
    child_status: ExecutionStatus | None = None
    """How that one ended, once it has."""
    overran_at: datetime | None = None
    """When it had taken longer than expected; its owner is told once."""
    deciders: tuple[Assignee, ...] = ()
    """Whose task its hold is; empty where that is the release's owner."""
    deadline: Deadline | None = None
    """By when its hold is to be decided."""
    begins_at: datetime | None = None
    """When its run is asked for, while the approval that began it can be undone."""
    opened_by: ActivityRef | None = None
    """The gate whose approval began it so."""
    undo_until: datetime | None = None
    """Of a gate: when what it opened onto begins; None once it has, or where nothing waits."""
    given: dict[str, JsonValue] = field(default_factory=dict)
    """Inputs that somebody gave at a retry, as typed: they win over all, until it is redone."""
    stand_in: StandIn | None = None
    """What this attempt runs instead of its own work; the next attempt does that again."""
    started: tuple[StartedProcess, ...] = ()
    """Processes that were started from its tasks in this attempt, oldest first."""

    @property
    def runs(self) -> bool:
        """True while a run or a child of this attempt is under way, for all we know."""
        planned = self.next_try_at is not None or self.begins_at is not None
        return self.status in _UNDER_WAY and not planned

    @property
    def in_doubt(self) -> bool:
        """True while it is held because nobody knows what became of its run."""
        unknown = self.run is not None and self.run.status is RunStatus.UNKNOWN
        return unknown and self.status is ActivityStatus.ON_HOLD

    @property
    def inside(self) -> tuple[ExecutionId, ...]:
        """The executions that it waits for, begun or about to."""
        own = (self.child,) if self.child is not None and self.runs else ()
        asks = self.status is ActivityStatus.WAITING_FOR_INPUT
        beside = (each.child for each in self.started if asks and each.status is None)
        return (*own, *beside)

    def waits_for(self, child: ExecutionId) -> bool:
        return child in self.inside

    @property
    def can_be_decided(self) -> bool:
        """True where a person may retry or ignore: on hold, or before the next try."""
        return self.status is ActivityStatus.ON_HOLD or self.next_try_at is not None


def past_attempt(activity: ActivityExecution, at: datetime) -> PastAttempt:
    """What is kept of an attempt that another one follows."""
    return PastAttempt(
        attempt=activity.attempt,
        started_at=activity.started_at or at,
        ended_at=activity.ended_at or at,
        reason=activity.reason,
        reason_id=activity.reason_id,
        link=activity.run.link if activity.run else "",
        run_id=activity.run.run_id if activity.run else "",
        retried_at=at,
        held=activity.status is ActivityStatus.ON_HOLD,
        status=activity.status,
        given=activity.given,
    )


_UNDER_WAY = frozenset({ActivityStatus.QUEUED, ActivityStatus.RUNNING})
