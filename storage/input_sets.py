"""The input store: a document for each set, and a row for each link of a process set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, Table, delete, insert, select, update

from orchestration import words
from orchestration.errors import Rejected, StaleExecution
from orchestration.inputs.model import (
    KeptActivitySet,
    KeptProcessSet,
    SetLink,
    activity_of,
    links_of,
)
from orchestration.values import ProcessId
from storage import formats
from storage.input_tables import activity_input_sets, input_set_links, process_input_sets

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from storage.scope import Scope

_of_process, _of_activity, _links = (
    process_input_sets.c,
    activity_input_sets.c,
    input_set_links.c,
)


class SqlInputSets:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._connection = scope.connection

    def save_process_set(self, kept: KeptProcessSet) -> KeptProcessSet:
        said = kept.set
        after = kept.model_copy(update={"revision": kept.revision + 1})
        row = {
            "process_id": said.process,
            "id": said.id,
            "name": said.name,
            "revision": after.revision,
            "document": formats.PROCESS_INPUTS.dump(after),
        }
        self._write(process_input_sets, _that(said.process, said.id), row)
        self._unlink(said.process, said.id)
        if links := links_of(said):
            self._connection.execute(insert(input_set_links), [each.model_dump() for each in links])
        return after

    def process_set(self, process_id: ProcessId, set_id: str) -> KeptProcessSet:
        query = select(_of_process.document).where(_that(process_id, set_id))
        found = self._process_sets(self._scope.locked(query, f"{process_id}/{set_id}"))
        if not found:
            raise Rejected(
                f"There is no input set “{words.quote(set_id, 60)}” of this process any more. "
                f"`/release inputs {process_id}` lists them."
            )
        return found[0]

    def find_process_set(self, process_id: ProcessId, set_id: str) -> KeptProcessSet | None:
        query = select(_of_process.document).where(_that(process_id, set_id))
        return next(iter(self._process_sets(query)), None)

    def process_sets(self, process_id: ProcessId) -> Sequence[KeptProcessSet]:
        query = select(_of_process.document).where(_of_process.process_id == process_id)
        return sorted(self._process_sets(query), key=_by_name)

    def remove_process_set(self, process_id: ProcessId, set_id: str) -> None:
        self._unlink(process_id, set_id)
        self._connection.execute(delete(process_input_sets).where(_that(process_id, set_id)))

    def save_activity_set(self, kept: KeptActivitySet) -> KeptActivitySet:
        said = kept.set
        after = kept.model_copy(update={"revision": kept.revision + 1})
        row = {
            "id": said.id,
            "activity_id": activity_of(said)[0],
            "name": said.name,
            "revision": after.revision,
            "document": formats.ACTIVITY_INPUTS.dump(after),
        }
        self._write(activity_input_sets, _of_activity.id == said.id, row)
        return after

    def activity_set(self, set_id: str) -> KeptActivitySet:
        query = select(_of_activity.document).where(_of_activity.id == set_id)
        found = self._activity_sets(self._scope.locked(query, set_id))
        if not found:
            raise Rejected(
                f"There is no input set “{words.quote(set_id, 60)}” any more. "
                "`/release inputs` lists them."
            )
        return found[0]

    def find_activity_set(self, set_id: str) -> KeptActivitySet | None:
        query = select(_of_activity.document).where(_of_activity.id == set_id)
        return next(iter(self._activity_sets(query)), None)

    def activity_sets(self, activity_id: str | None = None) -> Sequence[KeptActivitySet]:
        query = select(_of_activity.document)
        if activity_id is not None:
            query = query.where(_of_activity.activity_id == activity_id)
        return sorted(self._activity_sets(query), key=_by_name)

    def linked(self, set_ids: Iterable[str]) -> Mapping[str, KeptActivitySet]:
        wanted = sorted(set(set_ids))
        if not wanted:
            return {}
        query = select(_of_activity.document).where(_of_activity.id.in_(wanted))
        query = self._scope.locked(query.order_by(_of_activity.id), wanted[0])
        return {each.set.id: each for each in self._activity_sets(query)}

    def remove_activity_set(self, set_id: str) -> None:
        self._connection.execute(delete(activity_input_sets).where(_of_activity.id == set_id))

    def links_to(self, activity_set_id: str) -> Sequence[SetLink]:
        query = (
            select(input_set_links)
            .where(_links.linked == activity_set_id)
            .order_by(_links.process_id, _links.set_id, _links.place)
        )
        rows = self._connection.execute(query).mappings()
        return [SetLink.model_validate(dict(row)) for row in rows]

    def _write(self, table: Table, which: ColumnElement[bool], row: dict[str, Any]) -> None:
        """A new row, or the one before it; nothing where somebody else was first."""
        if row["revision"] == 1:
            adding = self._scope.insert(table).on_conflict_do_nothing()
            written = self._connection.execute(adding, row)
        else:
            before = table.c.revision == row["revision"] - 1
            written = self._connection.execute(update(table).where(which, before).values(row))
        if written.rowcount == 0:
            raise StaleExecution(row["id"])

    def _unlink(self, process_id: ProcessId, set_id: str) -> None:
        those = (_links.process_id == process_id, _links.set_id == set_id)
        self._connection.execute(delete(input_set_links).where(*those))

    def _process_sets(self, query: Select[Any]) -> list[KeptProcessSet]:
        found = self._connection.execute(query).scalars()
        return [formats.PROCESS_INPUTS.load(each) for each in found]

    def _activity_sets(self, query: Select[Any]) -> list[KeptActivitySet]:
        found = self._connection.execute(query).scalars()
        return [formats.ACTIVITY_INPUTS.load(each) for each in found]


def _that(process_id: ProcessId, set_id: str) -> ColumnElement[bool]:
    return (_of_process.process_id == process_id) & (_of_process.id == set_id)


def _by_name(kept: KeptProcessSet | KeptActivitySet) -> tuple[str, str]:
    return kept.set.name.casefold(), kept.set.id
