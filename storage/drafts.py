"""Drafts: a document each, guarded by its revision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, select, update

from orchestration.errors import Rejected, StaleExecution
from orchestration.processes.draft import Draft
from orchestration.values import DraftId, UserId
from storage import formats
from storage.tables import drafts

if TYPE_CHECKING:
    from storage.scope import Scope


class SqlDrafts:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._connection = scope.connection

    def add(self, draft: Draft) -> bool:
        insert = self._scope.insert(drafts).on_conflict_do_nothing(index_elements=["id"])
        return self._connection.execute(insert, _row(draft)).rowcount == 1

    def find(self, draft_id: DraftId) -> Draft | None:
        return self._one(select(drafts.c.document).where(drafts.c.id == draft_id))

    def get(self, draft_id: DraftId) -> Draft:
        query = select(drafts.c.document).where(drafts.c.id == draft_id)
        found = self._one(self._scope.locked(query, draft_id))
        if found is None:
            raise Rejected("This draft is not here any more. `/release draft` starts a new one.")
        return found

    def save(self, draft: Draft) -> Draft:
        after = draft.model_copy(update={"revision": draft.revision + 1})
        written = self._connection.execute(
            update(drafts)
            .where(drafts.c.id == draft.id, drafts.c.revision == draft.revision)
            .values(_row(after))
        )
        if written.rowcount == 0:
            raise StaleExecution(draft.id)
        return after

    def open_of(self, author: UserId, *, limit: int) -> Sequence[Draft]:
        query = (
            select(drafts.c.document)
            .where(drafts.c.author == author, drafts.c.is_open.is_(True))
            .order_by(drafts.c.created_at.desc(), drafts.c.id)
            .limit(limit)
        )
        return [formats.DRAFT.load(each) for each in self._connection.execute(query).scalars()]

    def _one(self, query: Select[Any]) -> Draft | None:
        document = self._connection.execute(query).scalar_one_or_none()
        return None if document is None else formats.DRAFT.load(document)


def _row(draft: Draft) -> dict[str, Any]:
    return {
        "id": draft.id,
        "revision": draft.revision,
        "document": formats.DRAFT.dump(draft),
        "author": draft.by,
        "is_open": draft.is_open,
        "created_at": draft.created_at,
    }
