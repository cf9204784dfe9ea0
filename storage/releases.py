"""Releases: a document each, and the columns that lists are made from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, bindparam, desc, or_, select, update

from orchestration.errors import Rejected, StaleExecution
from orchestration.releases.model import Release
from orchestration.values import ChannelId, ProcessId, ReleaseGroupId, ReleaseId
from storage import formats
from storage.tables import executions, releases

if TYPE_CHECKING:
    from storage.scope import Scope

_DOCUMENT = select(releases.c.document).where(releases.c.id == bindparam("of"))
_REFERRED = select(releases.c.document).where(releases.c.reference == bindparam("of"))


_WELL = ("succeeded", "partially_succeeded")
_LOOKED_AT = 20
"""A process may run inside others' releases too: those are passed over."""


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
        written = {"revision": release.revision + 1, "changed_at": self._scope.clock.now()}
        after = release.model_copy(update=written)
        kept = self._connection.execute(
            update(releases)
            .where(releases.c.id == release.id, releases.c.revision == release.revision)
            .values(_row(after))
        )
        if kept.rowcount == 0:
            raise StaleExecution(release.id)
        return after

    def unfinished(self, *, channel: ChannelId | None = None) -> Sequence[Release]:
        query = select(releases.c.document).where(releases.c.ended.is_(False))
        return self._many(_in(channel, query).order_by(releases.c.begins_at, releases.c.id))

    def between(self, begins: datetime, ends: datetime) -> Sequence[Release]:
        """What runs on beyond its foretold end is still there now: it is asked apart."""
        begun = and_(releases.c.ended.is_(False), releases.c.begins_at <= self._scope.clock.now())
        query = select(releases.c.document).where(
            releases.c.begins_at < ends, or_(releases.c.ends_at >= begins, begun)
        )
        return self._many(query.order_by(releases.c.begins_at, releases.c.id))

    def find_slot(self, group_id: ReleaseGroupId, slot: datetime) -> Release | None:
        of = (releases.c.group_id == group_id, releases.c.slot == slot.isoformat())
        found = self._many(select(releases.c.document).where(*of))
        return found[0] if found else None

    def of_group(
        self, group_id: ReleaseGroupId, *, after: datetime, limit: int
    ) -> Sequence[Release]:
        query = select(releases.c.document).where(
            releases.c.group_id == group_id, releases.c.begins_at > after
        )
        return self._many(query.order_by(releases.c.begins_at, releases.c.id).limit(limit))

    def latest_of_group(self, group_id: ReleaseGroupId, *, limit: int) -> Sequence[Release]:
        query = select(releases.c.document).where(releases.c.group_id == group_id)
        return self._many(query.order_by(desc(releases.c.begins_at), releases.c.id).limit(limit))

    def last_of_group(self, group_id: ReleaseGroupId) -> Release | None:
        return next(iter(self.latest_of_group(group_id, limit=1)), None)

    def last_succeeded(self, process_id: ProcessId) -> Release | None:
        """Asked once for each start, so it needs no index of its own."""
        query = (
            select(releases.c.document)
            .join(executions, executions.c.release_id == releases.c.id)
            .where(executions.c.process_id == process_id, executions.c.status.in_(_WELL))
            .order_by(desc(releases.c.ended_at), releases.c.id)
            .limit(_LOOKED_AT)
        )
        ended = (each for each in self._many(query) if each.status.ended)
        return next((each for each in ended if each.process_id == process_id), None)

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
        "begins_at": release.begins_at,
        "ended_at": release.ended_at,
        "group_id": release.group,
        "slot": release.slot.isoformat() if release.slot else None,
        "ends_at": release.ends_at,
        "revision": release.revision,
        "document": formats.RELEASE.dump(release),
    }
