"""`open_database`: the engines, threads and caches of one database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage import connecting
from storage.cache import Caches
from storage.clock import DatabaseClock, SystemClock
from storage.doubt import Doubt, doubt_in, moved_in
from storage.health import Health
from storage.migrate import check_schema
from storage.owed import SqlOwedWork
from storage.replicas import SERVES
from storage.waiting import in_words
from storage.watch import PATIENCE, Watch
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
    patience: float = PATIENCE,
) -> SqlDatabase:
    """Open a migrated database; raises `Permanent` where its schema is not this version's.

    Without a `clock` it goes by the machine's on SQLite, by the database's own on PostgreSQL.
    `patience`: seconds after which a server that answers nothing is given up, on PostgreSQL.
    """
    check_schema(url)
    health = Health(connecting.named(url))
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
            health=health,
            doubt=_doubt_in(reading, url),
        )
    from storage.owed_postgres import PostgresOwedWork

    reading = connecting.postgres_engine(url, connections=READERS, read_only=True)
    return SqlDatabase(
        writing=connecting.postgres_engine(url, connections=WRITERS),
        reading=reading,
        writers=WRITERS,
        readers=READERS,
        clock=clock or _clock_of(reading, url),
        observer=observer,
        caches=Caches(cache_activities),
        owed_work=PostgresOwedWork,
        health=health,
        watch=Watch(patience),
        doubt=_doubt_in(reading, url),
    )


def moved_away(url: str) -> str:
    """Where the rows of a SQLite file went, in words; empty where it is still the one to use."""
    if is_shared(url):
        return ""
    engine = connecting.sqlite_engine(url, connections=1, read_only=True)
    try:
        with engine.connect() as connection:
            moved = moved_in(connection)
    finally:
        engine.dispose()
    return f"moved to {moved.place} at {moved.at.isoformat(timespec='seconds')}" if moved else ""


def is_shared(url: str) -> bool:
    """True where several replicas may serve one database."""
    return connecting.dialect_of(url) == "postgresql"


def job_worker(
    url: str, *, name: str, role: str = SERVES, pay: Callable[[int], Awaitable[None]]
) -> JobWorker:
    """Who calls `pay` with the row of each job; only where `is_shared`."""
    from storage.jobs import JobWorker

    return JobWorker(url, name=name, role=role, pay=pay)


def _clock_of(engine: Engine, url: str) -> DatabaseClock:
    clock = DatabaseClock()
    with in_words(url), engine.connect() as connection:
        clock.keep(connection)
    return clock


def _doubt_in(engine: Engine, url: str) -> Doubt | None:
    with in_words(url), engine.connect() as connection:
        return doubt_in(connection)
