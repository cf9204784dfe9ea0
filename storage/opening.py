"""`open_database`: the engines, threads and caches of one database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage import connecting
from storage.cache import Caches
from storage.clock import DatabaseClock, SystemClock
from storage.doubt import Doubt, doubt_in
from storage.migrate import check_schema
from storage.owed import SqlOwedWork
from storage.replicas import SERVES
from storage.work import SqlDatabase

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy import Engine

    from orchestration.ports import Clock, Observer
    from storage.jobs import JobWorker

READERS = 4
WRITERS = 4
"""On PostgreSQL; SQLite has one writer."""


def open_database(
    url: str,
    *,
    clock: Clock | None = None,
    observer: Observer | None = None,
    cache_activities: int = 200_000,
) -> SqlDatabase:
    """Open a migrated database; raises `Permanent` where its schema is not this version's.

    Without a `clock` it goes by the machine's on SQLite, by the database's own on PostgreSQL.
    """
    check_schema(url)
    if connecting.dialect_of(url) == "sqlite":
        reading = connecting.sqlite_engine(url, connections=READERS, read_only=True)
        return SqlDatabase(
            writing=connecting.sqlite_engine(url, connections=1),
            reading=reading,
            writers=1,
            readers=READERS,
            clock=clock or SystemClock(),
            observer=observer,
            caches=Caches(cache_activities),
            owed_work=SqlOwedWork,
            doubt=_doubt_in(reading),
        )
    from storage.owed_postgres import PostgresOwedWork

    reading = connecting.postgres_engine(url, connections=READERS, read_only=True)
    return SqlDatabase(
        writing=connecting.postgres_engine(url, connections=WRITERS),
        reading=reading,
        writers=WRITERS,
        readers=READERS,
        clock=clock or _clock_of(reading),
        observer=observer,
        caches=Caches(cache_activities),
        owed_work=PostgresOwedWork,
        doubt=_doubt_in(reading),
    )


def is_shared(url: str) -> bool:
    """True where several replicas may serve one database."""
    return connecting.dialect_of(url) == "postgresql"


def job_worker(
    url: str, *, name: str, role: str = SERVES, pay: Callable[[int], Awaitable[None]]
) -> JobWorker:
    """Who calls `pay` with the row of each job; only where `is_shared`."""
    from storage.jobs import JobWorker

    return JobWorker(url, name=name, role=role, pay=pay)


def _clock_of(engine: Engine) -> DatabaseClock:
    clock = DatabaseClock()
    with engine.connect() as connection:
        clock.keep(connection)
    return clock


def _doubt_in(engine: Engine) -> Doubt | None:
    with engine.connect() as connection:
        return doubt_in(connection)
