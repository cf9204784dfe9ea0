"""A release: one execution of one process version, with its inputs, in its time."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import Field, JsonValue

from orchestration.freezes.exceptions import FreezeException
from orchestration.values import (
    ChannelId,
    ExecutionId,
    Frozen,
    ProcessId,
    ReleaseGroupId,
    ReleaseId,
    UserId,
)


class ReleaseStatus(StrEnum):
    DRAFT = "draft"
    """Made without a time: it waits until somebody starts it, or says when."""
    SCHEDULED = "scheduled"
    RUNNING = "running"
    PAUSED = "paused"
    SUCCEEDED = "succeeded"
    PARTIALLY_SUCCEEDED = "partially_succeeded"
    FAILED = "failed"
    ABORTED = "aborted"
    SKIPPED = "skipped"
    """An occurrence of a group that was left out."""
    MISSED = "missed"
    """Its time passed and nobody started it; it can still be started or moved."""

    @property
    def ended(self) -> bool:
        return self not in {
            ReleaseStatus.DRAFT,
            ReleaseStatus.SCHEDULED,
            ReleaseStatus.RUNNING,
            ReleaseStatus.PAUSED,
        }

    @property
    def planned(self) -> bool:
        """It has not begun, and is going to."""
        return self in {ReleaseStatus.DRAFT, ReleaseStatus.SCHEDULED}

    @property
    def can_start(self) -> bool:
        """Planned, or missed: also then it can still be started."""
        return self.planned or self is ReleaseStatus.MISSED

    @property
    def can_move(self) -> bool:
        """It can be given another time, also where it was left out."""
        return self.can_start or self is ReleaseStatus.SKIPPED


class ReleaseType(StrEnum):
    STANDARD = "standard"
    HOTFIX = "hotfix"
    PATCH = "patch"
    BETA = "beta"


class ReleaseLink(Frozen):
    """A ticket or change request beside a release."""

    url: str
    text: str = ""


class AllowedConflict(Frozen):
    """A conflict that somebody knew of and let stand."""

    key: str
    """Of the conflict: another one as soon as what conflicts is moved."""
    by: UserId
    at: datetime
    reason_id: str = ""


class Asking(Frozen):
    """Its people were asked, at its time, whether it starts."""

    planned_for: datetime
    people: tuple[UserId, ...]
    """Whose direct messages hold a card."""
    in_channel: bool = False
    """Its channel was told that something keeps it from starting."""


class Move(Frozen):
    """The last time it was given another time."""

    by: UserId
    at: datetime
    was: datetime | None = None


class Release(Frozen):
    """What is released, when and by whom; how it goes is its execution's to say."""

    id: ReleaseId
    reference: str
    """Short and unique, such as `WEB-12`; accepted everywhere, in any case."""
    name: str
    version: str
    process_id: ProcessId
    process_version: int
    """The version it was made from; a planned one takes the latest at its start, if not pinned."""
    pinned: bool = False
    inputs: dict[str, str] = Field(default_factory=dict)
    input_set: str | None = None
    """The process input set it follows until it starts, and was started with."""
    phase_inputs: dict[str, dict[str, JsonValue]] = Field(default_factory=dict)
    """By phase: what the sets said at its start."""
    activity_inputs: dict[str, dict[str, JsonValue]] = Field(default_factory=dict)
    """By place, `phase.activity`: what the sets said at its start, expressions as written."""
    owner: UserId
    backup: UserId | None = None
    """Who may act as its owner besides them."""
    channel: ChannelId
    status: ReleaseStatus = ReleaseStatus.SCHEDULED
    scheduled_for: datetime | None = None
    created_by: UserId
    created_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: UserId | None = None
    """Who called it off before it started; a running one says so in its execution."""
    reason_id: str = ""
    execution_id: ExecutionId | None = None
    expected_end: datetime | None = None
    """As it was foretold at the start: what a later forecast is late against."""
    candidate: int = 1
    """How many times it was begun: each redo raises it (`rc 2`)."""
    watchers: tuple[UserId, ...] = ()
    """Who is told by DM when it ends, is on hold or waits for somebody."""
    type: ReleaseType = ReleaseType.STANDARD
    description: str = ""
    tags: tuple[str, ...] = ()
    team: str = ""
    services: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    colour: str = ""
    """`#rrggbb`; empty: its group's, or one made from its process."""
    links: tuple[ReleaseLink, ...] = ()
    group: ReleaseGroupId | None = None
    """The group it was made from; None: made ad hoc."""
    slot: datetime | None = None
    """Which occurrence of its group it is: the local time of the cadence, without a zone. It keeps
    this name also where it is moved or left out."""
    zone: str = ""
    """The time zone of its slot."""
    touched: bool = False
    """Somebody moved or changed it: an edit of its group leaves it as it is."""
    expected_duration: timedelta | None = None
    """How long it takes from its start; what the calendar shows before it is started."""
    turn: int | None = None
    """Whose turn it is in its group's rotation of owners."""
    freeze_exceptions: tuple[FreezeException, ...] = ()
    """Freezes it was let through, or asked to be."""
    allowed: tuple[AllowedConflict, ...] = ()
    """What is in its way and was let stand, with a reason."""
    asking: Asking | None = None
    """None until its time comes."""
    moved: Move | None = None
    looked: tuple[str, ...] | None = None
    """What the last look ahead found, as it was said; None before the first."""
    paused_for_it: tuple[ReleaseId, ...] = ()
    """Of a hotfix: what was paused to make way, and is asked to go on when it succeeds."""
    gives_way_to: ReleaseId | None = None
    """The hotfix that it was paused for last."""
    revision: int = 0
    """The stored row's version; 0 before the first save."""
    changed_at: datetime | None = None
    """When it was written last; None: as it was made."""

    def waits_for_its_time(self, now: datetime) -> bool:
        """True where it is planned for later than now."""
        planned = self.scheduled_for if self.status is ReleaseStatus.SCHEDULED else None
        return planned is not None and planned > now

    def waits_since(self, planned_for: datetime) -> bool:
        """True while it is planned for exactly that time: not started, moved or left out."""
        return self.status is ReleaseStatus.SCHEDULED and self.scheduled_for == planned_for

    @property
    def is_due(self) -> bool:
        """Its time has come, its people were asked, and it has not started."""
        return self.asking is not None and self.waits_since(self.asking.planned_for)

    @property
    def begins_at(self) -> datetime:
        """Its start: as it was, else as it is planned, else when it was made."""
        return self.started_at or self.scheduled_for or self.created_at

    @property
    def ends_at(self) -> datetime:
        """Its end: as it was, else as it is foretold, else as its duration says.

        One that was left out or called off keeps the place that it was planned for.
        """
        never_began = self.started_at is None and self.scheduled_for is not None
        if not never_began and (self.ended_at or self.expected_end):
            return self.ended_at or self.expected_end or self.begins_at
        return self.begins_at + (self.expected_duration or timedelta())

    @property
    def title(self) -> str:
        """`WEB-12 Web 4.2`, and once it was redone `WEB-12 Web 4.2 rc 2`: how people name it."""
        return self.title_as(self.candidate)

    def title_as(self, candidate: int) -> str:
        """As an earlier candidate of it was called."""
        which = f" rc {candidate}" if candidate > 1 else ""
        return f"{self.reference} {self.name} {self.version}".strip() + which
