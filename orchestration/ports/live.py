"""The live register: what runs where, since when, from which release."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from orchestration.values import ActivityRef, Frozen, ProcessId, ReleaseId


class Live(Frozen):
    """One service in one environment, as one activity of one release left it."""

    service: str
    environment: str
    """Empty where the process names none."""
    version: str
    process_id: ProcessId
    release_id: ReleaseId
    ref: ActivityRef
    """With its execution in front where it ran inside another activity."""
    attempt: int
    at: datetime


class LiveRegister(Protocol):
    """Append-only: what was live before stays known."""

    def record(self, entries: Iterable[Live]) -> None:
        """Keep them; the same service, environment, release, activity and attempt is one."""
        ...

    def now(self) -> Sequence[Live]:
        """The latest of each service and environment, ordered by them.

        Services and environments are the same however they are capitalised or spaced.
        """
        ...
