"""The turn of a phase: what it waits for in other releases, and when it began."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from orchestration.execution.state.deadline import Deadline
from orchestration.replacing import replace
from orchestration.values import ReleaseId, UserId


class Standing(StrEnum):
    """How what is waited for stood when it was looked at last."""

    WAITING = "waiting"
    WELL = "well"
    """It has ended as hoped for: succeeded, in part, ignored or skipped."""
    NOBODY = "nobody"
    """No release of that process or group runs or is planned: nothing to wait for."""
    BADLY = "badly"
    UNKNOWN = "unknown"
    """There is no such release, process or phase."""
    CIRCLE = "circle"
    """It waits for this one too, however indirectly."""

    @property
    def over(self) -> bool:
        return self in {Standing.WELL, Standing.NOBODY}

    @property
    def asks(self) -> bool:
        """True where nothing but a person helps: it may never come."""
        return self in {Standing.BADLY, Standing.UNKNOWN, Standing.CIRCLE}


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitedFor:
    """A release, or a phase of one, as it was when it was looked at."""

    said: str
    """As the process says it: `ledger.production`, `WEB-12`."""
    standing: Standing
    release_id: ReleaseId | None = None
    title: str = ""
    phase: str = ""
    """The phase's name; empty where the whole release is waited for."""
    status: str = ""
    """The release's, as a word."""
    at: datetime | None = None
    """Since when it runs, when it ended, or for when it is planned."""
    circle: tuple[str, ...] = ()
    """The releases that wait for one another, by reference; this one first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseTurn:
    """A phase that was reached: it waits for its turn, or has had it."""

    attempt: int
    """The phase's, as it was reached."""
    since: datetime
    waits_for: tuple[WaitedFor, ...] = ()
    """As seen last; empty until somebody has looked."""
    looked: bool = False
    only_places: bool = False
    """It waited for the others before; begun anew, it only takes its resources again."""
    queues: bool = False
    """What it waits for in other releases is over, and its resources are held by others."""
    overruled_by: UserId | None = None
    """Who said that it goes on although others have not ended."""
    overruled_at: datetime | None = None
    reason_id: str = ""
    over_at: datetime | None = None
    """When it began, or was no longer reached."""
    circle: tuple[str, ...] = ()
    """It queues for what is never given back: the releases that wait for one another through it,
    by reference, its own first.
    """
    deadline: Deadline | None = None
    """By when its people are to say whether it goes on; of one that simply waits, when they are
    told that it waits for long.
    """

    @property
    def waiting(self) -> bool:
        return self.over_at is None

    def ended(self, at: datetime) -> PhaseTurn:
        return replace(self, over_at=at)

    @property
    def asks(self) -> bool:
        """True where nothing but a person helps."""
        if self.waiting and self.circle:
            return True
        if not self.waiting or self.overruled_by is not None:
            return False
        return any(each.standing.asks for each in self.waits_for)

    def is_free_of_others(self, seen: Sequence[WaitedFor]) -> bool:
        """True where nothing of other releases keeps it, as they stand now."""
        if self.only_places or self.overruled_by is not None:
            return True
        return all(each.standing.over for each in seen)
