"""Threads that do jobs in order of urgency: one writes to SQLite, several may elsewhere."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from contextlib import suppress
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

    async def do(self, job: Callable[[], T], *, urgent: bool = False) -> T:
        """Do it when its turn comes; one that nobody waits for any more by then is passed over.

        The answer goes straight to the loop: by way of a `concurrent.futures.Future` it takes
        half as long again.
        """
        if self._closed:
            raise RuntimeError("the database is closed")
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()
        self._put(URGENT if urgent else WAITING, lambda: _answer(loop, answer, job))
        return await answer

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
