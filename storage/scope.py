"""What every repository works in: one connection, its dialect, the clock, the shared caches."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy.dialects import sqlite

from storage.cache import Found
from storage.statements import Row, send, send_each

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ClauseElement, Connection, CursorResult, Select, Table

    from orchestration.ports import Clock
    from storage.cache import Caches
    from storage.doubt import Doubt

Upsert = sqlite.Insert
"""An insert that may name its conflict; PostgreSQL's has the same methods."""


class OldSnapshot(Exception):  # noqa: N818 - not a fault: look again
    """What a reader wants is known in a newer state than its snapshot has."""


@dataclass(slots=True)
class Scope:
    """One transaction as the repositories see it."""

    connection: Connection
    clock: Clock
    caches: Caches
    writing: bool
    doubt: Doubt | None = None
    """What may have been done in a time that was lost to a restore."""
    may_look_again: bool = False
    """Whether a reader may raise `OldSnapshot` instead of loading what is newer in memory."""
    found: Found = field(default_factory=Found)
    subject: str = ""
    """What it locked first: who loses a race for it queues with the other losers."""

    @property
    def dialect(self) -> str:
        return self.connection.dialect.name

    def insert(self, table: Table) -> Upsert:
        return insert_into(self.dialect, table)

    def locked(self, query: Select[Any], subject: str) -> Select[Any]:
        """Hold the rows to the end of a writing transaction."""
        return query.with_for_update() if self.locks(subject) else query

    def locks(self, subject: str) -> bool:
        """True where rows have to be locked: SQLite has one writer, and no words for it."""
        if not self.writing or self.dialect == "sqlite":
            return False
        self.subject = self.subject or subject
        return True

    def adding(self, table: Table) -> Upsert:
        """Rows that are new; those whose primary key is known stay as they were."""
        return _adding(self.dialect, table)

    def replace(self, table: Table, rows: list[dict[str, Any]]) -> None:
        """Write rows by their primary key, new or known."""
        self.send_each(_replacing(self.dialect, table), rows)

    def send(self, statement: ClauseElement, row: Row) -> CursorResult[Any]:
        """Run a statement that is built once; see `storage.statements`."""
        return send(self.connection, statement, row)

    def send_each(self, statement: ClauseElement, rows: Sequence[Row]) -> None:
        """Run a statement that is built once for each row."""
        send_each(self.connection, statement, rows)


def insert_into(dialect: str, table: Table) -> Upsert:
    """One that says how many rows it wrote."""
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql

        insert = cast("Upsert", postgresql.insert(table))
    else:
        insert = sqlite.insert(table)
    return insert.execution_options(preserve_rowcount=True)


@cache
def _adding(dialect: str, table: Table) -> Upsert:
    keys = [column.name for column in table.primary_key]
    return insert_into(dialect, table).on_conflict_do_nothing(index_elements=keys)


@cache
def _replacing(dialect: str, table: Table) -> Upsert:
    """Built once: making the statement costs more than running it."""
    insert = insert_into(dialect, table)
    keys = [column.name for column in table.primary_key]
    values = {column.name: insert.excluded[column.name] for column in table.columns}
    return insert.on_conflict_do_update(
        index_elements=keys, set_={name: each for name, each in values.items() if name not in keys}
    )
