"""Engines by the rules of each database."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from orchestration.errors import Permanent

BUSY_MILLISECONDS = 5_000
"""How long to wait for a writer in another process: a command-line call, a migration."""


def sqlite_path(url: str) -> Path:
    """The file of a SQLite database; raises `Permanent` for anything else."""
    parsed = _parsed(url)
    if parsed.get_backend_name() != "sqlite":
        raise Permanent(f"{parsed.get_backend_name()} is not supported; use sqlite:///drumbeat.db")
    if not parsed.database or parsed.database == ":memory:":
        raise Permanent("Drumbeat needs a file to keep its database in: sqlite:///drumbeat.db")
    return Path(parsed.database)


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError as error:
        raise Permanent(f"DATABASE_URL is not the address of a database: {error}") from error


def sqlite_engine(url: str, *, connections: int, read_only: bool = False) -> Engine:
    """Left to itself the driver begins late and loses updates: we say BEGIN ourselves."""
    path = sqlite_path(url)
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0,
        connect_args={"check_same_thread": False, "timeout": BUSY_MILLISECONDS / 1000},
    )
    begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        if read_only:
            connection.execute("PRAGMA query_only = ON")

    @event.listens_for(engine, "begin")
    def begin_as_we_say(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
