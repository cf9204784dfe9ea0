"""What reopens work that was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from orchestration.values import ActivityRef, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class Redone:
    """Somebody has an activity, and all that depends on it, done again."""

    at: datetime
    by: UserId
    ref: ActivityRef
    candidate: int
    """The one it makes: a second click on the same form asks for one that exists already."""
    reason_id: str
