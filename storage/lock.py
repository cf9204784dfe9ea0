"""One `serve` per SQLite file: two would pay what is owed twice as often as they should."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from orchestration.errors import Permanent
from storage.connecting import dialect_of, make_folder, sqlite_path


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
    make_folder(path)
    with _opened(path) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            raise Permanent(
                f"Another Drumbeat (process {holder}) already serves {database}."
                f" Stop it first: kill {holder}"
            ) from error
        with suppress(OSError):  # a full disk: who holds it is only told, the lock is held
            os.truncate(path, 0)
            os.write(file.fileno(), str(os.getpid()).encode())
        yield path


def _opened(path: Path) -> TextIO:
    try:
        return path.open("a+", encoding="ascii")
    except OSError as error:
        raise Permanent(
            f"{path} cannot be written ({error.strerror})."
            " Let the user that runs Drumbeat write to that folder."
        ) from error
