"""`open_database`: the engines, threads and caches of one database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.cache import Caches
from storage.connecting import sqlite_engine
from storage.migrate import check_schema
from storage.work import SqlDatabase

if TYPE_CHECKING:
    from orchestration.ports import Clock, Observer

READERS = 4


def open_database(
    url: str,
    *,
    clock: Clock,
    observer: Observer | None = None,
    cache_activities: int = 200_000,
) -> SqlDatabase:
    """Open a migrated database; raises `Permanent` where its schema is not this version's."""
    check_schema(url)
    return SqlDatabase(
        writing=sqlite_engine(url, connections=1),
        reading=sqlite_engine(url, connections=READERS, read_only=True),
        writers=1,
        readers=READERS,
        clock=clock,
        observer=observer,
        caches=Caches(cache_activities),
    )
