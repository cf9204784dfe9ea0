"""Every row of one database into another, whatever kind each is, and the comparison afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, inspect, select
from sqlalchemy.exc import DBAPIError

from orchestration.errors import Permanent
from storage.schema import metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection, RowMapping, Table

Heard = Callable[[int, int], None]
"""Told how many rows are done, of how many."""
AT_ONCE = 1000


def unheard(_done: int, _total: int) -> None:
    """Nobody listens."""


_ALL_BITS = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class _Content:
    """What a table holds: comparable between databases, whatever order they return rows in."""

    rows: int = 0
    total: int = 0

    def and_those(self, rows: Sequence[RowMapping]) -> _Content:
        """Python's hash of values, not of their storage: a time is equal where it is the same."""
        total = self.total + sum(hash(tuple(row.values())) for row in rows)
        return _Content(self.rows + len(rows), total & _ALL_BITS)


def copy_rows(source: Connection, target: Connection, heard: Heard) -> int:
    """Copy all tables, read them back and compare; how many rows. Neither side is committed.

    Raises `Permanent` where a value cannot be kept by the target, or came back as another.
    """
    total = sum(rows for _table, rows in filled(source))
    done = 0
    for table in metadata.sorted_tables:
        here = _Content()
        for rows in _read(source, table):
            _write(target, table, rows)
            here = here.and_those(rows)
            done += len(rows)
            heard(done, total)
        there = _Content()
        for rows in _read(target, table):
            there = there.and_those(rows)
        _compare(table, here, there)
    return done


def filled(connection: Connection) -> Iterator[tuple[str, int]]:
    """The tables that hold something, and how many rows; those of an older schema may lack some."""
    there = set(inspect(connection).get_table_names())
    for table in (each for each in metadata.sorted_tables if each.name in there):
        rows = connection.execute(select(func.count()).select_from(table)).scalar_one()
        if rows:
            yield table.name, rows


def _read(connection: Connection, table: Table) -> Iterator[Sequence[RowMapping]]:
    found = connection.execute(select(table), execution_options={"yield_per": AT_ONCE})
    yield from found.mappings().partitions()


def _write(target: Connection, table: Table, rows: Sequence[RowMapping]) -> None:
    try:
        target.execute(insert(table), [dict(row) for row in rows])
    except DBAPIError as error:
        raise Permanent(f"{table.name} has a row that cannot be written: {error.orig}") from error


def _compare(table: Table, here: _Content, there: _Content) -> None:
    if here.rows != there.rows:
        raise Permanent(f"{table.name} has {here.rows} rows, and {there.rows} arrived.")
    if here != there:
        raise Permanent(f"{table.name} did not arrive as it was: a row was changed on the way.")
