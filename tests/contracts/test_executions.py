from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from orchestration.errors import Rejected, Transient
from orchestration.execution.engine import advance
from orchestration.execution.events import (
    ExecutionAborted,
    MembersChanged,
    OwnerChanged,
    PipelineRunReported,
    Redone,
    TaskSignedOff,
)
from orchestration.execution.state.statuses import Verdict
from orchestration.pipelines.model import RunReport, RunStatus
from orchestration.values import ActivityRef, ExecutionId, TaskId
from storage import open_database
from tests.storage.building import ANA, BEN, CLEO, DAN, NOON, WEB, started

FIRST = ExecutionId("ex_1")
QA = TaskId("ex_1/test.qa/sign")


@pytest.fixture
async def running(database):
    await begin(database)
    return database


async def begin(database, *, execution: str = "ex_1"):
    def work(tx):
        if not tx.processes.list():
            tx.processes.publish(WEB, by=DAN, at=NOON)
        tx.executions.add(started(execution=execution))

    await database.transact(work)


async def record(database, event, *, execution: str = FIRST):
    def work(tx):
        after = advance(tx.executions.get(ExecutionId(execution)), event).execution
        tx.executions.save(after)
        return after.saved()

    return await database.transact(work)


def signed(by, *, verdict=Verdict.APPROVED, task=QA, after=0):
    return TaskSignedOff(
        at=NOON + timedelta(minutes=after),
        by=by,
        task_id=task,
        round=1,
        verdict=verdict,
        through="qa",
        shown="f00d",
    )


def built(status, *, execution: str = FIRST):
    report = RunReport(key=f"{execution}.test.build.1", status=status, reason="exit code 3")
    return PipelineRunReported(at=NOON, ref=ActivityRef("test.build"), attempt=1, report=report)


async def test_a_release_goes_on_where_it_was_after_a_restart(running, database_url, clock):
    await record(running, built(RunStatus.SUCCEEDED))
    after = await record(running, signed(ANA))
    again = open_database(database_url, clock=clock)
    assert await again.read(lambda tx: tx.executions.get(FIRST)) == after
    again.close()


async def test_what_another_process_saved_is_seen_at_once(running, database_url, clock):
    other = open_database(database_url, clock=clock)
    await other.read(lambda tx: tx.executions.get(FIRST))
    await record(running, signed(ANA))
    await record(running, signed(BEN))
    await record(running, built(RunStatus.SUCCEEDED))
    here = await running.read(lambda tx: tx.executions.get(FIRST))
    assert here.phase_started("ship")
    assert await other.read(lambda tx: tx.executions.get(FIRST)) == here
    other.close()


async def test_a_redo_is_known_to_every_process_with_what_it_voided(running, database_url, clock):
    for event in (built(RunStatus.SUCCEEDED), signed(ANA), signed(BEN)):
        await record(running, event)
    other = open_database(database_url, clock=clock)
    await other.read(lambda tx: tx.executions.get(FIRST))
    redo = Redone(at=NOON, by=DAN, ref=ActivityRef("test.build"), candidate=2, reason_id="why")
    after = await record(running, redo)
    assert after.candidate == 2
    assert await other.read(lambda tx: tx.executions.get(FIRST)) == after
    other.close()
    again = open_database(database_url, clock=clock)
    assert await again.read(lambda tx: tx.executions.get(FIRST)) == after
    again.close()


async def test_a_release_nobody_knows_is_refused_in_words(database):
    with pytest.raises(Rejected, match="/release status"):
        await database.read(lambda tx: tx.executions.get(ExecutionId("ex_9")))


async def test_who_saves_what_is_out_of_date_writes_nothing(running):
    old = await running.read(lambda tx: tx.executions.get(FIRST))
    current = await record(running, signed(ANA))
    with pytest.raises(Transient):
        await running.transact(lambda tx: tx.executions.save(advance(old, signed(BEN)).execution))
    assert await running.read(lambda tx: tx.executions.get(FIRST)) == current


async def test_what_was_rolled_back_is_not_remembered(running):
    before = await running.read(lambda tx: tx.executions.get(FIRST))

    def refused(tx):
        tx.executions.save(advance(tx.executions.get(FIRST), signed(ANA)).execution)
        raise Rejected("No.")

    with pytest.raises(Rejected):
        await running.transact(refused)
    assert await running.read(lambda tx: tx.executions.get(FIRST)) == before


