"""What every repository works in: one connection, its dialect, the clock, the shared caches."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy.dialects import postgresql, sqlite

from storage.cache import Found

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select, Table

    from orchestration.ports import Clock
    from storage.cache import Caches
    from storage.doubt import Doubt

Upsert = sqlite.Insert
"""An insert that may name its conflict; PostgreSQL's has the same methods."""


@dataclass(slots=True)
class Scope:
    """One transaction as the repositories see it."""

    connection: Connection
    clock: Clock
    caches: Caches
    writing: bool
    doubt: Doubt | None = None
    """What may have been done in a time that was lost to a restore."""
    found: Found = field(default_factory=Found)
    subject: str = ""
    """What it locked first: who loses a race for it queues with the other losers."""

    @property
    def dialect(self) -> str:
        return self.connection.dialect.name

    def insert(self, table: Table) -> Upsert:
        return insert_into(self.dialect, table)

    def locked(self, query: Select[Any], subject: str) -> Select[Any]:
        """Hold the rows to the end of a writing transaction; SQLite has one writer anyway.

        A statement that is built once need not be locked there: SQLite has no words for it.
        """
        if not self.writing or self.dialect == "sqlite":
            return query
        self.subject = self.subject or subject
        return query.with_for_update()

    def adding(self, table: Table) -> Upsert:
        """Rows that are new; those whose primary key is known stay as they were."""
        return _adding(self.dialect, table)

    def replace(self, table: Table, rows: list[dict[str, Any]]) -> None:
        """Write rows by their primary key, new or known."""
        if not rows:
            return
        self.connection.execute(_replacing(self.dialect, table), rows)


def insert_into(dialect: str, table: Table) -> Upsert:
    """One that says how many rows it wrote."""
    if dialect == "postgresql":
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
