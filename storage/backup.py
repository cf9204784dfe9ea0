"""Backups: taken while the database is served, and always one SQLite file, whatever it is.

A backup is born held (`storage/doubt.py`), so that it starts held however it is put back.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from orchestration.errors import Permanent
from storage.connecting import dialect_of, postgres_engine, sqlite_engine, sqlite_path
from storage.copying import Heard, copy_rows, unheard
from storage.migrate import check_schema, migrate
from storage.unfinished import copy_file, held_file, unfinished, url_of


def backup(url: str, file: Path, *, now: datetime, heard: Heard = unheard) -> None:
    """Copy the database as it is at one moment; raises `Permanent`."""
    check_schema(url)
    if file.exists():
        raise Permanent(f"{file} exists, and a backup never goes over another. Name a new file.")
    try:
        with unfinished(file) as part:
            if dialect_of(url) == "sqlite":
                copy_file(sqlite_path(url), part)
            else:
                _drawn_from(url, part, heard)
            held_file(part, now)
            part.replace(file)
    except (OSError, sqlite3.Error, SQLAlchemyError) as error:
        raise Permanent(f"The backup could not be written to {file}: {error}") from error


def _drawn_from(url: str, part: Path, heard: Heard) -> None:
    """Row by row, all of one snapshot: a reader in REPEATABLE READ, whom nobody waits for."""
    migrate(url_of(part), lambda _line: None)
    source = postgres_engine(url, connections=1, read_only=True, options="")
    target = sqlite_engine(url_of(part), connections=1)
    try:
        with source.begin() as rows, target.begin() as copy:
            copy_rows(rows, copy, heard)
    finally:
        source.dispose()
        target.dispose()
