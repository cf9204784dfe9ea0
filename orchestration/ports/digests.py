"""Where digests are kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from orchestration.digests.model import Digest
from orchestration.values import ChannelId, UserId


class DigestRepository(Protocol):
    def find(self, place: ChannelId | UserId) -> Digest | None: ...

    def of(self, places: Collection[ChannelId | UserId]) -> Sequence[Digest]:
        """Those of these places, by place; only to look at: no row is locked."""
        ...

    def save(self, digest: Digest) -> Digest:
        """Write it as revision + 1 and return that; raises `StaleExecution` if late.

        One of revision 0 is new: it is late where its place has one already.
        """
        ...

    def due(self, now: datetime, *, limit: int) -> Sequence[Digest]:
        """Those whose `looks_at` has come, longest due first; an indexed query."""
        ...
