"""Threads that do jobs in order of urgency: one writes to SQLite, several may elsewhere."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")
Job = Callable[[], None] | None
"""None is the last one of a thread."""


class Threads:
    """Urgent jobs go first, each kind in the order of asking."""

    def __init__(self, name: str, *, count: int) -> None:
        self._urgent: deque[Job] = deque()
        self._waiting: deque[Job] = deque()
        self._turns: SimpleQueue[None] = SimpleQueue()
        """One for each job; a `PriorityQueue` would take several times as long."""
        self._closed = False
        self._threads = [
            Thread(target=self._work, name=f"{name}-{n}", daemon=True) for n in range(count)
        ]
        for each in self._threads:
            each.start()

    async def do(self, job: Callable[[], T], *, urgent: bool = False) -> T:
        """Do it when its turn comes; one that nobody waits for any more by then is passed over.

        The answer goes straight to the loop: by way of a `concurrent.futures.Future` it takes
        half as long again.
        """
        if self._closed:
            raise RuntimeError("the database is closed")
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()
        self._put(self._urgent if urgent else self._waiting, lambda: _answer(loop, answer, job))
        return await answer

    def close(self) -> None:
        """Finish what was asked, then end."""
        self._closed = True
        for _ in self._threads:
            self._put(self._waiting, None)
        for each in self._threads:
            each.join()

    def _put(self, jobs: deque[Job], job: Job) -> None:
        jobs.append(job)
        self._turns.put(None)

    def _work(self) -> None:
        while (job := self._next()) is not None:
            job()

    def _next(self) -> Job:
        self._turns.get()
        try:
            return self._urgent.popleft()
        except IndexError:
            return self._waiting.popleft()


def _answer(
    loop: asyncio.AbstractEventLoop, answer: asyncio.Future[T], job: Callable[[], T]
) -> None:
    if answer.cancelled():
        return
    result: T | None = None
    error: BaseException | None = None
    try:
        result = job()
    except BaseException as raised:  # noqa: BLE001 - not handled: handed to whoever awaits it
        error = raised
    with suppress(RuntimeError):  # the loop has ended, and whoever waited with it
        loop.call_soon_threadsafe(_settle, answer, result, error)


def _settle(answer: asyncio.Future[Any], result: object, error: BaseException | None) -> None:
    if answer.done():
        return
    if error is not None:
        answer.set_exception(error)
    else:
        answer.set_result(result)
