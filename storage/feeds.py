"""Links to the calendar: a document each, found by id or by whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from orchestration.feeds.model import Feed
from orchestration.values import UserId
from storage import formats
from storage.digest_tables import feeds

if TYPE_CHECKING:
    from storage.scope import Scope


class SqlFeeds:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._connection = scope.connection

    def add(self, feed: Feed) -> bool:
        return self._connection.execute(self._scope.adding(feeds), _row(feed)).rowcount == 1

    def find(self, feed_id: str) -> Feed | None:
        query = select(feeds.c.document).where(feeds.c.id == feed_id)
        document = self._connection.execute(query).scalar_one_or_none()
        return None if document is None else formats.FEED.load(document)

    def put(self, feed: Feed) -> None:
        self._scope.replace(feeds, [_row(feed)])

    def of(self, person: UserId) -> Sequence[Feed]:
        query = select(feeds.c.document).where(feeds.c.person == person)
        found = self._connection.execute(query).scalars()
        return sorted(map(formats.FEED.load, found), key=lambda each: (each.made_at, each.id))


def _row(feed: Feed) -> dict[str, Any]:
    return {"id": feed.id, "person": feed.person, "document": formats.FEED.dump(feed)}
