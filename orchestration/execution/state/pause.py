"""One pause of a release: who paused it, why, and who let it go on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from orchestration.values import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    at: datetime
    by: UserId
    reason_id: str
    line_stopped: bool = False
    """Somebody of the channel stopped the line, and no operator paused it."""
    resumed_at: datetime | None = None
    resumed_by: UserId | None = None
