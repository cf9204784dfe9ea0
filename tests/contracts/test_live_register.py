"""What runs where: the latest of each service and environment, and what was before is kept."""

from __future__ import annotations

from datetime import timedelta

from orchestration.ports import Live
from orchestration.values import ActivityRef, ReleaseId
from tests.storage.building import NOON, WEB

HOUR = timedelta(hours=1)


def live(service="payments", environment="production", version="1.41", at=NOON, **more):
    return Live(
        service=service,
        environment=environment,
        version=version,
        process_id=WEB.id,
        at=at,
        **{
            "release_id": ReleaseId(f"re_{version}"),
            "ref": ActivityRef("ship.eu"),
            "attempt": 1,
        }
        | more,
    )


async def recorded(database, *entries):
    for each in entries:
        await database.transact(lambda tx, each=each: tx.live.record([each]))
    found = await database.read(lambda tx: tx.live.now())
    return [(each.service, each.environment, each.version) for each in found]


async def test_nothing_is_live_before_anything_was_recorded(database):
    assert await recorded(database) == []


async def test_the_latest_of_each_service_and_environment_is_live(database):
    assert await recorded(
        database,
        live(version="1.42", at=NOON + HOUR),
        live(version="1.41"),
        live(environment="staging", version="1.43", at=NOON + 2 * HOUR),
        live(service="api", version="7"),
        live(environment="", version="9"),
    ) == [
        ("api", "production", "7"),
        ("payments", "", "9"),
        ("payments", "production", "1.42"),
        ("payments", "staging", "1.43"),
    ]


async def test_a_rollback_is_live_though_its_version_is_older(database):
    back = live(version="1.41", at=NOON + 2 * HOUR, release_id=ReleaseId("re_back"))
    found = await recorded(
        database, live(version="1.41"), live(version="1.42", at=NOON + HOUR), back
    )
    assert found == [("payments", "production", "1.41")]


async def test_a_service_is_the_same_however_it_is_written(database):
    later = live(service="PAYMENTS ", environment="Production", version="1.42", at=NOON + HOUR)
    assert len(await recorded(database, live(), later)) == 1


async def test_the_same_attempt_recorded_again_changes_nothing(database):
    await recorded(database, live(), live())
    (found,) = await database.read(lambda tx: tx.live.now())
    assert found == live()


async def test_several_services_of_one_activity_are_recorded_together(database):
    both = [live(), live(service="api")]
    await database.transact(lambda tx: tx.live.record(both))
    assert len(await database.read(lambda tx: tx.live.now())) == 2
