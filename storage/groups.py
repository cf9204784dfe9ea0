"""Release groups: a document each, and the columns that the clock and the lists ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select, update

from orchestration.errors import Rejected, StaleExecution
from orchestration.groups.model import ReleaseGroup
from orchestration.ports.groups import UnreadableGroup
from orchestration.values import ProcessId, ReleaseGroupId
from storage import formats
from storage.group_tables import release_groups
from storage.reference_keys import take_key, unused_key

if TYPE_CHECKING:
    from storage.scope import Scope

_DOCUMENT = select(release_groups.c.document).where(release_groups.c.id == bindparam("of"))
_ALL = select(
    release_groups.c.id,
    release_groups.c.name,
    release_groups.c.process_id,
    release_groups.c.document,
).order_by(func.lower(release_groups.c.name))
_DUE = (
    select(release_groups.c.id)
    .where(release_groups.c.looks_at <= bindparam("now"))
    .order_by(release_groups.c.looks_at, release_groups.c.id)
    .limit(bindparam("count"))
)


class SqlGroups:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._connection = scope.connection

    def add(self, group: ReleaseGroup) -> bool:
        insert = self._scope.insert(release_groups).on_conflict_do_nothing()
        row = {**_row(group), "last_reference": 0}
        added = self._connection.execute(insert, row).rowcount == 1
        if added:
            take_key(self._connection, group.reference_key)
        return added

    def find(self, group_id: ReleaseGroupId) -> ReleaseGroup | None:
        document = self._connection.execute(_DOCUMENT, {"of": group_id}).scalar_one_or_none()
        return None if document is None else formats.GROUP.load(document)

    def get(self, group_id: ReleaseGroupId) -> ReleaseGroup:
        query = self._scope.locked(_DOCUMENT, group_id)
        document = self._connection.execute(query, {"of": group_id}).scalar_one_or_none()
        if document is None:
            raise Rejected("There is no such release group. `/release groups` lists them.")
        return formats.GROUP.load(document)

    def save(self, group: ReleaseGroup) -> ReleaseGroup:
        after = group.model_copy(update={"revision": group.revision + 1})
        written = self._connection.execute(
            update(release_groups)
            .where(release_groups.c.id == group.id, release_groups.c.revision == group.revision)
            .values(_row(after))
        )
        if written.rowcount == 0:
            raise StaleExecution(group.id)
        return after

    def list(self) -> Sequence[ReleaseGroup]:
        return [group for _, group in self._read() if group is not None]

    def unreadable(self) -> Sequence[UnreadableGroup]:
        return [known for known, group in self._read() if group is None]

    def _read(self) -> Iterator[tuple[UnreadableGroup, ReleaseGroup | None]]:
        """Each as it is known by its columns, and with its document where that can be read."""
        for row in self._connection.execute(_ALL):
            known = UnreadableGroup(
                id=ReleaseGroupId(row.id), name=row.name, process_id=ProcessId(row.process_id)
            )
            try:
                yield known, formats.GROUP.load(row.document)
            except formats.UnreadableDocument:
                yield known, None

    def due(self, now: datetime, *, limit: int) -> Sequence[ReleaseGroupId]:
        found = self._connection.execute(_DUE, {"now": now, "count": limit})
        return [ReleaseGroupId(each) for each in found.scalars()]

    def next_reference(self, group_id: ReleaseGroupId) -> str:
        raised = self._connection.execute(
            update(release_groups)
            .where(release_groups.c.id == group_id)
            .values(last_reference=release_groups.c.last_reference + 1)
            .returning(release_groups.c.reference_key, release_groups.c.last_reference)
        ).one_or_none()
        if raised is None:
            raise Rejected("There is no such release group. `/release groups` lists them.")
        return f"{raised.reference_key}-{raised.last_reference}"

    def last_number(self, group_id: ReleaseGroupId) -> int:
        query = select(release_groups.c.last_reference).where(release_groups.c.id == group_id)
        return self._connection.execute(query).scalar_one_or_none() or 0

    def unused_key(self, name: str) -> str:
        return unused_key(self._connection, name)

    def put_off(self, group_id: ReleaseGroupId, until: datetime) -> None:
        self._connection.execute(
            update(release_groups).where(release_groups.c.id == group_id).values(looks_at=until)
        )


def _row(group: ReleaseGroup) -> dict[str, Any]:
    return {
        "id": group.id,
        "name": group.name,
        "reference_key": group.reference_key,
        "process_id": group.process_id,
        "looks_at": group.looks_at,
        "revision": group.revision,
        "document": formats.GROUP.dump(group),
    }
