"""Statements that every transition sends: compiled once, then sent as the driver takes them.

Building one costs more than running it, and so does having it looked up again by its structure.
What a column's type does to a value is done here too: a row is the same however it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import ClauseElement, Connection, CursorResult, Dialect

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A statement as text, and how a row becomes what the driver puts into it."""

    text: str
    values: Callable[[Row], tuple[Any, ...]] | None
    """A row's values as they are counted; None where the driver knows places by their names."""
    adapted: tuple[tuple[int, str, Callable[[Any], Any]], ...]
    """Number, name and adapter of those that the driver wants otherwise than we have them."""

    def bound(self, row: Row) -> Any:
        """The values of one row, as the driver takes them."""
        if self.values is None:
            return {**row, **{name: adapt(row[name]) for _, name, adapt in self.adapted}}
        if not self.adapted:
            return self.values(row)
        values = list(self.values(row))
        for number, _, adapt in self.adapted:
            values[number] = adapt(values[number])
        return tuple(values)


def send(connection: Connection, statement: ClauseElement, row: Row) -> CursorResult[Any]:
    """Run it once. What it returns is as the driver has it: ask for text and numbers only."""
    compiled = _compiled(statement, connection.dialect, tuple(row))
    return connection.exec_driver_sql(compiled.text, compiled.bound(row))


def send_each(connection: Connection, statement: ClauseElement, rows: Sequence[Row]) -> None:
    """Run it for each of these rows, which all name the same things."""
    if not rows:
        return
    compiled = _compiled(statement, connection.dialect, tuple(rows[0]))
    bound = [compiled.bound(row) for row in rows]
    # One alone is sent alone: many take PostgreSQL's driver more turns than it saves for one.
    connection.exec_driver_sql(compiled.text, bound if len(bound) > 1 else bound[0])


@lru_cache(maxsize=500)
def _compiled(statement: ClauseElement, dialect: Dialect, names: tuple[str, ...]) -> Compiled:
    compiled: Any = statement.compile(dialect=dialect, column_keys=list(names))
    order: list[str] = compiled.positiontup if compiled.positional else list(compiled.binds)
    if unnamed := set(order) - set(names):
        raise ValueError(f"a row does not say what goes there: {sorted(unnamed)}")
    adapters = [
        compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect) for name in order
    ]
    return Compiled(
        text=str(compiled),
        values=_in_order(order) if compiled.positional else None,
        adapted=tuple(
            (number, name, adapt)
            for number, (name, adapt) in enumerate(zip(order, adapters, strict=True))
            if adapt is not None
        ),
    )


def _in_order(names: Sequence[str]) -> Callable[[Row], tuple[Any, ...]]:
    if len(names) == 1:
        return lambda row: (row[names[0]],)
    return itemgetter(*names)
