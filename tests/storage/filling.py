"""A database with rows in every table, each column holding what is easily changed on the way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from sqlalchemy import Boolean, Connection, Table, insert, select

from storage import formats
from storage.columns import UtcDateTime
from storage.connecting import dialect_of, postgres_engine, sqlite_engine
from storage.schema import metadata
from tests.storage.building import draft

ROWS = 3
TEXTS = (
    "plain",
    "",
    "Ünïcødé 🥁 “quoted” \\ 'x' %s :name \t\n",
    '{"format":1,"a":[null,true,1e3]}',
)
TIMES = (
    datetime(2026, 11, 23, 12, 0, tzinfo=UTC),
    datetime(1999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    datetime(2026, 3, 29, 2, 30, 0, 1, tzinfo=timezone(timedelta(hours=5, minutes=45))),
)


def engine_of(url: str):
    made = sqlite_engine if dialect_of(url) == "sqlite" else postgres_engine
    return made(url, connections=1)


def fill(url: str) -> None:
    engine = engine_of(url)
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            connection.execute(insert(table), [_row(connection, table, n) for n in range(ROWS)])
    engine.dispose()


def content(url: str) -> dict[str, set[tuple[object, ...]]]:
    """Every row of every table, as Python values."""
    engine = engine_of(url)
    with engine.begin() as connection:
        found = {
            table.name: {tuple(row) for row in connection.execute(select(table))}
            for table in metadata.sorted_tables
        }
    engine.dispose()
    return found


def _row(connection: Connection, table: Table, n: int) -> dict[str, object]:
    row: dict[str, object] = {}
    for place, column in enumerate(table.columns):
        if (table.name, column.name) == ("drafts", "document"):
            row[column.name] = formats.DRAFT.dump(draft(f"dr_{n}"))
        elif column.foreign_keys:
            (key,) = column.foreign_keys
            parent = select(key.column).order_by(key.column).offset(n).limit(1)
            row[column.name] = connection.execute(parent).scalar_one()
        elif column.nullable and n == 0:
            row[column.name] = None
        elif isinstance(column.type, UtcDateTime):
            row[column.name] = TIMES[(n + place) % len(TIMES)]
        elif isinstance(column.type, Boolean):
            row[column.name] = (n + place) % 2 == 0
        elif column.type.python_type is int:
            row[column.name] = 1 + n if column.primary_key else n * 1_000_003 - 1
        else:
            text = TEXTS[(n + place) % len(TEXTS)]
            row[column.name] = f"{n}{text}" if column.primary_key or column.unique else text
    return row
