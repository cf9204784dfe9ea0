"""What a digest says: to a channel about its releases, to a person about their day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from orchestration.calendar.page import CalendarPage
from orchestration.execution.state.statuses import WorkKind
from orchestration.releases.model import ReleaseStatus
from orchestration.values import ChannelId, Frozen, ReleaseId, UserId


class RunningLine(Frozen):
    """A release that has begun, and whom it waits for."""

    title: str
    status: ReleaseStatus
    waiting_for_input: bool
    late_by: timedelta | None
    sentence: str


class PlannedLine(Frozen):
    """A release that is to begin."""

    release_id: ReleaseId
    reference: str
    title: str
    at: datetime
    owner: UserId
    overdue: bool = False
    """Its time has come, and nobody started it."""
    starts_itself: bool = False


class EndedLine(Frozen):
    """A release that ended, or will not be, since the digest before."""

    title: str
    status: ReleaseStatus
    at: datetime


class FreezeLine(Frozen):
    name: str
    begins: datetime
    ends: datetime
    on: bool
    """It has begun."""
    blocks: bool
    scope: str = ""
    """In words; empty: every release."""


class DigestCard(Frozen):
    """A channel's, as of one moment of one day."""

    channel: ChannelId
    day: date
    cadence: str = ""
    """When it is sent, in words."""
    running: tuple[RunningLine, ...] = ()
    today: tuple[PlannedLine, ...] = ()
    week: tuple[PlannedLine, ...] = ()
    conflicts: tuple[str, ...] = ()
    """Our own words, one of them a line."""
    freezes: tuple[FreezeLine, ...] = ()
    outcomes: tuple[EndedLine, ...] = ()
    since: datetime
    """Of the outcomes: when the digest before this one was due."""
    page: CalendarPage | None = None
    """The week as it is drawn."""
    file: str = ""
    """Its picture, once it can be shown."""

    @property
    def empty(self) -> bool:
        return not any(
            (
                self.running,
                self.today,
                self.week,
                self.conflicts,
                self.freezes,
                self.outcomes,
            )
        )


class TaskLine(Frozen):
    """Something a person is asked to do."""

    name: str
    release_title: str
    kind: WorkKind
    due_at: datetime | None = None
    overdue: bool = False


class HoldLine(Frozen):
    """An activity on hold that is theirs to decide."""

    name: str
    release_title: str
    reason: str


class PersonalDigestCard(Frozen):
    """A person's: what waits for them, and what they own that is due."""

    person: UserId
    day: date
    tasks: tuple[TaskLine, ...] = ()
    """Overdue first, then by when they are due; those without a deadline last."""
    holds: tuple[HoldLine, ...] = ()
    due: tuple[PlannedLine, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.tasks or self.holds or self.due)
