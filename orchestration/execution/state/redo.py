"""One redo of a release: from where, by whom, why, and which candidate it made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from orchestration.values import ActivityRef, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class Redo:
    candidate: int
    """2 for the first: the release began as candidate 1."""
    ref: ActivityRef
    by: UserId
    at: datetime
    reason_id: str
