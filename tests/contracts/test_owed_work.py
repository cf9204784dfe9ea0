from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy import update

from orchestration.effects import ShowHome, ShowRelease, ShowTask, TriggerPipeline, WakeUp
from orchestration.effects.process import DraftProcess
from orchestration.values import ActivityRef, DraftId, ExecutionId, ReleaseId, TaskId
from storage.tables import owed as owed_table
from tests.storage.building import ANA, NOON, draft

SECOND = timedelta(seconds=1)
LEASE = timedelta(seconds=30)
DRAFT = DraftProcess(draft_id=DraftId("dr_1"))
LIVING = ShowRelease(release_id=ReleaseId("re_1"))
HOME = ShowHome(user_id=ANA)
CARD = ShowTask(execution_id=ExecutionId("ex"), task_id=TaskId("ex/a.b/c"), copy="thread")
TRIGGER = TriggerPipeline(execution_id=ExecutionId("ex"), ref=ActivityRef("a.b"), attempt=1)


async def owe(database, *effects, at=NOON):
    await database.transact(lambda tx: tx.owed.owe(effects, at=at))


async def claim(database, worker="w1", *, now=NOON, limit=10):
    return await database.transact(
        lambda tx: tx.owed.claim(worker, now=now, lease=LEASE, limit=limit)
    )


async def settle(database, claimed, *, now=NOON):
    return await database.transact(lambda tx: tx.owed.settle(claimed, now=now))


async def states(database, state=None):
    rows = await database.read(lambda tx: tx.owed.rows(state=state))
    return {row.key: row.state for row in rows}


async def test_what_is_owed_comes_back_as_it_was_owed(database):
    effects = (DRAFT, LIVING, HOME, CARD, TRIGGER)
    await owe(database, *effects)
    claimed = await claim(database)
    assert {each.effect for each in claimed} == set(effects)
    assert {(each.tries, each.claimed_by) for each in claimed} == {(1, "w1")}


async def test_the_same_thing_owed_twice_is_done_once(database):
    await owe(database, DRAFT, DRAFT)
    await owe(database, DRAFT)
    (only,) = await claim(database)
    assert await settle(database, only)
    await owe(database, DRAFT)
    assert not await claim(database, now=NOON + LEASE)


async def test_urgent_things_go_first(database):
    await owe(database, HOME)
    await owe(database, LIVING)
    await owe(database, TRIGGER, CARD)
    in_turn = [each.effect for each in await claim(database)]
    assert in_turn == [TRIGGER, CARD, LIVING, HOME]


async def test_a_worker_takes_no_more_than_it_asked_for(database):
    await owe(database, TRIGGER, CARD, LIVING)
    assert len(await claim(database, limit=2)) == 2
    assert len(await claim(database, "w2")) == 1


async def test_what_one_worker_holds_no_other_takes_before_its_lease_ends(database):
    await owe(database, DRAFT)
    await claim(database, "w1")
    assert not await claim(database, "w2", now=NOON + LEASE - SECOND)
    (taken,) = await claim(database, "w2", now=NOON + LEASE)
    assert (taken.tries, taken.first_tried_at) == (2, NOON)


async def test_what_takes_longer_than_a_lease_is_held_on(database):
    await owe(database, DRAFT)
    (held,) = await claim(database, "w1")
    later = NOON + LEASE + LEASE
    assert await database.transact(lambda tx: tx.owed.hold(held, until=later))
    assert not await claim(database, "w2", now=later - SECOND)
    (taken,) = await claim(database, "w2", now=later)
    assert not await database.transact(lambda tx: tx.owed.hold(held, until=later + LEASE))
    assert await settle(database, taken)
    assert not await database.transact(lambda tx: tx.owed.hold(taken, until=later + LEASE))


async def test_a_worker_that_lost_its_lease_cannot_settle(database):
    await owe(database, DRAFT)
    (lost,) = await claim(database, "w1")
    (held,) = await claim(database, "w2", now=NOON + LEASE)
    assert not await settle(database, lost)
    assert not await database.transact(lambda tx: tx.owed.postpone(lost, until=NOON, reason="late"))
    assert not await database.transact(lambda tx: tx.owed.stick(lost, reason="late", now=NOON))
    assert await settle(database, held)


