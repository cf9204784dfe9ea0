"""Whether the database answers: one log line when that changes, and the reason meanwhile."""

from __future__ import annotations

import time
from threading import Lock

import structlog

from storage.trouble import Trouble

log = structlog.get_logger()


class Health:
    """What the last reads and writes of this process found; asked by `/readyz`.

    A disk that is full still lets itself be read: only a write ends what a write began.
    """

    def __init__(self, named: str) -> None:
        self._named = named
        self._lock = Lock()
        self._trouble: Trouble | None = None
        self._of_writes = False
        self._since = 0.0
        self._failed = 0

    @property
    def reason(self) -> str:
        """Why it is not well, and what to do; nothing where it is."""
        trouble = self._trouble
        return f"the database {trouble.said}. {trouble.mend}" if trouble else ""

    @property
    def writes_fail(self) -> bool:
        return self._trouble is not None and self._of_writes

    def failed(self, trouble: Trouble, *, writing: bool) -> None:
        with self._lock:
            if self._trouble is None:
                self._since, self._failed = time.monotonic(), 0
            self._failed += 1
            self._of_writes = self._of_writes or writing
            if self._trouble is None or self._trouble.said != trouble.said:
                log.error(
                    "database in trouble",
                    database=self._named,
                    reason=f"it {trouble.said}",
                    do=trouble.mend,
                )
            self._trouble = trouble

    def worked(self, *, writing: bool) -> None:
        if self._trouble is None or (self._of_writes and not writing):
            return
        with self._lock:
            if self._trouble is None:
                return
            self._trouble, self._of_writes = None, False
            seconds = round(time.monotonic() - self._since, 1)
            log.info(
                "database well again",
                database=self._named,
                after=f"{seconds} s",
                failed=self._failed,
            )
