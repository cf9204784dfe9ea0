"""A SQLite file in the making: beside its place, its owner's only, gone unless finished."""

from __future__ import annotations

import glob
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from storage.connecting import sqlite_engine
from storage.doubt import hold


@contextmanager
def unfinished(path: Path) -> Iterator[Path]:
    """An empty file that can be renamed to `path`; what is left of it at the end is removed."""
    path = path.absolute()
    part = path.with_name(f"{path.name}.unfinished")
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        _gone(part)
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        yield part
    finally:
        _gone(part)


def url_of(path: Path) -> str:
    return f"sqlite:///{path}"


def copy_file(source: Path, target: Path) -> None:
    """By SQLite itself: one moment, whatever others write meanwhile."""
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as copied,
        closing(sqlite3.connect(target)) as copy,
    ):
        copied.backup(copy)


def held_file(copy: Path, now: datetime) -> None:
    """Mark it as one that nobody pays from until it is resumed, and leave one whole file."""
    engine = sqlite_engine(url_of(copy), connections=1)
    try:
        with engine.begin() as connection:
            hold(connection, now=now)
    finally:
        engine.dispose()
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    with copy.open("rb+") as file:
        os.fsync(file.fileno())


def _gone(part: Path) -> None:
    """With its logs, and with the copy that bringing it up to date made of it."""
    for each in part.parent.glob(f"{glob.escape(part.name)}*"):
        with suppress(OSError):
            each.unlink()
