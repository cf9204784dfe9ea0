"""What time it is: on SQLite by this machine, on PostgreSQL by the database for every replica."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy import Connection

EVERY: Final = 5.0
"""Seconds after which the database is asked again."""
_ASKING = text("SELECT extract(epoch FROM clock_timestamp())")


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


def _running() -> float:
    """Seconds of this machine's running, sleep included where it is known; nobody can set them."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class DatabaseClock:
    """The database's time, counted on here between two answers.

    This machine's own date is never read: a replica whose clock is minutes off, or is set right
    while it runs, ends nobody's lease too early and makes nothing due too late.
    """

    def __init__(self, running: Callable[[], float] = _running) -> None:
        self._running = running
        self._asked_at: float | None = None
        self._started_at = 0.0

    def now(self) -> datetime:
        return datetime.fromtimestamp(self._started_at + self._running(), UTC)

    def keep(self, connection: Connection) -> None:
        """Ask again where the last answer is old; between two transactions."""
        asked_at = self._running()
        if self._asked_at is not None and asked_at - self._asked_at < EVERY:
            return
        with connection.begin():
            said = float(connection.execute(_ASKING).scalar_one())
        self._heard(said, asked_at, self._running())

    def _heard(self, said: float, asked_at: float, answered_at: float) -> None:
        """It was so late at some moment in between: what fits that already stays as it is."""
        earliest, latest = said - answered_at, said - asked_at
        if self._asked_at is None:
            self._started_at = (earliest + latest) / 2
        else:
            self._started_at = min(max(self._started_at, earliest), latest)
        self._asked_at = asked_at