async def test_a_reader_that_was_overtaken_looks_again_and_sees_one_state_of_everything(running):
    loop, looks = asyncio.get_running_loop(), []

    def look(tx):
        owed = tx.owed.next_due_at()  # its snapshot is taken here
        if not looks:
            asyncio.run_coroutine_threadsafe(record(running, signed(ANA)), loop).result()
        looks.append(owed)
        return tx.executions.get(FIRST)

    seen = await running.read(look)
    assert len(looks) == 2
    assert [each.by for each in seen.tasks[QA].sign_offs] == [ANA]


async def test_a_reader_that_is_overtaken_every_time_is_content_with_its_snapshot(running):
    loop = asyncio.get_running_loop()

    async def overtake():
        await running.transact(lambda tx: tx.executions.save(tx.executions.get(FIRST)))

    def look(tx):
        tx.owed.next_due_at()
        asyncio.run_coroutine_threadsafe(overtake(), loop).result()
        return tx.executions.get(FIRST)

    seen = await running.read(look)
    now = await running.read(lambda tx: tx.executions.get(FIRST))
    assert seen.version == now.version - 1


async def test_within_a_transaction_the_saved_state_is_what_is_read(running):
    def twice(tx):
        tx.executions.save(advance(tx.executions.get(FIRST), signed(ANA)).execution)
        tx.executions.save(advance(tx.executions.get(FIRST), signed(BEN)).execution)
        return tx.executions.get(FIRST)

    after = await running.transact(twice)
    assert len(after.tasks[QA].sign_offs) == 2
    assert await running.read(lambda tx: tx.executions.get(FIRST)) == after


async def test_an_inbox_holds_open_tasks_of_running_releases_oldest_first(running):
    await begin(running, execution="ex_2")
    inbox = await running.read(lambda tx: tx.executions.open_tasks_of(ANA))
    assert [task.id for _, task in inbox] == [QA, TaskId("ex_2/test.qa/sign")]
    assert not await running.read(lambda tx: tx.executions.open_tasks_of(CLEO))

    await record(running, signed(ANA))
    inbox = await running.read(lambda tx: tx.executions.open_tasks_of(BEN))
    assert inbox[0][1].sign_offs[0].by == ANA

    await record(running, signed(BEN))
    await record(running, ExecutionAborted(at=NOON, by=DAN, reason_id="tx"), execution="ex_2")
    assert not await running.read(lambda tx: tx.executions.open_tasks_of(ANA))


async def test_an_inbox_follows_a_change_of_who_is_in_the_role(running):
    await record(running, MembersChanged(at=NOON, members={"qa": (BEN, CLEO)}))
    assert not await running.read(lambda tx: tx.executions.open_tasks_of(ANA))
    assert await running.read(lambda tx: tx.executions.open_tasks_of(BEN))
    assert await running.read(lambda tx: tx.executions.open_tasks_of(CLEO))


async def test_what_is_on_hold_is_found_by_whoever_decides_it_until_the_release_ends(running):
    assert not await holds_of(running, DAN)
    await record(running, built(RunStatus.FAILED))
    assert await holds_of(running, DAN) == [(FIRST, "test.build")]
    assert not await holds_of(running, ANA)
    await record(running, ExecutionAborted(at=NOON, by=DAN, reason_id="tx"))
    assert not await holds_of(running, DAN)


async def test_what_is_on_hold_follows_its_releases_owner(running):
    await record(running, built(RunStatus.FAILED))
    await record(running, OwnerChanged(at=NOON, by=DAN, owner=CLEO))
    assert not await holds_of(running, DAN)
    assert await holds_of(running, CLEO) == [(FIRST, "test.build")]


async def holds_of(running, person):
    return await running.read(lambda tx: tx.executions.holds_of(person, limit=10))


async def test_the_releases_that_ask_a_role_are_found_while_they_run(running):
    for asked in ("qa", "release manager"):
        assert await running.read(lambda tx, who=asked: tx.executions.asking(who)) == [FIRST]
    assert not await running.read(lambda tx: tx.executions.asking("nobody"))
    await record(running, MembersChanged(at=NOON, members={"S0000QAS": (CLEO,)}))
    assert await running.read(lambda tx: tx.executions.asking("S0000QAS")) == [FIRST]
    await record(running, ExecutionAborted(at=NOON, by=DAN, reason_id="tx"))
    assert not await running.read(lambda tx: tx.executions.asking("qa"))


async def test_a_release_started_twice_at_once_is_one_execution(running):
    with pytest.raises(Transient):
        await begin(running)
