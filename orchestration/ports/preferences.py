"""What people want for themselves; nothing is kept of those who never said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from orchestration.values import UserId


class PreferenceRepository(Protocol):
    def want_direct_messages(self, person: UserId, *, wanted: bool) -> None:
        """Whether cards come to them as direct messages too; they do until somebody says no."""
        ...

    def without_direct_messages(self, people: Iterable[UserId]) -> frozenset[UserId]:
        """Those of them who said no."""
        ...
