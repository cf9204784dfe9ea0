from __future__ import annotations

from datetime import timedelta

import pytest

from orchestration.errors import Rejected
from tests.storage.building import ANA, BEN, DAN, DEPLOY, NOON, WEB

LATER = NOON + timedelta(hours=1)


async def publish(database, activity=DEPLOY, by=DAN, at=NOON):
    return await database.transact(lambda tx: tx.store.publish(activity, by=by, at=at))


def called(name: str):
    return DEPLOY.model_copy(update={"id": name.lower().replace(" ", "-"), "name": name})


async def test_publishing_an_activity_again_makes_the_next_version_and_keeps_the_old_one(database):
    first = await publish(database)
    second = await publish(database, DEPLOY.model_copy(update={"timeout": None, "tags": ()}), ANA)
    assert (first.version, second.version) == (1, 2)
    assert await database.read(lambda tx: tx.store.latest(DEPLOY.id)) == second
    assert await database.read(lambda tx: tx.store.version(DEPLOY.id, 1)) == first
    (summary,) = await database.read(lambda tx: tx.store.list())
    assert (summary.version, summary.owner, summary.published_by) == (2, DAN, ANA)
    assert await database.read(lambda tx: tx.store.find(DEPLOY.id)) == summary


async def test_the_activities_of_the_store_are_listed_by_name(database):
    for name in ("smoke test", "Deploy service", "App review"):
        await publish(database, called(name))
    listed = await database.read(lambda tx: tx.store.list())
    assert [each.name for each in listed] == ["App review", "Deploy service", "smoke test"]


async def test_what_the_store_does_not_have_is_refused_with_what_to_do(database):
    await publish(database)
    with pytest.raises(Rejected, match="/release store"):
        await database.read(lambda tx: tx.store.latest("nothing"))
    with pytest.raises(Rejected, match="version 7 of `deploy-service`"):
        await database.read(lambda tx: tx.store.version(DEPLOY.id, 7))
    assert await database.read(lambda tx: tx.store.find("nothing")) is None


async def test_the_versions_of_an_activity_are_told_latest_first(database):
    await publish(database)
    await publish(database, DEPLOY.model_copy(update={"name": "Roll out"}), ANA, LATER)
    told = await database.read(lambda tx: tx.store.history(DEPLOY.id, limit=5))
    assert [(each.version, each.name, each.published_by) for each in told] == [
        (2, "Roll out", ANA),
        (1, DEPLOY.name, DAN),
    ]
    assert len(await database.read(lambda tx: tx.store.history(DEPLOY.id, limit=1))) == 1


async def test_what_is_deprecated_says_by_whom_and_what_is_used_instead(database):
    await publish(database)

    async def said(by, instead=None):
        def work(tx):
            tx.store.deprecate(DEPLOY.id, by=by, at=NOON, instead=instead)

        await database.transact(work)
        found = await database.read(lambda tx: tx.store.find(DEPLOY.id))
        return found.deprecated_by, found.instead

    assert await said(ANA, "roll-out") == (ANA, "roll-out")
    assert await said(None) == (None, None)


async def test_a_removed_activity_is_not_found_and_its_versions_stay_for_what_ran(database):
    kept = await publish(database)
    await database.transact(lambda tx: tx.store.remove(DEPLOY.id, by=DAN, at=NOON))
    assert await database.read(lambda tx: tx.store.list()) == []
    assert await database.read(lambda tx: tx.store.find(DEPLOY.id)) is None
    with pytest.raises(Rejected):
        await database.read(lambda tx: tx.store.latest(DEPLOY.id))
    assert await database.read(lambda tx: tx.store.version(DEPLOY.id, 1)) == kept


async def test_an_id_used_anew_goes_on_counting_and_belongs_to_whoever_published_it(database):
    await publish(database)

    def gone(tx):
        tx.store.deprecate(DEPLOY.id, by=DAN, at=NOON)
        tx.store.remove(DEPLOY.id, by=DAN, at=NOON)

    await database.transact(gone)
    assert (await publish(database, by=BEN)).version == 2
    found = await database.read(lambda tx: tx.store.find(DEPLOY.id))
    assert (found.owner, found.deprecated_by) == (BEN, None)


async def test_an_activity_whose_publication_was_rolled_back_is_not_remembered(database):
    def refused(tx):
        tx.store.publish(DEPLOY, by=DAN, at=NOON)
        tx.store.list()
        raise Rejected("No.")

    with pytest.raises(Rejected):
        await database.transact(refused)
    other = DEPLOY.model_copy(update={"name": "Another"})
    await publish(database, other)
    assert (await database.read(lambda tx: tx.store.latest(DEPLOY.id))).activity == other


async def test_a_version_of_a_process_keeps_which_versions_of_the_store_it_took(database):
    lock = {"deploy-service": 3, "smoke-test": 1}

    def work(tx):
        tx.processes.publish(WEB, by=DAN, at=NOON)
        return tx.processes.publish(WEB, by=DAN, at=NOON, store=lock)

    second = await database.transact(work)
    assert second.store == lock
    assert await database.read(lambda tx: tx.processes.version(WEB.id, 2)) == second
    assert (await database.read(lambda tx: tx.processes.version(WEB.id, 1))).store == {}
