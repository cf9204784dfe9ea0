"""Where messages that show the calendar are kept, and the limits of what may be at once."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from orchestration.calendar.limits import Limits, Shared
from orchestration.calendar.message import CalendarMessage
from orchestration.values import UserId


class CalendarRepository(Protocol):
    def find(self, message_id: str) -> CalendarMessage | None: ...

    def put(self, message: CalendarMessage) -> None:
        """Keep what it shows from now on; the page that was drawn for it stays until the next."""
        ...

    def drawn(self, message_id: str) -> str:
        """The page it was drawn with last, as JSON; empty before the first time."""
        ...

    def keep_drawn(self, message_id: str, page: str) -> None:
        """Remember the page, for its picture."""
        ...

    def limits(self) -> Limits:
        """How many releases that share something may be at once, ordered by name."""
        ...

    def limit(self, of: Shared, most: int | None, *, by: UserId, at: datetime) -> None:
        """Set it, or take it away where `most` is None."""
        ...
