"""Releases: a document each, and the columns that lists are made from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, bindparam, desc, select, update

from orchestration.errors import Rejected, StaleExecution
from orchestration.releases.model import Release
from orchestration.values import ChannelId, ReleaseId
from storage import formats
from storage.tables import releases

if TYPE_CHECKING:
    from storage.scope import Scope

_DOCUMENT = select(releases.c.document).where(releases.c.id == bindparam("of"))
_REFERRED = select(releases.c.document).where(releases.c.reference == bindparam("of"))


class SqlReleases:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._connection = scope.connection

    def add(self, release: Release) -> bool:
        insert = self._scope.insert(releases).on_conflict_do_nothing(index_elements=["id"])
        return self._connection.execute(insert, _row(release)).rowcount == 1

    def find(self, release_id: ReleaseId) -> Release | None:
        return self._one(_DOCUMENT, release_id)

    def get(self, release_id: ReleaseId) -> Release:
        found = self._one(self._scope.locked(_DOCUMENT, release_id), release_id)
        if found is None:
            raise Rejected(
                "There is no such release here. `/release status` lists the unfinished ones."
            )
        return found

    def find_by_reference(self, reference: str) -> Release | None:
        return self._one(_REFERRED, reference.strip().upper())

    def save(self, release: Release) -> Release:
        after = release.model_copy(update={"revision": release.revision + 1})
        written = self._connection.execute(
            update(releases)
            .where(releases.c.id == release.id, releases.c.revision == release.revision)
            .values(_row(after))
        )
        if written.rowcount == 0:
            raise StaleExecution(release.id)
        return after

    def unfinished(self, *, channel: ChannelId | None = None) -> Sequence[Release]:
        query = select(releases.c.document).where(releases.c.ended.is_(False))
        return self._many(_in(channel, query).order_by(releases.c.begins_at, releases.c.id))

    def recent(self, *, channel: ChannelId | None = None, limit: int = 10) -> Sequence[Release]:
        query = select(releases.c.document).where(releases.c.ended.is_(True))
        latest_first = _in(channel, query).order_by(desc(releases.c.ended_at), releases.c.id)
        return self._many(latest_first.limit(limit))

    def _one(self, query: Select[Any], of: str) -> Release | None:
        document = self._connection.execute(query, {"of": of}).scalar_one_or_none()
        return None if document is None else formats.RELEASE.load(document)

    def _many(self, query: Select[Any]) -> Sequence[Release]:
        return [formats.RELEASE.load(each) for each in self._connection.execute(query).scalars()]


def _in(channel: ChannelId | None, query: Select[Any]) -> Select[Any]:
    return query if channel is None else query.where(releases.c.channel == channel)


def _row(release: Release) -> dict[str, Any]:
    return {
        "id": release.id,
        "reference": release.reference.upper(),
        "channel": release.channel,
        "ended": release.status.ended,
        "begins_at": release.started_at or release.scheduled_for or release.created_at,
        "ended_at": release.ended_at,
        "revision": release.revision,
        "document": formats.RELEASE.dump(release),
    }
