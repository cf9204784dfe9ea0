"""What is owed, on PostgreSQL: the same rows, and for each that becomes due a job for the workers.

The job is deferred on our own connection in our own transaction and carries only the row's id.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Text, TextClause, any_, bindparam, case, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY

from orchestration.effects import Effect
from storage.columns import UtcDateTime
from storage.jobs import Due, defer
from storage.owed import SqlOwedWork, later, row_of
from storage.tables import owed

if TYPE_CHECKING:
    import psycopg
    from sqlalchemy import Dialect, Executable, Row, ScalarSelect, Select


class PostgresOwedWork(SqlOwedWork):
    def owe(self, effects: Iterable[Effect], *, at: datetime) -> None:
        rows = {each.key: row_of(each, at, self._scope.doubt) for each in effects}
        if not rows:
            return
        names = tuple(next(iter(rows.values())))
        columns = {name: [row[name] for row in rows.values()] for name in names}
        added = self._connection.execute(_adding(names, self._connection.dialect), columns).all()
        new = {row.key for row in added}
        known = [row["key"] for row in rows.values() if row["standing"] and row["key"] not in new]
        self._hand_over([*added, *(self._raised(known, at) if known else ())])

    def _raised(self, keys: Sequence[str], at: datetime) -> Sequence[Row[Any]]:
        """Want more of these; the rows that were idle and are due again.

        Locked in the order of their keys, so that no two who do this wait for each other.
        """
        raised = self._connection.execute(_RAISING, {"keys": list(keys), "at": at}).all()
        return [row for row in raised if row.was_idle]

    @staticmethod
    def one_by_one(turn: Select[Any]) -> ScalarSelect[Any]:
        """Apart, since a subquery with a lock may be run more than once, and take too many."""
        found = turn.with_for_update(skip_locked=True).cte("turn")
        return select(found.c.id).scalar_subquery()

    def _hand_over(self, rows: Sequence[Row[Any]]) -> None:
        if not rows:
            return
        now = self._scope.clock.now()
        due = [
            Due(row.id, row.priority, row.due_at if row.due_at > now else None)
            for row in sorted(rows, key=lambda row: (row.priority, row.due_at, row.id))
        ]
        driver = self._connection.connection.driver_connection
        defer(cast("psycopg.Connection[Any]", driver), due)


def _raising() -> Executable:
    by_key = owed.c.key == any_(bindparam("keys", type_=ARRAY(Text)))
    found = select(owed.c.id, owed.c.state).where(by_key)
    were = found.order_by(owed.c.key).with_for_update().cte("were")
    idle, asked = were.c.state == "done", bindparam("at", type_=UtcDateTime)
    return (
        update(owed)
        .where(owed.c.id == were.c.id)
        .values(
            wanted=owed.c.wanted + 1,
            state=case((idle, "due"), else_=owed.c.state),
            owed_at=case((idle, asked), else_=owed.c.owed_at),
            due_at=case((idle, later(asked, owed.c.rests_until)), else_=owed.c.due_at),
        )
        .returning(owed.c.id, owed.c.priority, owed.c.due_at, idle.label("was_idle"))
    )


_RAISING = _raising()
"""Built once: making it costs more than running it."""


@cache
def _adding(names: tuple[str, ...], dialect: Dialect) -> TextClause:
    """Columns go over as arrays: a statement that grows with its rows costs more than they do."""
    kinds = {each: owed.c[each].type.compile(dialect=dialect) for each in names}
    arrays = ", ".join(f"CAST(:{each} AS {kind}[])" for each, kind in kinds.items())
    listed = ", ".join(names)
    return text(
        f"INSERT INTO owed ({listed}) SELECT {listed}"  # noqa: S608 - our own columns
        f" FROM unnest({arrays}) WITH ORDINALITY AS new ({listed}, place) ORDER BY place"
        " ON CONFLICT (key) DO NOTHING RETURNING id, key, priority, due_at"
    )
