"""Where the links to the calendar are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from orchestration.feeds.model import Feed
from orchestration.values import UserId


class FeedRepository(Protocol):
    def add(self, feed: Feed) -> bool:
        """Keep a new one; False, and nothing changed, where its id is known."""
        ...

    def find(self, feed_id: str) -> Feed | None: ...

    def put(self, feed: Feed) -> None:
        """Keep it as it is now."""
        ...

    def of(self, person: UserId) -> Sequence[Feed]:
        """A person's own, revoked ones too, oldest first; an indexed query."""
        ...
