"""Freezes, on every database."""

from __future__ import annotations

from datetime import timedelta

import pytest

from orchestration.errors import Rejected, Transient
from orchestration.freezes.model import FreezeSource
from orchestration.values import FreezeId
from tests.freezes.building import CHRISTMAS, DAN, NOW, freeze, weekends

DAY = timedelta(days=1)
CHRISTMAS_ID, WEEKENDS_ID = FreezeId("christmas"), FreezeId("weekends")


async def keep(database, *found):
    await database.transact(lambda tx: [tx.freezes.add(each) for each in found])


async def test_a_freeze_comes_back_as_it_was_made(database):
    await keep(database, freeze(), weekends())
    assert await database.read(lambda tx: tx.freezes.find(CHRISTMAS_ID)) == freeze()
    assert await database.read(lambda tx: tx.freezes.find(WEEKENDS_ID)) == weekends()
    assert await database.read(lambda tx: tx.freezes.list()) == [freeze(), weekends()]


async def test_a_freeze_whose_name_is_taken_is_not_kept(database):
    await keep(database, freeze())
    assert not await database.transact(lambda tx: tx.freezes.add(freeze(name="Other")))
    assert await database.read(lambda tx: tx.freezes.find(CHRISTMAS_ID)) == freeze()


async def test_a_freeze_that_nobody_made_is_refused_with_where_to_look(database):
    with pytest.raises(Rejected, match="/release freezes"):
        await database.transact(lambda tx: tx.freezes.get(CHRISTMAS_ID))


async def test_what_was_read_before_somebody_else_saved_is_not_written(database):
    await keep(database, freeze())
    saved = await database.transact(lambda tx: tx.freezes.save(freeze(note="first")))
    assert saved.revision == 1
    with pytest.raises(Transient, match="others kept"):
        await database.transact(lambda tx: tx.freezes.save(freeze(note="second")))


async def test_a_start_sees_those_that_can_be_on_from_now_on(database):
    until_today = weekends().recurs.cadence.model_copy(update={"ends": NOW.date()})
    ended = weekends().recurs.model_copy(update={"cadence": until_today})
    await keep(
        database,
        freeze(),
        freeze(id=FreezeId("archived"), archived_by=DAN),
        weekends(),
        weekends(id=FreezeId("ended"), name="Ended", recurs=ended),
    )

    async def since(at):
        return [each.id for each in await database.read(lambda tx: tx.freezes.since(at))]

    assert await since(NOW) == ["christmas", "ended", "weekends"]
    assert await since(CHRISTMAS.ends) == ["ended", "weekends"]
    assert await since(CHRISTMAS.ends + 60 * DAY) == ["weekends"]


async def test_those_of_one_calendar_are_found(database):
    source = FreezeSource(calendar="/srv/freezes.ics", uid="1")
    imported = freeze(id=FreezeId("imported"), source=source)
    await keep(database, freeze(), imported)
    assert await database.read(lambda tx: tx.freezes.of_calendar("/srv/freezes.ics")) == [imported]


async def test_the_clock_finds_those_it_has_something_to_do_for_longest_due_first(database):
    await keep(
        database,
        freeze(looks_at=NOW),
        weekends(looks_at=NOW - DAY),
        freeze(id=FreezeId("later"), looks_at=NOW + DAY),
        freeze(id=FreezeId("never")),
    )
    found = await database.read(lambda tx: tx.freezes.due(NOW, limit=5))
    assert list(found) == [WEEKENDS_ID, CHRISTMAS_ID]
    assert await database.read(lambda tx: tx.freezes.due(NOW, limit=1)) == [WEEKENDS_ID]
