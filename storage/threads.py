"""Threads that do jobs in order of urgency: one writes to SQLite, several may elsewhere."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from concurrent.futures import Future
from queue import PriorityQueue
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")
Job = tuple[int, int, Callable[[], None] | None]
URGENT, WAITING, LAST = 0, 1, 2


class Threads:
    """Jobs wait in one queue: urgent ones first, each kind in the order of asking."""

    def __init__(self, name: str, *, count: int) -> None:
        self._jobs: PriorityQueue[Job] = PriorityQueue()
        self._numbers = itertools.count()
        self._closed = False
        self._threads = [
            Thread(target=self._work, name=f"{name}-{n}", daemon=True) for n in range(count)
        ]
        for each in self._threads:
            each.start()

    def submit(self, job: Callable[[], T], *, urgent: bool = False) -> Future[T]:
        """Do it when its turn comes; a future cancelled before that is passed over."""
        if self._closed:
            raise RuntimeError("the database is closed")
        future: Future[T] = Future()
        self._put(URGENT if urgent else WAITING, lambda: _fulfil(future, job))
        return future

    def close(self) -> None:
        """Finish what was asked, then end."""
        self._closed = True
        for _ in self._threads:
            self._put(LAST, None)
        for each in self._threads:
            each.join()

    def _put(self, priority: int, job: Callable[[], None] | None) -> None:
        self._jobs.put((priority, next(self._numbers), job))

    def _work(self) -> None:
        while (job := self._jobs.get()[2]) is not None:
            job()


def _fulfil(future: Future[Any], job: Callable[[], Any]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        result = job()
    except BaseException as error:  # noqa: BLE001 - not handled: handed to whoever awaits it
        future.set_exception(error)
    else:
        future.set_result(result)
