"""What people leave out, each with the reason they gave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from orchestration.values import ActivityRef, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivitySkipped:
    """At once where it waits for somebody; when its turn comes where it has not begun."""

    at: datetime
    by: UserId
    ref: ActivityRef
    attempt: int
    """0 for what was never reached."""
    reason_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipWithdrawn:
    """An activity whose turn has not come is not left out after all."""

    at: datetime
    by: UserId
    ref: ActivityRef
    attempt: int


SkipEvent = ActivitySkipped | SkipWithdrawn