async def test_a_refresh_asked_for_while_it_is_drawn_is_drawn_again(database):
    await owe(database, LIVING)
    (drawing,) = await claim(database)
    await owe(database, LIVING)
    await owe(database, LIVING)
    assert await settle(database, drawing, now=NOON)
    assert not await claim(database, now=NOON + SECOND)
    (again,) = await claim(database, now=NOON + 2 * SECOND)
    assert (again.wanted, again.tries) == (3, 1)
    await settle(database, again, now=NOON + 2 * SECOND)
    assert not await claim(database, now=NOON + LEASE)


async def test_a_refresh_keeps_its_distance_from_the_one_before(database):
    await owe(database, LIVING)
    (drawn,) = await claim(database)
    await settle(database, drawn, now=NOON)
    await owe(database, LIVING, at=NOON + SECOND)
    assert not await claim(database, now=NOON + SECOND)
    assert await claim(database, now=NOON + 2 * SECOND)


async def test_a_refresh_after_a_long_rest_is_drawn_at_once(database):
    await owe(database, LIVING)
    (drawn,) = await claim(database)
    await settle(database, drawn, now=NOON)
    later = NOON + timedelta(hours=1)
    await owe(database, LIVING, at=later)
    (again,) = await claim(database, now=later)
    assert again.owed_at == later


async def test_an_alarm_waits_for_its_time(database):
    due = NOON + timedelta(minutes=5)
    alarm = WakeUp(execution_id=ExecutionId("ex"), ref=ActivityRef("a.b"), attempt=1, due_at=due)
    await owe(database, alarm)
    assert not await claim(database, now=due - SECOND)
    assert await database.read(lambda tx: tx.owed.next_due_at()) == due
    assert await claim(database, now=due)


async def test_what_is_postponed_keeps_its_count_of_tries(database):
    await owe(database, DRAFT)
    (first,) = await claim(database)
    until = NOON + SECOND
    assert await database.transact(
        lambda tx: tx.owed.postpone(first, until=until, reason="Slack asked us to wait")
    )
    assert not await claim(database)
    (second,) = await claim(database, now=until)
    assert second.tries == 2


async def test_a_settled_refresh_counts_its_tries_anew(database):
    await owe(database, CARD)
    await claim(database)
    (second,) = await claim(database, now=NOON + LEASE)
    await settle(database, second)
    await owe(database, CARD)
    (fresh,) = await claim(database, now=NOON + LEASE)
    assert (fresh.tries, fresh.first_tried_at) == (1, NOON + LEASE)


async def test_what_failed_for_good_waits_for_a_person(database):
    await owe(database, DRAFT)
    (failed,) = await claim(database)
    await database.transact(lambda tx: tx.owed.stick(failed, reason="not_in_channel", now=NOON))
    assert not await claim(database, now=NOON + LEASE)
    (row,) = await database.read(lambda tx: tx.owed.rows(state="stuck"))
    assert (row.key, row.reason) == (DRAFT.key, "not_in_channel")
    assert await database.transact(lambda tx: tx.owed.retry(row.id, now=NOON))
    assert not await database.transact(lambda tx: tx.owed.retry(row.id, now=NOON))
    (again,) = await claim(database)
    assert again.tries == 2


async def test_what_a_person_dropped_is_never_done(database):
    await owe(database, DRAFT)
    (failed,) = await claim(database)
    assert not await database.transact(lambda tx: tx.owed.drop(failed.id))
    await database.transact(lambda tx: tx.owed.stick(failed, reason="gone", now=NOON))
    assert await database.transact(lambda tx: tx.owed.drop(failed.id))
    await owe(database, DRAFT)
    assert not await claim(database, now=NOON + LEASE)
    assert await states(database) == {}
    assert await states(database, "dropped") == {DRAFT.key: "dropped"}


async def test_a_kind_of_a_newer_version_is_left_alone(database):
    await owe(database, DRAFT, LIVING)
    await database.transact(
        lambda tx: tx.owed._connection.execute(
            update(owed_table).where(owed_table.c.key == DRAFT.key).values(kind="send_pigeon")
        )
    )
    (known,) = await claim(database)
    await settle(database, known)
    assert known.effect == LIVING
    assert await database.read(lambda tx: tx.owed.next_due_at()) is None
    assert await states(database) == {DRAFT.key: "due"}


