"""Digests and links to the calendar, on every database."""

from __future__ import annotations

from datetime import timedelta

import pytest

from orchestration.digests.model import Digest, usual_cadence
from orchestration.errors import StaleExecution
from orchestration.feeds.model import Feed, hashed
from orchestration.values import ChannelId
from tests.storage.building import ANA, BEN, NOON, RELEASES

DAY = timedelta(days=1)
CADENCE = usual_cadence("Europe/Berlin", NOON.date())


def digest(place=RELEASES, **more):
    return Digest(place=place, cadence=CADENCE, set_by=ANA, set_at=NOON, **more)


def feed(feed_id="feed_1", person=ANA, **more):
    kept = {"secret_hash": hashed("s"), "made_at": NOON, "changed_at": NOON, **more}
    return Feed(id=feed_id, person=person, **kept)


async def test_a_digest_comes_back_as_it_was_set(database):
    kept = await database.transact(lambda tx: tx.digests.save(digest(looks_at=NOON)))
    assert kept.revision == 1
    assert await database.read(lambda tx: tx.digests.find(RELEASES)) == kept
    assert await database.read(lambda tx: tx.digests.find(ANA)) is None


async def test_of_two_who_change_a_digest_the_second_looks_again(database):
    first = await database.transact(lambda tx: tx.digests.save(digest()))
    await database.transact(lambda tx: tx.digests.save(first))

    def late(tx):
        for stale in (first, digest()):
            with pytest.raises(StaleExecution):
                tx.digests.save(stale)

    await database.transact(late)


async def test_the_digests_that_are_due_come_longest_due_first(database):
    def keep(tx):
        tx.digests.save(digest(ANA, looks_at=NOON))
        tx.digests.save(digest(BEN, looks_at=NOON - DAY))
        tx.digests.save(digest(RELEASES, looks_at=NOON + DAY))
        tx.digests.save(digest(ChannelId("C0000000OFF"), on=False))

    await database.transact(keep)
    due = await database.read(lambda tx: tx.digests.due(NOON, limit=10))
    assert [each.place for each in due] == [BEN, ANA]
    assert [e.place for e in await database.read(lambda tx: tx.digests.due(NOON, limit=1))] == [BEN]


async def test_a_link_is_made_once_and_found_by_its_id_and_by_whose_it_is(database):
    later = feed("feed_0", made_at=NOON + DAY)

    def make(tx):
        made = [tx.feeds.add(each) for each in (feed(), later, feed("feed_2", BEN))]
        return [*made, tx.feeds.add(feed(filters="tag:other"))]

    assert await database.transact(make) == [True, True, True, False]
    assert await database.read(lambda tx: tx.feeds.find("feed_1")) == feed()
    assert await database.read(lambda tx: tx.feeds.find("feed_9")) is None
    assert await database.read(lambda tx: tx.feeds.of(ANA)) == [feed(), later]


async def test_a_revoked_link_stays_revoked(database):
    await database.transact(lambda tx: tx.feeds.add(feed()))
    await database.transact(lambda tx: tx.feeds.put(feed(revoked_at=NOON + DAY)))
    assert await database.read(lambda tx: tx.feeds.find("feed_1")) == feed(revoked_at=NOON + DAY)
