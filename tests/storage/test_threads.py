"""Threads that write and read: what becomes of a job that fails or that nobody waits for."""

from __future__ import annotations

import asyncio
from contextlib import closing
from threading import Event

import pytest

from storage.threads import Threads


async def test_a_job_given_up_under_way_is_finished_and_leaves_its_thread_at_work():
    begun, free = Event(), Event()
    done: list[str] = []

    def job() -> None:
        begun.set()
        free.wait()
        done.append("finished")

    with closing(Threads("test", count=1)) as threads:
        task = asyncio.create_task(threads.do(job))
        await asyncio.to_thread(begun.wait)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        free.set()
        await threads.do(lambda: done.append("next"))
    assert done == ["finished", "next"]


async def test_a_fault_reaches_whoever_asked():
    def fails() -> None:
        raise LookupError("not there")

    with closing(Threads("test", count=1)) as threads:
        with pytest.raises(LookupError, match="not there"):
            await threads.do(fails)
        assert await threads.do(lambda: 3) == 3


async def test_what_was_asked_is_finished_before_the_threads_end_and_nothing_is_taken_after():
    threads = Threads("test", count=1)
    asked = asyncio.create_task(threads.do(lambda: "done"))
    await asyncio.sleep(0)
    threads.close()
    assert await asked == "done"
    with pytest.raises(RuntimeError, match="closed"):
        await threads.do(lambda: None)
