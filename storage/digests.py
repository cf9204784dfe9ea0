"""Digests: a document each, and the column that the clock asks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, update

from orchestration.digests.model import Digest
from orchestration.errors import StaleExecution
from orchestration.values import ChannelId, UserId
from storage import formats
from storage.digest_tables import digests

if TYPE_CHECKING:
    from storage.scope import Scope

_OF = (
    select(digests.c.document)
    .where(digests.c.place.in_(bindparam("places", expanding=True)))
    .order_by(digests.c.place)
)
_DUE = (
    select(digests.c.document)
    .where(digests.c.looks_at <= bindparam("now"))
    .order_by(digests.c.looks_at, digests.c.place)
    .limit(bindparam("count"))
)


class SqlDigests:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._connection = scope.connection

    def find(self, place: ChannelId | UserId) -> Digest | None:
        query = self._scope.locked(
            select(digests.c.document).where(digests.c.place == place), f"digest {place}"
        )
        document = self._connection.execute(query).scalar_one_or_none()
        return None if document is None else formats.DIGEST.load(document)

    def of(self, places: Collection[ChannelId | UserId]) -> Sequence[Digest]:
        found = self._connection.execute(_OF, {"places": list(places)})
        return [formats.DIGEST.load(each) for each in found.scalars()]

    def save(self, digest: Digest) -> Digest:
        after = digest.model_copy(update={"revision": digest.revision + 1})
        if not digest.revision:
            written = self._connection.execute(self._scope.adding(digests), _row(after))
        else:
            written = self._connection.execute(
                update(digests)
                .where(digests.c.place == digest.place, digests.c.revision == digest.revision)
                .values(_row(after))
            )
        if written.rowcount == 0:
            raise StaleExecution(digest.place)
        return after

    def due(self, now: datetime, *, limit: int) -> Sequence[Digest]:
        found = self._connection.execute(_DUE, {"now": now, "count": limit})
        return [formats.DIGEST.load(each) for each in found.scalars()]


def _row(digest: Digest) -> dict[str, Any]:
    return {
        "place": digest.place,
        "looks_at": digest.looks_at,
        "revision": digest.revision,
        "document": formats.DIGEST.dump(digest),
    }
