"""Each digest is owed once for its place and local day, however many clocks tick."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time, timedelta

import pytest
import structlog

from orchestration.digests.model import Digest, Section, every_day, usual_cadence
from orchestration.digests.service import DigestService, DigestWanted
from orchestration.people.model import Person
from orchestration.people.rights import Administrators
from orchestration.scheduling.tick import tick
from orchestration.values import ChannelId
from storage import open_database
from tests.storage.building import ANA, NOON, RELEASES

BERLIN = "Europe/Berlin"
SHOP = ChannelId("C000000SHOP")


async def keep(database, place, cadence, looks_at):
    made = Digest(place=place, cadence=cadence, set_by=ANA, set_at=NOON, looks_at=looks_at)
    await database.transact(lambda tx: tx.digests.save(made))


async def owed(database):
    """The keys of all digests that were ever owed, paid or not."""
    rows = await database.read(lambda tx: tx.owed.rows())
    return sorted(each.key for each in rows if each.key.startswith("post_digest:"))


@pytest.mark.parametrize("day", ["2027-03-28", "2026-10-25"])
async def test_three_replicas_owe_each_digest_once_on_the_days_when_the_clocks_change(
    database, database_url, clock, day
):
    """At 02:30, which one of them does not have and the other has twice."""
    noon = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC)
    first = noon - timedelta(days=2)
    clock.at = first
    await keep(database, RELEASES, every_day(time(2, 30), BERLIN, first.date()), first)
    others = [open_database(database_url, clock=clock) for _ in range(2)]
    try:
        while clock.at < noon + timedelta(days=1):
            now = clock.forward(timedelta(hours=1))
            replicas = (database, *others)
            await asyncio.gather(
                *(each.transact(lambda tx, now=now: tick(tx, now)) for each in replicas)
            )
    finally:
        for each in others:
            each.close()
    days = [(noon + timedelta(days=n)).date().isoformat() for n in (-1, 0, 1)]
    assert await owed(database) == [f"post_digest:{RELEASES}:{each}" for each in days]


async def test_one_that_is_too_late_is_dropped_with_a_line_in_the_log(database, clock):
    cadence = every_day(time(9), "UTC", NOON.date())
    await keep(database, RELEASES, cadence, NOON.replace(hour=9))
    await keep(database, SHOP, cadence.model_copy(update={"at": time(10)}), NOON.replace(hour=10))
    with structlog.testing.capture_logs() as logged:
        await database.transact(lambda tx: tick(tx, NOON))
    assert await owed(database) == [f"post_digest:{SHOP}:2026-11-23"]
    [line] = logged
    assert line["event"] == "digest dropped: too late"
    assert line["key"] == f"post_digest:{RELEASES}:2026-11-23"
    tomorrow = await database.read(lambda tx: tx.digests.find(RELEASES).looks_at)
    assert tomorrow == NOON.replace(day=24, hour=9)


async def test_another_time_on_the_same_day_sends_no_second_one(database, clock):
    clock.at = NOON.replace(hour=9)
    await database.transact(
        lambda tx: tx.directory.save_people([Person(id=ANA, name="Ana")], at=NOON)
    )
    service = DigestService(database, clock, Administrators())
    morning = usual_cadence("UTC", NOON.date())
    await keep(database, RELEASES, morning, clock.at)
    await database.transact(lambda tx: tick(tx, clock.at))
    later = DigestWanted(
        cadence=morning.model_copy(update={"at": time(15)}), sections=(Section.TODAY,)
    )
    kept = await service.keep(RELEASES, later, by=ANA)
    assert kept.looks_at == NOON.replace(day=24, hour=15), "today has had its digest"
    await database.transact(lambda tx: tick(tx, NOON.replace(hour=15)))
    assert await owed(database) == [f"post_digest:{RELEASES}:2026-11-23"]


async def test_a_person_is_told_by_the_clock_of_the_place_where_they_are_now(database, clock):
    """Ana set it up in Berlin, and has gone to New York."""
    await keep(database, ANA, every_day(time(9), BERLIN, NOON.date()), NOON.replace(hour=8))
    away = Person(id=ANA, name="Ana", zone="America/New_York")
    await database.transact(lambda tx: tx.directory.save_people([away], at=NOON))
    await database.transact(lambda tx: tick(tx, NOON.replace(hour=8)))
    assert await owed(database) == []
    await database.transact(lambda tx: tick(tx, NOON.replace(hour=14)))
    assert await owed(database) == [f"post_digest:{ANA}:2026-11-23"]


async def test_who_set_a_digest_up_is_in_the_audit(database, clock):
    await database.transact(
        lambda tx: tx.directory.save_people([Person(id=ANA, name="Ana")], at=NOON)
    )
    service = DigestService(database, clock, Administrators())
    await service.switch(RELEASES, on=True, by=ANA)
    await service.switch(RELEASES, on=False, by=ANA)
    entries = await database.read(lambda tx: tx.audit.entries(["digests"]))
    said = [(each.action, each.subject, each.after) for each in entries]
    on = "every working day at 09:00 UTC"
    assert said == [
        ("set up the digest", RELEASES, on),
        ("switched the digest off", RELEASES, "off"),
    ]
