"""A server that does not answer is left alone for a while, however many runs it has of ours."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from orchestration.errors import Transient

IN_A_ROW: Final = 5
"""Failures after which it is left alone."""
FIRST: Final = 15.0
LONGEST: Final = 300.0


class Breaker:
    """Counts failures in a row; open, it lets one request through when its time has come."""

    def __init__(self, name: str, now: Callable[[], float] = time.monotonic) -> None:
        self._name = name
        self._now = now
        self._failures = 0
        self._open_until = 0.0
        self._wait = FIRST

    @property
    def is_open(self) -> bool:
        return self._now() < self._open_until

    def demand_closed(self) -> None:
        """Raise `Transient` (untried) while it is left alone."""
        left = self._open_until - self._now()
        if left > 0:
            raise Transient(
                f"{self._name} has not answered {self._failures} times in a row and is left alone"
                f" for {left:.0f} s",
                timedelta(seconds=left + 0.5),
                untried=True,
            )

    def failed(self) -> None:
        self._failures += 1
        if self._failures >= IN_A_ROW:
            self._open_until = self._now() + self._wait
            self._wait = min(self._wait * 2, LONGEST)

    def answered(self, *, broken: bool) -> None:
        """It answered; 500 and above count as failures, too."""
        if broken:
            self.failed()
            return
        self._failures, self._open_until, self._wait = 0, 0.0, FIRST
