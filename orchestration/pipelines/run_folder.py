"""The folder of one command run: who holds it, how far it came, how it ended.

| `started.json` | lock | `exit.json` | the run |
|---|---|---|---|
| any | any | there | ended as it says |
| any | held | | is starting or running |
| there | free | | is lost: its runner died before it could say how it went |
| | free | | was taken and never started; with `cancel` there it never will be |
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from orchestration.errors import Permanent
from orchestration.pipelines.log_tail import TAIL_LENGTH, tail_of
from orchestration.pipelines.model import RunReport, RunStatus

KEY: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,199}")
LOST: Final = (
    "the process that watched it died (killed, or the machine restarted), so nothing is known of"
    " what it did: look before you start it again"
)


class RunFolder:
    def __init__(self, runs: Path, key: str) -> None:
        if not KEY.fullmatch(key):
            raise Permanent(f"{key[:80]!r} cannot be the key of a run: use a-z, 0-9, '-', '_', '.'")
        self.key = key
        self.path = runs / key

    def report(self) -> RunReport | None:
        """What the folder says; None when the run was never started."""
        if ending := self._read("exit.json"):
            return self._ended(ending)
        if self._is_held():
            return RunReport(key=self.key, status=RunStatus.RUNNING, log_tail=self.log_tail())
        if ending := self._read("exit.json"):  # it ended between our two looks
            return self._ended(ending)
        if (self.path / "cancel").exists():
            reason = LOST if self.was_started else "cancelled before it started"
            return self._ended({"status": "cancelled", "reason": reason})
        return self._ended({"status": "failed", "reason": LOST}) if self.was_started else None

    @property
    def was_started(self) -> bool:
        return (self.path / "started.json").exists()

    @contextmanager
    def taken(self) -> Iterator[int | None]:
        """Create the folder and hold its lock; None when another holds it or the run has begun.

        A runner that inherited the lock keeps it: it belongs to the open file, not to a process.
        """
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            self.path.mkdir(mode=0o700)
        lock = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            held = self._hold(lock)
            yield lock if held and self.may_start else None
        finally:
            os.close(lock)

    @property
    def may_start(self) -> bool:
        return not self.was_started and not (self.path / "cancel").exists()

    def _hold(self, lock: int) -> bool:
        """Try for a second: somebody may just be looking, or starting the run."""
        for _ in range(50):
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if self.was_started:
                    return False
                time.sleep(0.02)
            else:
                return True
        return False

    def _is_held(self) -> bool:
        try:
            lock = os.open(self.path / "lock", os.O_RDONLY)
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)  # lookers do not disturb each other
        except BlockingIOError:
            return True
        finally:
            os.close(lock)
        return False

    def write(self, name: str, content: Any) -> None:
        """Write a file that others see whole or not at all."""
        part = self.path / f".{name}.part"
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(content, file)
        part.replace(self.path / name)

    def ask_to_stop(self) -> None:
        if self.path.is_dir() and not (self.path / "exit.json").exists():
            (self.path / "cancel").touch(mode=0o600)

    def remove_if_older(self, than: datetime) -> bool:
        """Delete the folder unless its run goes on; moved away first, so never seen half gone."""
        if self.path.stat().st_mtime >= than.timestamp() or self._is_held():
            return False
        lock = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # nobody starts it meanwhile
            shutil.rmtree(self.path.rename(self.path.with_name(f".{self.key}.gone")))
        except BlockingIOError:
            return False
        finally:
            os.close(lock)
        return True

    def log_tail(self) -> str:
        """The last lines it printed, readable: no colours, no control characters."""
        text = b""
        for name in ("log", "log.1"):
            if len(text) < 4 * TAIL_LENGTH:
                text = self._end_of(name) + text
        return tail_of(text.decode(errors="replace"))

    def _end_of(self, name: str) -> bytes:
        try:
            with (self.path / name).open("rb") as file:
                file.seek(max(0, os.fstat(file.fileno()).st_size - 4 * TAIL_LENGTH))
                return file.read(4 * TAIL_LENGTH)
        except FileNotFoundError:
            return b""

    def _read(self, name: str) -> dict[str, Any] | None:
        try:
            content: dict[str, Any] = json.loads((self.path / name).read_bytes())
        except FileNotFoundError:
            return None
        return content

    def _ended(self, ending: dict[str, Any]) -> RunReport:
        return RunReport(
            key=self.key,
            status=RunStatus(ending["status"]),
            reason=ending["reason"],
            outputs=ending.get("outputs", {}),
            log_tail=self.log_tail(),
        )
