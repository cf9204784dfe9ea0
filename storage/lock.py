"""One `serve` per SQLite file: two would pay what is owed twice as often as they should."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from orchestration.errors import Permanent
from storage.connecting import dialect_of, sqlite_path


@contextmanager
def lock_file(url: str) -> Iterator[Path | None]:
    """Hold `FILE.lock` until the end; raises `Permanent`, naming who holds it.

    The system releases it when the process dies, however it dies. Other databases need none.
    """
    if dialect_of(url) != "sqlite":
        yield None
        return
    database = sqlite_path(url)
    path = database.with_name(f"{database.name}.lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            raise Permanent(
                f"Another Drumbeat (process {holder}) already serves {database}."
                f" Stop it first: kill {holder}"
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield path
