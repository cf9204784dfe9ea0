"""Bringing a database to this version's schema, and refusing one that is not."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from orchestration.errors import Permanent
from storage import connecting
from storage.tables import SCHEMA
from storage.trouble import Trouble, Unusable
from storage.waiting import in_words

if TYPE_CHECKING:
    from sqlalchemy import Connection

MIGRATIONS = Path(__file__).parent / "migrations"
_ALONE, _ALONE_NOW = (text(f"SELECT pg_{each}advisory_xact_lock(7224331)") for each in ("", "try_"))
"""Any number that nobody else uses in this database."""
OLDEST = 13
"""PostgreSQL's major version that Procrastinate needs at least."""


class OlderSchema(Permanent):
    """A database that has to be brought up to date first."""


def migrate(url: str, progress: Callable[[str], None]) -> None:
    """Bring the schema up to date in one transaction; several at once wait for one another.

    A SQLite file with something in it is copied first. Raises `Permanent` for a newer schema, and
    `Unusable` for a database that cannot be used.
    """
    path = None
    if connecting.dialect_of(url) == "sqlite":
        path = connecting.sqlite_path(url)
        connecting.make_folder(path)
        engine = connecting.sqlite_engine(url, connections=1)
    else:
        # READ COMMITTED: who waited for the lock must see what was done meanwhile.
        engine = connecting.postgres_engine(
            url, connections=1, isolation="READ COMMITTED", options=""
        )
    try:
        with in_words(url), engine.connect() as connection, connection.begin():
            _refuse_older_server(connection, url)
            if path is None and not connection.execute(_ALONE_NOW).scalar_one():
                progress("Another Drumbeat is bringing the schema up to date; waiting for it.")
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
        with in_words(url), engine.connect() as connection:
            _refuse_older_server(connection, url)
            schema = _schema_of(connection)
    finally:
        engine.dispose()
    _refuse_newer(schema, url)
    if schema != SCHEMA:
        raise OlderSchema(
            f"The database has schema {schema or 'none'}, this Drumbeat needs {SCHEMA}."
            " Bring it up to date: drumbeat migrate"
        )


def _refuse_older_server(connection: Connection, url: str) -> None:
    if connection.dialect.name != "postgresql":
        return
    version: int = connection.connection.driver_connection.info.server_version  # type: ignore[union-attr]
    if version < OLDEST * 10_000:
        raise Unusable(
            connecting.named(url),
            Trouble(
                f"is kept by PostgreSQL {version // 10_000}, and Drumbeat needs {OLDEST} or newer",
                "Upgrade the server.",
            ),
        )


def _schema_of(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version"))
    return found.scalar_one_or_none()


def _refuse_newer(schema: str | None, url: str) -> None:
    if schema is not None and (not schema.isdigit() or int(schema) > int(SCHEMA)):
        copied = connecting.dialect_of(url) == "sqlite"
        or_else = ", or restore the copy that was made before it was brought up to date"
        raise Permanent(
            f"The database {connecting.named(url)} was written by a newer Drumbeat:"
            f" schema {schema}, this one knows up to {SCHEMA}. Run that version here"
            f" too{or_else if copied else ''}."
        )


def _copied(path: Path, schema: str) -> Path:
    """A complete copy beside it, or none: written under another name, then renamed."""
    copy = path.with_name(f"{path.name}.schema-{schema}")
    unfinished = copy.with_name(f"{copy.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        with (
            closing(sqlite3.connect(path)) as source,
            closing(sqlite3.connect(unfinished)) as target,
        ):
            source.backup(target)
        unfinished.replace(copy)
    except (sqlite3.Error, OSError) as error:
        unfinished.unlink(missing_ok=True)
        raise Permanent(
            f"Nothing was changed: the copy that is made first, {copy}, could not be written"
            f" ({error}). Make room for it."
        ) from error
    return copy


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
