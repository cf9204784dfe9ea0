"""One window of a freeze as a running release meets it: held by it, asked to go on, let go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from orchestration.values import FreezeId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeHold:
    freeze: FreezeId
    name: str
    begins: datetime
    """Which window; later than `at` where its owner held the release ahead of it."""
    until: datetime
    at: datetime
    by: UserId | None = None
    """None: the clock."""
    over_at: datetime | None = None
    """The freeze is over, or is no more: it waits for somebody to resume it."""
    resumed_at: datetime | None = None
    resumed_by: UserId | None = None
    """None: by itself."""

    told: int = 1
    """How often it changed: people are told of each change once."""

    def is_of(self, freeze: FreezeId, begins: datetime) -> bool:
        return (self.freeze, self.begins) == (freeze, begins)
