"""A release that a freeze lets through, because somebody who may said so."""

from __future__ import annotations

from datetime import datetime

from orchestration.values import FreezeId, Frozen, UserId


class FreezeException(Frozen):
    """One release that was let through one window of a freeze, or asked to be."""

    freeze: FreezeId
    begins: datetime
    """Which window."""
    ends: datetime
    asked_by: UserId
    asked_at: datetime
    reason_id: str
    decided_by: UserId | None = None
    """Whoever could do so themselves asked nobody."""
    decided_at: datetime | None = None
    granted: bool = False
