"""Freezes: a document each, and the columns that the clock and a start ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, func, or_, select, update

from orchestration.errors import Rejected, StaleExecution
from orchestration.freezes.model import Freeze
from orchestration.values import FreezeId
from storage import formats
from storage.freeze_tables import freezes

if TYPE_CHECKING:
    from storage.scope import Scope

_ALL = select(freezes.c.document).order_by(func.lower(freezes.c.name), freezes.c.id)
_DOCUMENT = select(freezes.c.document).where(freezes.c.id == bindparam("of"))
_SINCE = _ALL.where(or_(freezes.c.over_at.is_(None), freezes.c.over_at > bindparam("at")))
_OF_CALENDAR = _ALL.where(freezes.c.calendar == bindparam("calendar"))
_DUE = (
    select(freezes.c.id)
    .where(freezes.c.looks_at <= bindparam("now"))
    .order_by(freezes.c.looks_at, freezes.c.id)
    .limit(bindparam("count"))
)
_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""When an archived freeze was over, whenever it would have been."""
_DAYS_APART: Final = timedelta(days=45)
"""A last occurrence ends no later: moved off a holiday, in whatever zone."""


class SqlFreezes:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._connection = scope.connection

    def add(self, freeze: Freeze) -> bool:
        insert = self._scope.insert(freezes).on_conflict_do_nothing()
        return self._connection.execute(insert, _row(freeze)).rowcount == 1

    def find(self, freeze_id: FreezeId) -> Freeze | None:
        document = self._connection.execute(_DOCUMENT, {"of": freeze_id}).scalar_one_or_none()
        return None if document is None else formats.FREEZE.load(document)

    def get(self, freeze_id: FreezeId) -> Freeze:
        query = self._scope.locked(_DOCUMENT, freeze_id)
        document = self._connection.execute(query, {"of": freeze_id}).scalar_one_or_none()
        if document is None:
            raise Rejected("There is no such freeze. `/release freezes` lists them.")
        return formats.FREEZE.load(document)

    def save(self, freeze: Freeze) -> Freeze:
        after = freeze.model_copy(update={"revision": freeze.revision + 1})
        written = self._connection.execute(
            update(freezes)
            .where(freezes.c.id == freeze.id, freezes.c.revision == freeze.revision)
            .values(_row(after))
        )
        if written.rowcount == 0:
            raise StaleExecution(freeze.id)
        return after

    def list(self) -> Sequence[Freeze]:
        return [formats.FREEZE.load(each) for each in self._connection.execute(_ALL).scalars()]

    def since(self, at: datetime) -> Sequence[Freeze]:
        found = self._connection.execute(_SINCE, {"at": at})
        return [formats.FREEZE.load(each) for each in found.scalars()]

    def of_calendar(self, calendar: str) -> Sequence[Freeze]:
        found = self._connection.execute(_OF_CALENDAR, {"calendar": calendar})
        return [formats.FREEZE.load(each) for each in found.scalars()]

    def due(self, now: datetime, *, limit: int) -> Sequence[FreezeId]:
        found = self._connection.execute(_DUE, {"now": now, "count": limit})
        return [FreezeId(each) for each in found.scalars()]


def _row(freeze: Freeze) -> dict[str, Any]:
    return {
        "id": freeze.id,
        "name": freeze.name,
        "calendar": freeze.source.calendar if freeze.source else None,
        "over_at": _over_at(freeze),
        "looks_at": freeze.looks_at,
        "revision": freeze.revision,
        "document": formats.FREEZE.dump(freeze),
    }


def _over_at(freeze: Freeze) -> datetime | None:
    if freeze.archived_by is not None:
        return _LONG_AGO
    if freeze.recurs is None:
        return max(each.ends for each in freeze.windows)
    ends = freeze.recurs.cadence.ends
    if ends is None:
        return None
    last = datetime(ends.year, ends.month, ends.day, tzinfo=UTC)
    return last + _DAYS_APART + freeze.recurs.lasts
