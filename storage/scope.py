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

Upsert = sqlite.Insert
"""An insert that may name its conflict; PostgreSQL's has the same methods."""


@dataclass(slots=True)
class Scope:
    """One transaction as the repositories see it."""

    connection: Connection
    clock: Clock
    caches: Caches
    writing: bool
    found: Found = field(default_factory=Found)

    @property
    def dialect(self) -> str:
        return self.connection.dialect.name

    def insert(self, table: Table) -> Upsert:
        return insert_into(self.dialect, table)

    def locked(self, query: Select[Any]) -> Select[Any]:
        """Hold the rows to the end of a writing transaction; SQLite has one writer anyway."""
        return query.with_for_update() if self.writing else query

    def replace(self, table: Table, rows: list[dict[str, Any]]) -> None:
        """Write rows by their primary key, new or known."""
        if not rows:
            return
        self.connection.execute(_replacing(self.dialect, table), rows)


def insert_into(dialect: str, table: Table) -> Upsert:
    if dialect == "postgresql":
        return cast("Upsert", postgresql.insert(table))
    return sqlite.insert(table)


@cache
def _replacing(dialect: str, table: Table) -> Upsert:
    """Built once: making the statement costs more than running it."""
    insert = insert_into(dialect, table)
    keys = [column.name for column in table.primary_key]
    values = {column.name: insert.excluded[column.name] for column in table.columns}
    return insert.on_conflict_do_update(
        index_elements=keys, set_={name: each for name, each in values.items() if name not in keys}
    )
