"""Putting a backup in a database's place, held: over a SQLite file, or into an empty PostgreSQL."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from orchestration.errors import Permanent
from storage.arrival import arrival, bring
from storage.connecting import dialect_of, sqlite_engine, sqlite_path
from storage.copying import Heard, unheard
from storage.lock import lock_file
from storage.migrate import check_schema, migrate
from storage.unfinished import copy_file, held_file, unfinished, url_of

_ASIDE: Final = ("-wal", "-shm")


def restore(
    url: str, file: Path, *, now: datetime, say: Callable[[str], None], heard: Heard = unheard
) -> None:
    """Bring a backup back, of either kind of database into either; nothing that is there is lost.

    Raises `Permanent` while somebody serves the SQLite file, where the PostgreSQL database is not
    empty, and for what is no database of ours.
    """
    if not file.is_file():
        raise Permanent(f"There is no file {file}.")
    try:
        if dialect_of(url) == "sqlite":
            _over_file(sqlite_path(url), file, now, say)
        else:
            _into_postgres(url, file, now, say, heard)
    except (OSError, sqlite3.Error, SQLAlchemyError) as error:
        raise Permanent(f"{file} could not be restored: {error}") from error


def _over_file(target: Path, file: Path, now: datetime, say: Callable[[str], None]) -> None:
    with lock_file(url_of(target)), unfinished(target) as part:
        _prepare(file, part, now, say)
        if kept := _kept(target, now):
            say(f"The database as it was is kept at {kept}.")
        part.replace(target)


def _into_postgres(
    url: str, file: Path, now: datetime, say: Callable[[str], None], heard: Heard
) -> None:
    with (
        arrival(url, say) as target,
        TemporaryDirectory(prefix="drumbeat-") as folder,
        unfinished(Path(folder) / file.name) as part,
    ):
        _prepare(file, part, now, lambda _line: None)
        source = sqlite_engine(url_of(part), connections=1, read_only=True)
        try:
            with source.begin() as rows:
                bring(rows, target, heard)
        finally:
            source.dispose()


def _prepare(file: Path, part: Path, now: datetime, say: Callable[[str], None]) -> None:
    """A copy of this version's schema, held; the backup itself is only read."""
    copy_file(file, part)
    _checked(part, file)
    migrate(url_of(part), say)
    check_schema(url_of(part))
    held_file(part, now)


def _checked(copy: Path, file: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        named = connection.execute(
            "SELECT count(*) FROM sqlite_master WHERE name IN ('alembic_version', 'owed')"
        ).fetchone()
    if found != "ok":
        raise Permanent(f"{file} is damaged: {found}. Take an earlier backup.")
    if named != (2,):
        raise Permanent(f"{file} is no backup of a Drumbeat.")


def _kept(target: Path, now: datetime) -> Path | None:
    """Keep what is there under another name; its log is folded in, so that none is left behind.

    A log that stayed would be read into the database that takes its place.
    """
    if not target.exists():
        return None
    kept = target.with_name(f"{target.name}.before-{now:%Y%m%dT%H%M%SZ}")
    with suppress(sqlite3.Error), closing(sqlite3.connect(target)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    for suffix in _ASIDE:  # only a damaged one still has them
        log = target.with_name(target.name + suffix)
        if log.exists():
            log.replace(kept.with_name(kept.name + suffix))
    kept.unlink(missing_ok=True)
    os.link(target, kept)
    return kept