async def test_a_newer_version_that_died_keeps_no_older_one_busy(database):
    """Its lease ends; whoever cannot pay it has nothing to wake up for."""
    await owe(database, DRAFT)
    await claim(database)
    await database.transact(
        lambda tx: tx.owed._connection.execute(update(owed_table).values(kind="send_pigeon"))
    )
    assert await database.read(lambda tx: tx.owed.next_due_at()) is None
    assert not await claim(database, now=NOON + LEASE)


async def test_what_cannot_be_read_is_stuck_and_stops_nothing_else(database):
    await owe(database, DRAFT, LIVING)
    await database.transact(
        lambda tx: tx.owed._connection.execute(
            update(owed_table)
            .where(owed_table.c.key == DRAFT.key)
            .values(document='{"format":1,"kind":"draft_process"}')
        )
    )
    (readable,) = await claim(database)
    assert readable.effect == LIVING
    assert (await states(database))[DRAFT.key] == "stuck"


async def test_the_operator_sees_what_is_due_held_stuck_and_done(database):
    await owe(database, DRAFT, CARD, HOME)
    draft, _card = await claim(database, limit=2)
    await settle(database, draft)
    assert await states(database) == {CARD.key: "held", HOME.key: "due"}
    assert await states(database, "held") == {CARD.key: "held"}
    assert await states(database, "due") == {HOME.key: "due"}
    assert await states(database, "done") == {DRAFT.key: "done"}


async def test_the_worker_knows_when_to_look_again(database):
    assert await database.read(lambda tx: tx.owed.next_due_at()) is None
    await owe(database, DRAFT)
    assert await database.read(lambda tx: tx.owed.next_due_at()) == NOON
    await claim(database)
    assert await database.read(lambda tx: tx.owed.next_due_at()) == NOON + LEASE


async def test_two_that_owe_the_same_thing_at_once_both_get_their_way(database):
    def change(name):
        def work(tx):
            tx.drafts.add(draft(name))
            tx.owed.owe([LIVING, DRAFT], at=NOON)

        return database.transact(work)

    names = [f"dr_{n}" for n in range(20)]
    await asyncio.gather(*map(change, names))
    kept = await database.read(lambda tx: [tx.drafts.find(DraftId(each)) for each in names])
    assert all(kept)
    claimed = {each.effect: each.wanted for each in await claim(database)}
    assert claimed == {LIVING: 20, DRAFT: 1}


async def test_workers_that_claim_at_once_never_hold_the_same_thing(database):
    await owe(database, *(DraftProcess(draft_id=DraftId(f"dr_{n}")) for n in range(40)))
    taken = await asyncio.gather(*(claim(database, f"w{n}", limit=7) for n in range(8)))
    held = [each.id for claims in taken for each in claims]
    assert len(held) == len(set(held)) == 40


async def test_what_is_owed_is_counted_for_whoever_watches_over_it(database):
    await owe(database, DRAFT, TRIGGER, LIVING)
    await owe(database, HOME, at=NOON + LEASE)
    first, second = await claim(database, limit=2)
    await settle(database, first)
    await database.transact(lambda tx: tx.owed.stick(second, reason="no", now=NOON))
    tally = await database.read(lambda tx: tx.owed.tally(now=NOON + SECOND))
    assert (tally.due, tally.later, tally.stuck) == (1, 1, 1)
    assert tally.oldest_due_at == NOON
    assert tally.most_tries == 0
    none = await database.read(lambda tx: tx.owed.tally(now=NOON - SECOND))
    assert (none.due, none.later, none.oldest_due_at) == (0, 2, None)


async def test_what_was_ever_owed_is_known_by_its_key(database):
    await owe(database, CARD)
    (claimed,) = await claim(database)
    await settle(database, claimed)
    assert await database.read(lambda tx: tx.owed.is_known(CARD.key))
    assert not await database.read(lambda tx: tx.owed.is_known(TRIGGER.key))
