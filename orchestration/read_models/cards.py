"""The cards themselves: plain values that say everything a message needs, and no layout.

People are ids; the adapter that draws a card mentions or names them. Text that people wrote is
carried as it is; the adapter escapes it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from orchestration.execution.statuses import ActivityStatus, TaskStatus, Verdict, WorkKind
from orchestration.processes.tasks import FormField
from orchestration.read_models.process_cards import DifferenceCard, DraftReview, ProcessCard
from orchestration.read_models.store_proposal import StoreProposal
from orchestration.releases.model import ReleaseStatus
from orchestration.values import (
    ActivityRef,
    ExecutionId,
    Frozen,
    ProcessId,
    ReleaseId,
    TaskId,
    UserId,
)


class VerdictLine(Frozen):
    by: UserId
    verdict: Verdict
    at: datetime
    reason: str = ""


class TaskCard(Frozen):
    """What one person or several are asked to do, and what came of it."""

    execution_id: ExecutionId
    task_id: TaskId
    round: int
    kind: WorkKind
    status: TaskStatus
    name: str
    release_title: str
    phase: str
    instructions: str = ""
    command: str = ""
    fields: tuple[FormField, ...] = ()
    """What is asked for with *Done*."""
    answers: dict[str, str] = Field(default_factory=dict)
    """What is known of it already, by the field's id."""
    answered: tuple[tuple[str, str], ...] = ()
    """What was filled in, by the field's label."""
    assignees: tuple[UserId, ...]
    asked_as: tuple[str, ...] = ()
    """The roles through which they are asked, for people: `QA lead`."""
    needed: int = 1
    verdicts: tuple[VerdictLine, ...] = ()
    earlier_rounds: tuple[VerdictLine, ...] = ()
    missing: tuple[UserId, ...] = ()
    later: tuple[UserId, ...] = ()
    """Who is asked after them."""
    left_out: tuple[UserId, ...] = ()
    """Who may not sign, since they started the release."""
    rests_on: tuple[str, ...] = ()
    """Results of the work before it: `Build and test: succeeded, commit 3f9c2e1`."""
    starts: tuple[str, ...] = ()
    """What its completion starts, by name."""
    settled_by: UserId | None = None
    settled_at: datetime | None = None
    reason: str = ""
    shown: str
    """The fingerprint of all this that a verdict rests on; travels in the button."""


class TasksCard(Frozen):
    """Several short tasks asked of the same people at once, on one message."""

    release_title: str
    tasks: tuple[TaskCard, ...]
    """In a DM, those that ask this person."""

    @property
    def asked(self) -> tuple[UserId, ...]:
        return tuple(dict.fromkeys(who for each in self.tasks for who in each.assignees))


HoldOutcome = Literal["open", "waiting", "adopted", "retried", "ignored", "aborted", "failed"]
"""What became of it; `waiting` where it is tried again by itself."""


class HoldCard(Frozen):
    """An activity on hold, and the choices of those who may decide."""

    execution_id: ExecutionId
    ref: ActivityRef
    attempt: int
    name: str
    phase: str
    release_id: ReleaseId
    release_title: str
    reason: str
    said: str = ""
    """What the person wrote who rejected it or reported the failure."""
    said_by: UserId | None = None
    log_tail: str = ""
    link: str = ""
    waits: tuple[str, ...] = ()
    """The names of what cannot go on until this is decided."""
    deciders: tuple[UserId, ...]
    in_doubt: bool = False
    """Its run was asked for and nobody heard whether it started."""
    held: bool = True
    """False for a failure that is, or was, tried again by itself."""
    next_try_at: datetime | None = None
    """When it is tried again by itself, where that is still to come."""
    tries: tuple[int, int] = (0, 0)
    """Which try that is, and of how many."""
    outcome: HoldOutcome = "open"
    decided_by: UserId | None = None
    decided_at: datetime | None = None
    decision_reason: str = ""


class PhaseLine(Frozen):
    name: str
    status: ActivityStatus
    settled: int
    total: int
    begins_at: datetime | None = None
    """When it begins, where it waits for nothing else."""


class AwaitedLine(Frozen):
    """Something a running release waits for."""

    name: str
    status: ActivityStatus
    people: tuple[UserId, ...] = ()
    asked_as: tuple[str, ...] = ()
    since: datetime | None = None
    detail: str = ""
    next_try_at: datetime | None = None
    """When it is tried again by itself."""
    tries: tuple[int, int] = (0, 0)


class SkippedLine(Frozen):
    """Something that was left out, and why."""

    name: str
    reason: str = ""


class ReleaseCard(Frozen):
    """A release as its living message shows it."""

    release_id: ReleaseId
    reference: str
    title: str
    status: ReleaseStatus
    waiting_for_input: bool = False
    sentence: str
    """For an outsider: where it is, who is awaited since when, what comes next."""
    owner: UserId
    phases: tuple[PhaseLine, ...] = ()
    awaited: tuple[AwaitedLine, ...] = ()
    """What waits for people and what is on hold first, then what runs by itself."""
    skipped: tuple[SkippedLine, ...] = ()
    inputs: tuple[tuple[str, str], ...] = ()
    input_set: str = ""
    """The name of the set it follows until it starts, or was started with."""
    open_inputs: tuple[str, ...] = ()
    """What keeps a planned one from starting: `region: …`, `Deploy EU, version: …`."""
    process_name: str
    process_version: int
    scheduled_for: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    settled: int = 0
    total: int = 0
    ended_by: UserId | None = None
    ended_reason: str = ""


class ReleaseLine(Frozen):
    """A release in a list."""

    release_id: ReleaseId
    reference: str
    title: str
    status: ReleaseStatus
    waiting_for_input: bool = False
    sentence: str
    scheduled_for: datetime | None = None


class HomeCard(Frozen):
    """One person's App Home, and the private answer to a bare `/release`."""

    person: UserId
    tasks: tuple[TaskCard, ...] = ()
    holds: tuple[HoldCard, ...] = ()
    more_tasks: int = 0
    running: tuple[ReleaseLine, ...] = ()
    planned: tuple[ReleaseLine, ...] = ()
    processes: tuple[tuple[ProcessId, str], ...] = ()


class AuditLine(Frozen):
    """One decision, as the audit tells it."""

    at: datetime
    by: UserId | None = None
    """None when Drumbeat itself acted."""
    what: str
    """Our own words, such as `approved Validate build`."""
    reason: str = ""
    """What the person wrote, where it was not erased."""


class Notice(Frozen):
    """A sentence or two, said once."""

    text: str
    """Our own words; people in it are written as `{@U012AB3CD}` and drawn as mentions."""


Card = (
    ReleaseCard
    | TaskCard
    | TasksCard
    | HoldCard
    | DraftReview
    | StoreProposal
    | ProcessCard
    | DifferenceCard
    | Notice
)
