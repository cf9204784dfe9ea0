"""A freeze: windows in time, what they are for, what they do, and what they let through."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Final

from pydantic import AwareDatetime, Field, model_validator

from orchestration.releases.model import ReleaseType
from orchestration.scheduling.cadence import Cadence
from orchestration.values import FreezeId, Frozen, ProcessId, ReleaseGroupId, UserId

LONGEST: Final = timedelta(days=366)
"""Of one window: what lasts longer is no freeze but a decision to stop."""


class FreezeEffect(StrEnum):
    BLOCK_START = "block start"
    """No release starts; what runs goes on."""
    HOLD_RUNNING = "block start and hold running"
    """And what runs begins nothing new, except in uninterruptible phases that had begun."""
    WARN = "warn"
    """People are told, and decide."""

    @property
    def blocks(self) -> bool:
        return self is not FreezeEffect.WARN


class FreezeWindow(Frozen):
    """From `begins` on, and until just before `ends`."""

    begins: AwareDatetime
    ends: AwareDatetime

    @model_validator(mode="after")
    def _in_order(self) -> FreezeWindow:
        if self.ends <= self.begins:
            raise ValueError("it would end before it begins")
        return self

    def overlaps(self, begins: datetime, ends: datetime) -> bool:
        """Whether something of that time lies in it; a moment is a time without length."""
        return self.begins < ends and begins < self.ends if ends > begins else self.holds(begins)

    def holds(self, at: datetime) -> bool:
        return self.begins <= at < self.ends


class Recurring(Frozen):
    """A window at each time of a cadence: every Friday 16:00 for 2 days and 16 hours."""

    cadence: Cadence
    lasts: Annotated[timedelta, Field(gt=timedelta(0), le=LONGEST)]
    """By the clock on the wall of its zone: one until Monday 08:00 ends then, also where the clock
    was changed meanwhile."""

    def __hash__(self) -> int:
        """Of what tells most of them apart: the windows of each are kept by it."""
        return hash((self.cadence.rule, self.cadence.cron, self.cadence.at, self.cadence.zone))


class FreezeScope(Frozen):
    """What is frozen: whatever has one of these; where nothing is named, every release."""

    tags: tuple[str, ...] = ()
    groups: tuple[ReleaseGroupId, ...] = ()
    services: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    processes: tuple[ProcessId, ...] = ()

    @property
    def everything(self) -> bool:
        named = (self.tags, self.groups, self.services, self.environments, self.processes)
        return not any(named)


class FreezeSource(Frozen):
    """The calendar that it was imported from."""

    calendar: str
    """The file's path or the address, as the operator configured it."""
    uid: str


class Freeze(Frozen):
    """One that is made in Slack, or imported from a calendar (product.md section 4)."""

    id: FreezeId
    name: str
    effect: FreezeEffect = FreezeEffect.BLOCK_START
    windows: tuple[FreezeWindow, ...] = ()
    """A one-off freeze has one; an imported one those that its calendar names."""
    recurs: Recurring | None = None
    zone: str = "UTC"
    """In which its times are said."""
    scope: FreezeScope = FreezeScope()
    lets_through: tuple[ReleaseType, ...] = ()
    """Releases of these types are not held by it."""
    approvers: tuple[UserId, ...] = ()
    """Who may let a release through, with a reason, besides those who may override."""
    note: str = ""
    link: str = ""
    ended_early: tuple[FreezeWindow, ...] = ()
    """Windows that somebody cut: each begins as it did, and ends when it was ended."""
    source: FreezeSource | None = None
    looks_at: datetime | None = None
    """When the clock has something to do for it; None: never again, as it is."""
    archived_by: UserId | None = None
    created_by: UserId
    created_at: datetime
    revision: int = 0
    """The stored row's version; 0 before the first save."""
    changed_at: datetime | None = None
    """When somebody, or the calendar it is from, changed it; None: it is as it was made."""

    @model_validator(mode="after")
    def _has_a_time(self) -> Freeze:
        if bool(self.windows) == (self.recurs is not None):
            raise ValueError("say either when it is, or when it recurs")
        return self
