"""Jobs beside the rows: handed over in the transaction that owes, by id, and never trusted."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, text

from orchestration.effects import ShowRelease
from orchestration.effects.process import DraftProcess
from orchestration.errors import Rejected
from orchestration.values import DraftId, ReleaseId
from storage import job_worker, open_database
from storage.connecting import postgres_engine
from storage.doubt import Doubt, _mark
from storage.tables import owed
from tests.storage.building import draft

LEASE = timedelta(seconds=30)
LIVING = ShowRelease(release_id=ReleaseId("re_1"))


def drawing(name: str) -> DraftProcess:
    return DraftProcess(draft_id=DraftId(name))


def now() -> datetime:
    return datetime.now(UTC)


async def jobs(database) -> list[tuple[int, bool]]:
    """The row of each waiting job, and whether it waits for a time."""
    query = text(
        "SELECT (args->>'row_id')::int, scheduled_at IS NOT NULL FROM procrastinate_jobs"
        " WHERE status = 'todo' ORDER BY priority DESC, id"
    )
    return await database.read(lambda tx: [(*row,) for row in tx.owed._connection.execute(query)])


async def rows(database) -> dict[str, int]:
    return {row.key: row.id for row in await database.read(lambda tx: tx.owed.rows())}


async def owe(database, *effects):
    await database.transact(lambda tx: tx.owed.owe(effects, at=now()))


@asynccontextmanager
async def working(url, pay):
    running = asyncio.create_task(job_worker(url, name="w", pay=pay).run())
    try:
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def until(seen, seconds=10.0):
    async with asyncio.timeout(seconds):
        while not await seen():
            await asyncio.sleep(0.02)


async def test_each_new_row_has_one_job_and_a_known_one_none(replicas):
    database = replicas[0]
    await owe(database, drawing("dr_1"), drawing("dr_1"), LIVING)
    await owe(database, drawing("dr_1"), LIVING)
    found = await rows(database)
    assert await jobs(database) == [
        (found["draft_process:dr_1:"], False),
        (found[LIVING.key], False),
    ]


async def test_what_was_rolled_back_has_no_job(replicas):
    def refused(tx):
        tx.owed.owe([drawing("dr_1")], at=now())
        raise Rejected("No.")

    with pytest.raises(Rejected):
        await replicas[0].transact(refused)
    assert await jobs(replicas[0]) == []


async def test_what_becomes_due_again_is_handed_over_again(replicas):
    database = replicas[0]
    await owe(database, LIVING)

    async def claim(at):
        (taken,) = await database.transact(
            lambda tx: tx.owed.claim("w", now=at, lease=LEASE, limit=1)
        )
        return taken

    taken = await claim(now())
    await database.transact(lambda tx: tx.owed.hold(taken, until=now() + LEASE))
    await owe(database, LIVING)
    assert len(await jobs(database)) == 1, "held: whoever holds it will see that more is wanted"
    await database.transact(lambda tx: tx.owed.settle(taken, now=now()))
    assert [later for _, later in await jobs(database)] == [False, True], "not before its spacing"
    again = await claim(now() + LEASE)
    await database.transact(lambda tx: tx.owed.settle(again, now=now()))
    await owe(database, LIVING)
    assert len(await jobs(database)) == 3
    last = await claim(now() + LEASE)
    await database.transact(
        lambda tx: tx.owed.postpone(last, until=now() + LEASE, reason="Slack is slow")
    )
    assert len(await jobs(database)) == 4


async def test_what_a_restored_database_may_have_done_already_counts_as_tried(migrated, clock):
    doubt = Doubt(since=now() - LEASE, about=frozenset({"dr_1"}))
    engine = postgres_engine(migrated, connections=1)
    with engine.begin() as connection:
        connection.execute(insert(owed), {**_mark(doubt, now(), "", ""), "state": "done"})
    engine.dispose()
    database = open_database(migrated, clock=clock)
    await owe(database, drawing("dr_1"), drawing("dr_2"))
    claims = await database.transact(lambda tx: tx.owed.claim("w", now=now(), lease=LEASE, limit=9))
    database.close()
    assert [(each.effect.draft_id, each.tries) for each in claims] == [("dr_1", 2), ("dr_2", 1)]
    assert claims[0].first_tried_at == doubt.since


async def test_a_job_is_worked_by_one_of_several_workers(replicas, migrated):
    database, paid = replicas[0], []

    async def pay(row_id):
        paid.append(row_id)

    async with working(migrated, pay), working(migrated, pay):
        await owe(database, *(drawing(f"dr_{n}") for n in range(20)))

        async def all_gone():
            return len(paid) >= 20 and not await jobs(database)

        await until(all_gone)
    assert sorted(paid) == sorted((await rows(database)).values())


async def test_two_that_owe_the_same_at_once_both_get_their_way_while_workers_work(
    replicas, migrated
):
    async def pay(row_id):
        claim = await replicas[0].transact(
            lambda tx: tx.owed.claim_one(row_id, "w", now=now(), lease=LEASE)
        )
        if claim:
            await replicas[1].transact(lambda tx: tx.owed.settle(claim, now=now()))

    def change(name):
        def work(tx):
            tx.drafts.add(draft(name))
            tx.owed.owe([LIVING, LIVING, drawing("dr_1"), drawing("dr_1")], at=now())

        return work

    names = [f"dr_{n}" for n in range(30)]
    async with working(migrated, pay):
        await asyncio.gather(
            *(replicas[n % 2].transact(change(name)) for n, name in enumerate(names))
        )

        async def all_paid():
            return not await rows(replicas[0])

        await until(all_paid)
    kept = await replicas[0].read(lambda tx: [tx.drafts.find(DraftId(each)) for each in names])
    assert all(kept)


async def test_the_workers_come_back_after_the_database_cut_them_off(replicas, migrated):
    database, paid = replicas[0], []

    async def pay(row_id):
        paid.append(row_id)

    async with working(migrated, pay):
        await owe(database, drawing("dr_1"))
        await until(lambda: asyncio.sleep(0, len(paid) == 1))
        cut = text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        await replicas[1].transact(lambda tx: tx.owed._connection.execute(cut))
        await owe(database, drawing("dr_2"))
        await until(lambda: asyncio.sleep(0, len(paid) == 2), seconds=30)


DYING = """
    WITH dead AS (
        INSERT INTO procrastinate_workers (last_heartbeat)
        VALUES (NOW() - interval '1 minute') RETURNING id
    )
    UPDATE procrastinate_jobs SET status = 'doing', worker_id = dead.id FROM dead
"""


async def test_the_job_of_a_worker_that_fell_silent_is_given_to_another(replicas, migrated):
    database, paid = replicas[0], []

    async def pay(row_id):
        paid.append(row_id)

    await owe(database, drawing("dr_1"))
    await database.transact(lambda tx: tx.owed._connection.execute(text(DYING)))
    async with working(migrated, pay):
        await until(lambda: asyncio.sleep(0, bool(paid)), seconds=75)
    assert paid == [*(await rows(database)).values()]
    assert await jobs(database) == []
