"""Holding a database that came back by other means than ours: a dump, a snapshot of a disk."""

from __future__ import annotations

from datetime import datetime

from storage.connecting import dialect_of, postgres_engine, sqlite_engine
from storage.doubt import hold
from storage.lock import lock_file
from storage.migrate import check_schema
from storage.replicas import refuse_served


def hold_copy(url: str, *, now: datetime) -> None:
    """Mark it as restored; raises `Permanent` while anybody serves it, who would not notice."""
    check_schema(url)
    shared = dialect_of(url) == "postgresql"
    engine = (postgres_engine if shared else sqlite_engine)(url, connections=1)
    try:
        with lock_file(url), engine.begin() as connection:
            if shared:
                refuse_served(connection, url)
            hold(connection, now=now, why="held as a copy since")
    finally:
        engine.dispose()
