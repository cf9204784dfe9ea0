"""What every repository works in: one connection, its dialect, the clock, the shared caches."""

from __future__ import annotations

from dataclasses import dataclass, field
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

    def insert(self, table: Table) -> Upsert:
        if self.connection.dialect.name == "postgresql":
            return cast("Upsert", postgresql.insert(table))
        return sqlite.insert(table)

    def locked(self, query: Select[Any]) -> Select[Any]:
        """Hold the rows to the end of a writing transaction; SQLite has one writer anyway."""
        return query.with_for_update() if self.writing else query

    def replace(self, table: Table, rows: list[dict[str, Any]]) -> None:
        """Write rows by their primary key, new or known."""
        if not rows:
            return
        insert = self.insert(table)
        keys = [column.name for column in table.primary_key]
        values = {name: insert.excluded[name] for name in rows[0] if name not in keys}
        self.connection.execute(
            insert.on_conflict_do_update(index_elements=keys, set_=values), rows
        )
