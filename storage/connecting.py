"""Engines by the rules of each database."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import URL, Engine, QueuePool, create_engine, event, make_url
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.exc import ArgumentError

from orchestration.errors import Permanent

if TYPE_CHECKING:
    import psycopg

BUSY_MILLISECONDS = 5_000
"""How long to wait for a writer in another process: a command-line call, a migration."""
POSTGRES: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
    "application_name": "drumbeat",
}
"""libpq's parameters: a server that vanished without a word is given up after 20 s or so."""
IMPATIENT = "-c statement_timeout=30s -c idle_in_transaction_session_timeout=30s"
"""Nobody keeps a row locked for longer: not a slow statement, not a replica that was suspended."""
BY_INDEX = "-c random_page_cost=1.1"
"""What is asked often lies in memory. By the default, made for disks that turn, a statement
prepared while a table was small goes on reading all of it: a click among 1,000 releases read
4,000 rows of what is owed."""


def dialect_of(url: str) -> str:
    """`sqlite` or `postgresql`; raises `Permanent` for an address that cannot work."""
    name = parsed(url).get_backend_name()
    if name not in {"sqlite", "postgresql"}:
        raise Permanent(
            f"{name} is not supported; use sqlite:///drumbeat.db or postgresql://user@host/database"
        )
    return name


def sqlite_path(url: str) -> Path:
    """The file of a SQLite database; raises `Permanent` where it has none."""
    database = parsed(url).database
    if not database or database == ":memory:":
        raise Permanent("Drumbeat needs a file to keep its database in: sqlite:///drumbeat.db")
    return Path(database)


def make_folder(path: Path) -> None:
    """The folder of a SQLite file; raises `Permanent` where it cannot be made."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Permanent(
            f"The folder {path.parent} cannot be made ({error.strerror})."
            " DATABASE_URL names the file; let the user that runs Drumbeat write there."
        ) from error


def parsed(url: str) -> URL:
    """The address in parts; `postgres://`, as some hosts write it, is PostgreSQL too."""
    if url.startswith("postgres://"):
        url = url.replace("postgres://", "postgresql://", 1)
    try:
        return make_url(url)
    except (ArgumentError, ValueError) as error:
        raise Permanent(
            "DATABASE_URL is not the address of a database. It looks like"
            " sqlite:///drumbeat.db or postgresql://user:password@host:5432/database"
        ) from error


def named(url: str) -> str:
    """The database as a sentence may name it: never with its password."""
    address = parsed(url)
    if address.get_backend_name() == "sqlite":
        return str(address.database)
    host = address.host or address.query.get("host") or "localhost"
    return f"{address.database or address.username} on {host}"


def libpq_url(url: str, *, application_name: str) -> str:
    """The address as libpq reads it, with what we ask of every connection and our own name."""
    address = parsed(url).set(drivername="postgresql")
    more = {name: str(value) for name, value in POSTGRES.items() if name not in address.query}
    more["application_name"] = application_name
    written = address.update_query_dict(more).render_as_string(hide_password=False)
    before, mark, query = written.partition("?")
    return before + mark + query.replace("+", "%20")  # a plus is no space to libpq


class _Reading(SQLiteDialect_pysqlite):
    """Left to itself the driver begins late and loses updates: we say BEGIN ourselves.

    As a part of the dialect, since with a listener SQLAlchemy would do more for every statement.
    """

    supports_statement_cache = True
    beginning = "BEGIN"

    def do_begin(self, dbapi_connection: Any) -> None:
        dbapi_connection.execute(self.beginning)


class _Writing(_Reading):
    supports_statement_cache = True
    beginning = "BEGIN IMMEDIATE"


registry.register("sqlite.reading", __name__, _Reading.__name__)
registry.register("sqlite.writing", __name__, _Writing.__name__)


def sqlite_engine(url: str, *, connections: int, read_only: bool = False) -> Engine:
    """Every connection by the rules of architecture.md: one log, synced at each commit."""
    path = sqlite_path(url)
    engine = create_engine(
        URL.create("sqlite+reading" if read_only else "sqlite+writing", database=str(path)),
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0,
        connect_args={"check_same_thread": False, "timeout": BUSY_MILLISECONDS / 1000},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        if read_only:
            connection.execute("PRAGMA query_only = ON")

    return engine


def postgres_engine(
    url: str,
    *,
    connections: int,
    read_only: bool = False,
    isolation: Literal["REPEATABLE READ", "READ COMMITTED"] = "REPEATABLE READ",
    options: str = f"{IMPATIENT} {BY_INDEX}",
) -> Engine:
    """One snapshot a transaction; a connection that was cut is replaced when it is used next."""
    address = parsed(url)
    defaults = {name: value for name, value in POSTGRES.items() if name not in address.query}
    if options and "options" not in address.query:
        defaults["options"] = options
    engine = create_engine(
        address.set(drivername="postgresql+psycopg"),
        isolation_level=isolation,
        pool_size=connections,
        max_overflow=0,
        connect_args=defaults,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: psycopg.Connection[Any], _record: object) -> None:
        connection.read_only = read_only

    return engine
