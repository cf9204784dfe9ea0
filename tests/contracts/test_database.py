from __future__ import annotations

import asyncio
import threading
from contextlib import asynccontextmanager

import pytest
from sqlalchemy.exc import DBAPIError

from orchestration.errors import Rejected, StaleExecution, Transient
from orchestration.people.model import Role
from orchestration.values import DraftId
from tests.storage.building import draft


def count(tx) -> None:
    """Read, then write what was read plus one: what loses updates where nobody guards it."""
    found = tx.drafts.get(DraftId("dr_1"))
    tx.drafts.save(found.model_copy(update={"title": str(int(found.title or 0) + 1)}))


async def test_eight_writers_of_one_hundred_updates_lose_none(database):
    await database.transact(lambda tx: tx.drafts.add(draft()))

    def many():
        async def each():
            for _ in range(100):
                await database.transact(count)

        asyncio.run(each())

    threads = [threading.Thread(target=many) for _ in range(8)]
    for each in threads:
        each.start()
    await asyncio.to_thread(lambda: [each.join() for each in threads])
    found = await database.read(lambda tx: tx.drafts.get(DraftId("dr_1")))
    assert (found.title, found.revision) == ("800", 800)


async def test_what_is_raised_is_raised_and_leaves_nothing(database):
    def refused(tx):
        tx.drafts.add(draft())
        raise Rejected("Not today.")

    with pytest.raises(Rejected, match="Not today"):
        await database.transact(refused)
    assert await database.read(lambda tx: tx.drafts.find(DraftId("dr_1"))) is None


async def test_work_is_done_again_when_someone_else_was_first(database):
    runs = []

    def work(tx):
        runs.append(1)
        if len(runs) < 3:
            raise StaleExecution("ex_1")
        return "done"

    assert await database.transact(work) == "done"


async def test_work_that_is_never_first_is_tried_again_later(database):
    def work(tx):
        raise StaleExecution("ex_1")

    with pytest.raises(Transient, match="sign off"):
        await database.transact(work, name="sign off")


async def test_reading_cannot_write(database):
    with pytest.raises(DBAPIError):
        await database.read(lambda tx: tx.roles.bind(Role(key="qa", name="QA")))
    assert await database.read(lambda tx: tx.roles.all()) == {}


async def test_a_reader_sees_one_moment(database):
    await database.transact(lambda tx: tx.drafts.add(draft()))
    looked, changed = threading.Event(), threading.Event()

    def twice(tx):
        before = tx.drafts.get(DraftId("dr_1"))
        looked.set()
        changed.wait(5)
        return before, tx.drafts.get(DraftId("dr_1"))

    reading = asyncio.ensure_future(database.read(twice))
    await asyncio.to_thread(looked.wait, 5)
    await database.transact(count)
    changed.set()
    before, after = await reading
    assert before == after


@asynccontextmanager
async def every_writer_busy(database):
    """Whoever comes now has to wait for its turn."""
    go = threading.Event()
    started = [threading.Event() for _ in range(database.writers)]

    def slow(busy):
        busy.set()
        go.wait(5)

    slow_ones = [
        asyncio.ensure_future(database.transact(lambda _tx, busy=each: slow(busy)))
        for each in started
    ]
    for each in started:
        await asyncio.to_thread(each.wait, 5)
    try:
        yield
    finally:
        go.set()
        await asyncio.gather(*slow_ones)


async def test_a_click_goes_ahead_of_what_merely_waits(database):
    begun = []

    async def one(name, *, urgent):
        await database.transact(lambda _tx: begun.append(name), urgent=urgent)

    async with every_writer_busy(database):
        waiting = [
            asyncio.ensure_future(one(name, urgent=name.startswith("click")))
            for name in [*(f"settle {n}" for n in range(20)), *(f"click {n}" for n in range(20))]
        ]
        await asyncio.sleep(0.05)
    await asyncio.gather(*waiting)
    together = database.writers - 1  # those that begin at the same moment may change places
    assert all(each.startswith("click") for each in begun[: 20 - together])


async def test_a_click_given_up_before_its_turn_leaves_nothing(database):
    async with every_writer_busy(database):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(database.transact(lambda tx: tx.drafts.add(draft())), 0.05)
    assert await database.read(lambda tx: tx.drafts.find(DraftId("dr_1"))) is None
