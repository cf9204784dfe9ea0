"""An empty PostgreSQL database that the rows of another one arrive in, all or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import select, text

from orchestration.errors import Permanent
from storage.connecting import named, postgres_engine
from storage.copying import AT_ONCE, Heard, copy_rows, filled
from storage.migrate import migrate
from storage.replicas import refuse_served
from storage.tables import owed
from storage.waiting import in_words

if TYPE_CHECKING:
    import psycopg
    from sqlalchemy import Connection

# Whoever opens the database meanwhile waits, and then finds what arrived: also whether it is held.
_ALONE = text("LOCK TABLE owed IN ACCESS EXCLUSIVE MODE")
_NEXT_ID = text("SELECT setval(pg_get_serial_sequence('owed', 'id'), max(id)) FROM owed")


class NotEmpty(Permanent):
    """Something is there already, and nothing goes over it."""


@contextmanager
def arrival(url: str, say: Callable[[str], None]) -> Iterator[Connection]:
    """One transaction on a migrated, empty, locked database; committed at the end.

    Raises `NotEmpty` before anything is changed there.
    """
    # READ COMMITTED: who waited for the lock must see what was done meanwhile.
    engine = postgres_engine(url, connections=1, isolation="READ COMMITTED", options="")
    try:
        with in_words(url), engine.begin() as connection:
            _refuse_filled(connection, url)
        migrate(url, say)
        with engine.begin() as connection:
            connection.execute(_ALONE)
            refuse_served(connection, url)
            _refuse_filled(connection, url)
            yield connection
    finally:
        engine.dispose()


def bring(source: Connection, target: Connection, heard: Heard) -> int:
    """Copy and compare every row; how many. What is owed from then on is numbered after them."""
    rows = copy_rows(source, target, heard)
    target.execute(_NEXT_ID)
    return rows


def hand_over(connection: Connection, *, now: datetime) -> None:
    """A job for each row that is due, as if it had been owed here (docs/decisions/0030)."""
    from storage.jobs import Due, defer

    query = select(owed.c.id, owed.c.priority, owed.c.due_at, owed.c.lease_until)
    query = query.where(owed.c.state == "due").order_by(owed.c.priority, owed.c.due_at, owed.c.id)
    driver = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
    for rows in connection.execute(query).partitions(AT_ONCE):
        times = [(row, max(row.due_at, row.lease_until or row.due_at)) for row in rows]
        defer(driver, [Due(row.id, row.priority, at if at > now else None) for row, at in times])


def _refuse_filled(connection: Connection, url: str) -> None:
    found = [f"{rows} in {name}" for name, rows in filled(connection)]
    if found:
        raise NotEmpty(
            f"{named(url)} is not empty: it has rows, {', '.join(found[:3])}. Nothing was changed"
            " there. Name a database that nobody used yet (createdb NAME), or empty this one."
        )
