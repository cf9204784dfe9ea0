"""Who is away, until when and with whom in their place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from orchestration.people.absence import Absence
from orchestration.values import UserId


class AbsenceRepository(Protocol):
    """One absence a person; what has ended is not kept, the audit tells of it."""

    def put(self, absence: Absence) -> None:
        """Keep it in the place of an earlier one of the same person."""
        ...

    def find(self, person: UserId) -> Absence | None: ...

    def end(self, person: UserId) -> None:
        """Forget it; nothing where there is none."""
        ...

    def lasting(self, *, at: datetime) -> Mapping[UserId, Absence]:
        """All that have not ended by then, by person."""
        ...
