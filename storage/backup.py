"""Backups of a SQLite database: taken while it is served, restored while it is not.

A backup is born held (`storage/doubt.py`), so that it starts held however it is put back.
"""

from __future__ import annotations

import glob
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from orchestration.errors import Permanent
from storage.connecting import dialect_of, sqlite_engine, sqlite_path
from storage.doubt import hold
from storage.lock import lock_file
from storage.migrate import check_schema, migrate

_ASIDE: Final = ("-wal", "-shm")


def backup(url: str, file: Path, *, now: datetime) -> None:
    """Copy the database as it is at one moment, also while it is served; raises `Permanent`."""
    _only_sqlite(url)
    check_schema(url)
    if file.exists():
        raise Permanent(f"{file} exists, and a backup never goes over another. Name a new file.")
    part = _part_of(file)
    try:
        _made(part)
        _copy(sqlite_path(url), part)
        _held(part, now)
        part.replace(file)
    except (OSError, sqlite3.Error, SQLAlchemyError) as error:
        raise Permanent(f"The backup could not be written to {file}: {error}") from error
    finally:
        _gone(part)


def restore(url: str, file: Path, *, now: datetime, say: Callable[[str], None]) -> None:
    """Put a backup in the database's place, held; what was there is kept beside it.

    Raises `Permanent` while somebody serves the database, and for what is no database of ours.
    """
    _only_sqlite(url)
    target = sqlite_path(url)
    if not file.is_file():
        raise Permanent(f"There is no file {file}.")
    with lock_file(url):
        part = _part_of(target)
        try:
            _made(part)
            _copy(file, part)
            _checked(part, file)
            migrate(_url(part), say)
            check_schema(_url(part))
            _held(part, now)
            if kept := _kept(target, now):
                say(f"The database as it was is kept at {kept}.")
            part.replace(target)
        except (OSError, sqlite3.Error, SQLAlchemyError) as error:
            raise Permanent(f"{file} could not be restored: {error}") from error
        finally:
            _gone(part)


def _only_sqlite(url: str) -> None:
    if dialect_of(url) != "sqlite":
        raise Permanent(
            "That is for SQLite. PostgreSQL has its own: pg_dump --format=custom, and pg_restore"
        )


def _part_of(path: Path) -> Path:
    """Where the copy is made: beside its place, so that it can be renamed to it."""
    path = path.absolute()
    return path.with_name(f"{path.name}.unfinished")


def _made(part: Path) -> None:
    """An empty file for its owner only."""
    part.parent.mkdir(parents=True, exist_ok=True)
    _gone(part)
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _copy(source: Path, target: Path) -> None:
    """By SQLite itself: one moment, whatever others write meanwhile."""
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as copied,
        closing(sqlite3.connect(target)) as copy,
    ):
        copied.backup(copy)


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


def _held(copy: Path, now: datetime) -> None:
    """Mark it, and leave one whole file."""
    engine = sqlite_engine(_url(copy), connections=1)
    try:
        with engine.begin() as connection:
            hold(connection, now=now)
    finally:
        engine.dispose()
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    with copy.open("rb+") as file:
        os.fsync(file.fileno())


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


def _gone(part: Path) -> None:
    """With its logs, and with the copy that bringing it up to date made of it."""
    for each in part.parent.glob(f"{glob.escape(part.name)}*"):
        with suppress(OSError):
            each.unlink()


def _url(path: Path) -> str:
    return f"sqlite:///{path}"
