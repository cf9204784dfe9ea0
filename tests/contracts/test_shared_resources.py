"""What releases share is never held by more than may, and nobody in the queue is forgotten."""

import asyncio
from datetime import timedelta

import pytest

from orchestration.errors import Rejected
from orchestration.resources.keeping import give_back, take
from storage import open_database
from tests.contracts.yard import LEASE, Yard, web
from tests.execution.building import OWNER, STRANGER


@pytest.fixture
def yard(database, clock, tmp_path):
    return Yard(database, clock, tmp_path)


async def queue_of(yard, number, *, uses=("staging",)):
    await yard.publish(web(uses=uses))
    return [await yard.start("web") for _ in range(number)]


async def holders(yard):
    def look(tx):
        return [each.release_id for each in tx.resources.requests() if each.held_at]

    return await yard.database.read(look)


async def test_one_takes_it_and_the_others_queue_with_their_place_and_who_holds_it(yard):
    first, second, third = await queue_of(yard, 3)
    assert await yard.begun(first)
    assert not await yard.begun(second)
    [line] = (await yard.said(third)).lines
    assert line.startswith("2nd for staging; held by WEB-1 since ")


async def test_when_its_phase_has_ended_exactly_the_next_is_let_in(yard):
    first, second, third = await queue_of(yard, 3)
    await yard.do(first, "ship.go")
    assert await holders(yard) == [second.id]
    assert await yard.begun(second)
    assert not await yard.begun(third)
    assert (await yard.said(third)).lines[0].startswith("1st for staging; held by WEB-2")


async def test_an_aborted_release_gives_back_what_it_holds_and_its_place(yard):
    first, second, third = await queue_of(yard, 3)
    await yard.abort(second)
    await yard.abort(first)
    assert await holders(yard) == [third.id]
    assert await yard.begun(third)


async def test_a_paused_release_keeps_what_it_holds_and_in_the_queue_lets_others_by(yard):
    first, second, third = await queue_of(yard, 3)
    await yard.pause(first)
    await yard.pause(second)
    assert await holders(yard) == [first.id]
    assert "others are let by" in (await yard.said(second)).lines[0]
    await yard.resume(first)
    await yard.do(first, "ship.go")
    assert await holders(yard) == [third.id]
    await yard.resume(second)
    assert not await yard.begun(second)
    await yard.do(third, "ship.go")
    assert await yard.begun(second)


async def test_administrators_say_how_many_may_hold_it_and_the_next_come_in_at_once(yard):
    _, second, third = await queue_of(yard, 3)
    with pytest.raises(Rejected, match="You cannot say how many"):
        await yard.resources.set_places("staging", 2, by=STRANGER)
    with pytest.raises(Rejected, match="from 1 to 99"):
        await yard.resources.set_places("staging", 0, by=OWNER)
    await yard.resources.set_places("Staging", 2, by=OWNER)
    await yard.settled()
    assert await yard.begun(second)
    assert not await yard.begun(third)
    audit = await yard.database.read(lambda tx: tx.audit.entries(["resources"]))
    assert [(x.action, x.before, x.after) for x in audit] == [("set places of", "1", "2")]


async def test_an_operator_moves_one_up_with_a_reason_and_it_is_audited(yard):
    first, second, third = await queue_of(yard, 3)
    ids = [f"{(await yard.execution(x)).id}/ship" for x in (first, second, third)]
    with pytest.raises(Rejected, match="You cannot move “Ship” up"):
        await yard.resources.move_up("k", ids[2], ids[1], by=STRANGER, reason="me first")
    await yard.resources.move_up("k", ids[2], ids[1], by=OWNER, reason="It mends production")
    with pytest.raises(Rejected, match="changed meanwhile"):
        await yard.resources.move_up("l", ids[2], ids[1], by=OWNER, reason="again")
    await yard.settled()
    assert (await yard.said(second)).lines[0].startswith("2nd for staging")
    execution = await yard.execution(third)
    audit = await yard.database.read(lambda tx: tx.audit.entries([execution.id]))
    [moved] = [each for each in audit if each.action.startswith("moved up ahead of")]
    assert (moved.before, moved.after) == ("2", "1")
    await yard.do(first, "ship.go")
    assert await yard.begun(third)
    assert not await yard.database.read(lambda tx: tx.audit.faults())


async def test_a_worker_that_dies_before_it_gives_back_loses_nothing(yard):
    first, second = await queue_of(yard, 2)
    await yard.do(first, "ship.go", settled=False)
    assert await yard.claimed()
    yard.clock.at += LEASE + timedelta(seconds=1)
    await yard.settled()
    assert await holders(yard) == [second.id]
    assert await yard.begun(second)


async def test_eight_at_once_never_hold_more_than_may(yard, database_url, clock):
    """Four threads of two replicas each; every one that is let in gives its place to another."""
    await yard.publish(web(uses=("staging", "load test")))
    await yard.resources.set_places("staging", 3, by=OWNER)
    await yard.resources.set_places("load test", 2, by=OWNER)
    releases = [await yard.start("web") for _ in range(8)]
    executions = [await yard.execution(each) for each in releases]
    for each in executions:
        await yard.database.transact(lambda tx, of=each: give_back(tx, of, "ship", at=clock.now()))
    other = open_database(database_url, clock=clock)
    most = []

    async def in_and_out(database, execution):
        for _ in range(3):
            await database.transact(
                lambda tx: take(tx, execution, "ship", ready=True, at=clock.now())
            )
            most.append(len(await holders(yard)))
            await database.transact(lambda tx: give_back(tx, execution, "ship", at=clock.now()))

    try:
        turns = [(yard.database, other)[n % 2] for n in range(8)]
        await asyncio.gather(*map(in_and_out, turns, executions))
    finally:
        other.close()
    assert max(most) <= 2
    assert not await yard.database.read(lambda tx: tx.resources.requests())
