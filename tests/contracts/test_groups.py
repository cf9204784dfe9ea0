"""Release groups and the occurrences of their releases, on every database."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from orchestration.errors import Rejected, Transient
from orchestration.groups.deciding import group_named
from orchestration.groups.making import look_after
from orchestration.releases.model import ReleaseStatus
from orchestration.values import ReleaseGroupId, ReleaseId
from storage import is_shared, open_database
from tests.groups.building import KEPT, Groups
from tests.storage.building import DAN, NOON, WEB, release

HOUR, WEEK = timedelta(hours=1), timedelta(days=7)
SLOT = datetime(2026, 11, 24, 10, 0)  # noqa: DTZ001 - the local time that names an occurrence


async def add(database, *groups):
    def work(tx):
        return [tx.groups.add(each) for each in groups]

    return await database.transact(work)


def group(name, **fields):
    update = {"id": ReleaseGroupId(name), "name": name.title(), "reference_key": name.upper()[:3]}
    return KEPT.model_copy(update={**update, "revision": 0, **fields})


def occurrence(n, slot, **fields):
    update = {"id": f"re_{n}", "reference": f"PAY-{n}", "group": KEPT.id, "slot": slot}
    return release(**{**update, "scheduled_for": NOON + n * WEEK, **fields})


async def test_a_group_comes_back_as_it_was_saved_and_a_late_save_is_refused(database):
    (kept,) = await add(database, KEPT)
    assert kept
    saved = await database.transact(lambda tx: tx.groups.save(KEPT))
    assert saved == KEPT.model_copy(update={"revision": KEPT.revision + 1})
    assert await database.read(lambda tx: tx.groups.get(KEPT.id)) == saved
    with pytest.raises(Transient):
        await database.transact(lambda tx: tx.groups.save(KEPT))


async def test_an_id_and_a_key_are_of_one_group(database):
    same_key = group("other", reference_key="PAY")
    assert await add(database, KEPT, KEPT, same_key) == [True, False, False]
    with pytest.raises(Rejected, match="no such release group"):
        await database.read(lambda tx: tx.groups.get(same_key.id))


async def test_groups_are_listed_by_name(database):
    await add(database, group("web"), group("app", archived_by=DAN), group("pay"))
    listed = await database.read(lambda tx: tx.groups.list())
    assert [each.id for each in listed] == ["app", "pay", "web"]


async def test_the_clock_gets_those_whose_time_has_come_longest_due_first(database):
    await add(
        database,
        group("later", looks_at=NOON + HOUR),
        group("now", looks_at=NOON),
        group("long", looks_at=NOON - HOUR),
        group("never", looks_at=None),
    )
    assert await database.read(lambda tx: tx.groups.due(NOON, limit=9)) == ["long", "now"]
    await database.transact(lambda tx: tx.groups.put_off(ReleaseGroupId("long"), NOON + HOUR))
    assert await database.read(lambda tx: tx.groups.due(NOON, limit=9)) == ["now"]
    assert await database.read(lambda tx: tx.groups.due(NOON + WEEK, limit=1)) == ["now"]


async def test_references_of_a_group_are_counted_up_under_letters_of_its_own(database):
    def work(tx):
        tx.processes.publish(WEB, by=DAN, at=NOON)
        key = tx.groups.unused_key("Web releases")
        tx.groups.add(group("web", reference_key=key))
        given = [tx.groups.next_reference(ReleaseGroupId("web")) for _ in range(2)]
        return given, tx.groups.last_number(ReleaseGroupId("web")), tx.groups.unused_key("Web")

    assert await database.transact(work) == (["WEB2-1", "WEB2-2"], 2, "WEB3")


async def test_a_process_published_later_does_not_take_the_letters_of_a_group(database):
    await add(database, group("web", reference_key="WEB"))
    await database.transact(lambda tx: tx.processes.publish(WEB, by=DAN, at=NOON))
    assert await database.transact(lambda tx: tx.processes.next_reference(WEB.id)) == "WEB2-1"


async def test_what_is_made_in_the_same_moment_has_letters_of_its_own(database, database_url):
    """Both look before either has committed; whoever comes later is refused, and looks again."""
    waiting = threading.Barrier(2, timeout=10)
    tries = Counter()

    def meet(who):
        tries[who] += 1
        if tries[who] == 1 and is_shared(database_url):
            waiting.wait()

    def published(tx):
        assert tx.groups.unused_key("Web")
        meet("process")
        tx.processes.publish(WEB, by=DAN, at=NOON)

    def grouped(tx):
        key = tx.groups.unused_key("Web")
        meet("group")
        tx.groups.add(group("web", reference_key=key))

    await asyncio.gather(database.transact(published), database.transact(grouped))
    [process] = await database.read(lambda tx: tx.processes.list())
    [made] = await database.read(lambda tx: tx.groups.list())
    assert {process.reference_key, made.reference_key} == {"WEB", "WEB2"}


async def test_a_group_that_cannot_be_read_is_named_and_the_others_are_listed(database):
    await add(database, group("pay"), group("web"))

    def damage(tx):
        tx.groups._connection.exec_driver_sql(
            "UPDATE release_groups SET document = '{\"format\":99}' WHERE id = 'pay'"
        )

    await database.transact(damage)
    listed, lost = await database.read(lambda tx: (tx.groups.list(), tx.groups.unreadable()))
    assert [each.id for each in listed] == ["web"]
    assert [(each.id, each.name) for each in lost] == [("pay", "Pay")]
    with pytest.raises(Rejected, match="“Pay” cannot be read"):
        await database.read(lambda tx: group_named(tx, "pay"))


async def test_an_occurrence_is_found_by_its_slot_wherever_it_was_moved(database):
    await database.transact(lambda tx: tx.releases.add(occurrence(1, SLOT)))
    found = await database.read(lambda tx: tx.releases.find_slot(KEPT.id, SLOT))
    moved = found.model_copy(update={"scheduled_for": NOON + 9 * WEEK})
    await database.transact(lambda tx: tx.releases.save(moved))
    again = await database.read(lambda tx: tx.releases.find_slot(KEPT.id, SLOT))
    assert (again.id, again.scheduled_for) == ("re_1", NOON + 9 * WEEK)
    assert await database.read(lambda tx: tx.releases.find_slot(KEPT.id, SLOT + HOUR)) is None


async def test_a_slot_of_a_group_has_one_release_whoever_writes_the_second(database):
    await database.transact(lambda tx: tx.releases.add(occurrence(1, SLOT)))
    with pytest.raises(IntegrityError):
        await database.transact(lambda tx: tx.releases.add(occurrence(2, SLOT)))
    assert await database.read(lambda tx: tx.releases.find(ReleaseId("re_2"))) is None


async def test_the_releases_of_a_group_are_found_to_come_and_latest_first(database):
    def work(tx):
        for n in range(5):
            tx.releases.add(occurrence(n, SLOT + n * WEEK))
        tx.releases.add(release(id="re_9", reference="WEB-9"))

    await database.transact(work)

    def look(tx):
        to_come = tx.releases.of_group(KEPT.id, after=NOON + WEEK, limit=2)
        return to_come, tx.releases.latest_of_group(KEPT.id, limit=2)

    to_come, latest = await database.read(look)
    assert [each.id for each in to_come] == ["re_2", "re_3"]
    assert [each.id for each in latest] == ["re_4", "re_3"]


async def test_what_was_left_out_keeps_its_place_in_the_calendar(database):
    skipped = {"status": ReleaseStatus.SKIPPED, "ended_at": NOON}
    await database.transact(lambda tx: tx.releases.add(occurrence(4, SLOT, **skipped)))
    week = (NOON + 4 * WEEK - HOUR, NOON + 4 * WEEK + HOUR)
    assert len(await database.read(lambda tx: tx.releases.between(*week))) == 1
    assert await database.read(lambda tx: tx.releases.between(NOON - HOUR, NOON + HOUR)) == []


async def test_clocks_that_look_at_one_group_at_once_make_its_occurrences_once(
    database, database_url, clock
):
    groups = Groups(database, clock)
    await groups.begin()
    made = await groups.made("every day at 9:00")
    elsewhere = open_database(database_url, clock=clock)
    at = NOON + 5 * WEEK
    counts = await asyncio.gather(
        *(
            each.transact(lambda tx: look_after(tx, made.id, at))
            for each in (database, elsewhere) * 4
        )
    )
    elsewhere.close()
    days = [each.slot.date() for each in await groups.releases()]
    assert sorted(counts) == [0] * 7 + [5 * 7]
    assert len(days) == len(set(days)) == 7 * 7
