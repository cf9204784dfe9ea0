"""What a driver's error means for the transaction it ended."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from storage.trouble import trouble_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

# PostgreSQL's manual, appendix A. A unique violation is among the first, since under REPEATABLE
# READ it may be a row that this transaction could not see (manual, "Transaction Isolation").
SERIALIZATION_FAILURE, DEADLOCK, UNIQUE_VIOLATION = "40001", "40P01", "23505"
CONNECTION, SHUTDOWN, IDLE_TOO_LONG = "08", "57P", "25P03"
READ_ONLY = "25006"


class Fault(Enum):
    FIRST = auto()
    """Somebody else was first: run it again on what they left."""
    LOST = auto()
    """The connection is gone; the next one may be well."""
    UNWELL = auto()
    """The database refuses or is too slow just now."""
    READ_ONLY = auto()
    """It may not be written to; in a transaction that only reads, a fault of ours."""
    OTHER = auto()


def fault_of(error: DBAPIError) -> Fault:
    if isinstance(error.orig, sqlite3.Error):
        if getattr(error.orig, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_READONLY:
            return Fault.READ_ONLY
        return Fault.UNWELL if trouble_of(error) else Fault.OTHER
    state = getattr(error.orig, "sqlstate", None) or ""
    if state in {SERIALIZATION_FAILURE, DEADLOCK, UNIQUE_VIOLATION}:
        return Fault.FIRST
    if state == READ_ONLY:
        return Fault.READ_ONLY
    if error.connection_invalidated or state.startswith((CONNECTION, SHUTDOWN, IDLE_TOO_LONG)):
        return Fault.LOST
    if not state and isinstance(error, (OperationalError, InterfaceError)):
        return Fault.LOST  # no server said anything
    return Fault.UNWELL if trouble_of(error) else Fault.OTHER


_QUEUE = text("SELECT pg_advisory_lock(7224332, hashtext(:subject))")
_LEAVE = text("SELECT pg_advisory_unlock(7224332, hashtext(:subject))")


@contextmanager
def queued(connection: Connection, subject: str) -> Iterator[None]:
    """Stand in line with the others who lost a race for `subject`, before the snapshot is taken.

    A row's own lock is no such line on PostgreSQL: under REPEATABLE READ whoever waited for it
    fails when it comes free, so that of sixteen clicks at once fifteen would run again each time.
    """
    if connection.dialect.name != "postgresql":
        yield
        return
    connection.execute(_QUEUE, {"subject": subject})
    connection.commit()  # the lock is the session's and outlives this
    try:
        yield
    finally:
        try:
            connection.rollback()
            connection.execute(_LEAVE, {"subject": subject})
            connection.commit()
        except DBAPIError:
            connection.invalidate()  # the lock goes with its connection
