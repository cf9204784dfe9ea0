"""Bringing a database to this version's schema, and refusing one that is not."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import OperationalError

from orchestration.errors import Permanent
from storage import connecting
from storage.tables import SCHEMA

if TYPE_CHECKING:
    from sqlalchemy import Engine

MIGRATIONS = Path(__file__).parent / "migrations"
_ALONE = text("SELECT pg_advisory_xact_lock(7224331)")
"""Any number that nobody else uses in this database."""


def migrate(url: str, progress: Callable[[str], None]) -> None:
    """Bring the schema up to date in one transaction; several at once wait for one another.

    A SQLite file with something in it is copied first. Raises `Permanent` for a newer schema.
    """
    path = None
    if connecting.dialect_of(url) == "sqlite":
        path = connecting.sqlite_path(url)
        path.parent.mkdir(parents=True, exist_ok=True)
        engine = connecting.sqlite_engine(url, connections=1)
    else:
        # READ COMMITTED: who waited for the lock must see what was done meanwhile.
        engine = connecting.postgres_engine(
            url, connections=1, isolation="READ COMMITTED", options=""
        )
    try:
        with _reached(engine, url) as connection, connection.begin():
            if path is None:
                connection.execute(_ALONE)
            schema = _schema_of(connection)
            _refuse_newer(schema, url)
            if schema == SCHEMA:
                progress(f"The schema is up to date ({SCHEMA}).")
                return
            if schema is not None and path is not None:
                progress(f"Copied the database to {_copied(path, schema)}.")
            _upgrade(connection)
            progress(f"The schema is now {SCHEMA} (it was {schema or 'empty'}).")
    finally:
        engine.dispose()


def check_schema(url: str) -> None:
    """Raise `Permanent`, saying what to do, unless the schema is exactly this version's."""
    if connecting.dialect_of(url) == "sqlite":
        path = connecting.sqlite_path(url)
        if not path.exists():
            raise Permanent(f"There is no database at {path}. Make it: drumbeat migrate")
        engine = connecting.sqlite_engine(url, connections=1, read_only=True)
    else:
        engine = connecting.postgres_engine(url, connections=1, read_only=True)
    try:
        with _reached(engine, url) as connection:
            schema = _schema_of(connection)
    finally:
        engine.dispose()
    _refuse_newer(schema, url)
    if schema != SCHEMA:
        raise Permanent(
            f"The database has schema {schema or 'none'}, this Drumbeat needs {SCHEMA}."
            " Bring it up to date: drumbeat migrate"
        )


def _reached(engine: Engine, url: str) -> Connection:
    try:
        return engine.connect()
    except OperationalError as error:
        if engine.dialect.name == "sqlite":
            raise
        said = " ".join(str(error.orig).split())
        raise Permanent(
            f"The database {connecting.named(url)} cannot be reached: {said}."
            " DATABASE_URL names it: postgresql://user:password@host:5432/database"
        ) from error


def _schema_of(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version"))
    return found.scalar_one_or_none()


def _refuse_newer(schema: str | None, url: str) -> None:
    if schema is not None and (not schema.isdigit() or int(schema) > int(SCHEMA)):
        raise Permanent(
            f"The database {connecting.named(url)} was written by a newer Drumbeat:"
            f" schema {schema}, this one knows up to {SCHEMA}. Install that version again,"
            " or restore the copy that was made before it was brought up to date."
        )


def _copied(path: Path, schema: str) -> Path:
    """A complete copy beside it, or none: written under another name, then renamed."""
    copy = path.with_name(f"{path.name}.schema-{schema}")
    unfinished = copy.with_name(f"{copy.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(unfinished)) as target:
        source.backup(target)
    unfinished.replace(copy)
    return copy


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
