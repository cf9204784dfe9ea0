"""Where freezes are kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from orchestration.freezes.model import Freeze
from orchestration.values import FreezeId


class FreezeRepository(Protocol):
    def add(self, freeze: Freeze) -> bool:
        """Keep a new one; False, and nothing changed, where its id is taken."""
        ...

    def find(self, freeze_id: FreezeId) -> Freeze | None: ...

    def get(self, freeze_id: FreezeId) -> Freeze:
        """The freeze, its row locked; raises `Rejected` where there is none."""
        ...

    def save(self, freeze: Freeze) -> Freeze:
        """Write it as revision + 1 and return that; raises `StaleExecution` if late."""
        ...

    def list(self) -> Sequence[Freeze]:
        """Every one, archived and past ones too, ordered by name."""
        ...

    def since(self, at: datetime) -> Sequence[Freeze]:
        """Those that can be on at that moment or later, ordered by name; an indexed query."""
        ...

    def of_calendar(self, calendar: str) -> Sequence[Freeze]:
        """Those imported from it, archived ones too."""
        ...

    def due(self, now: datetime, *, limit: int) -> Sequence[FreezeId]:
        """Those whose `looks_at` has come, longest due first; an indexed query."""
        ...
