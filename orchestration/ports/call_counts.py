"""How often the outside was called, counted for all replicas together."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

from orchestration.values import Frozen

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class CallCount(Frozen):
    """Where one kind of call stands."""

    full_at: datetime = NEVER
    """When the burst that is allowed is whole again."""
    promised_for: datetime = NEVER
    """The last time that somebody was sent away to."""
    blocked_until: datetime = NEVER
    """The other side said: not before then."""


class CallCounts(Protocol):
    def get(self, key: str) -> CallCount:
        """As it stands, its row locked; as if never called where it is not known."""
        ...

    def put(self, key: str, count: CallCount) -> None: ...
