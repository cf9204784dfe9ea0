"""Who changed what in a process, and what may be put aside."""

import pytest

from orchestration.catalogue.taking import publish_process
from orchestration.errors import Rejected
from orchestration.people.rights import Administrators
from orchestration.processes.beginning import BlueprintService
from orchestration.processes.history import ProcessHistory, refuse_archived
from orchestration.processes.model import Activity, ActivityType, Phase, Process, Subprocess
from orchestration.values import DraftId, id_from
from tests.storage.building import ANA, BEN, DEPLOY, NOON, RELEASES, WEB, release


@pytest.fixture
def history(database, clock):
    return ProcessHistory(database, clock, Administrators((ANA,)))


async def published(database, made=WEB):
    await database.transact(lambda tx: tx.processes.publish(made, by=BEN, at=NOON))


async def test_each_version_says_what_it_changed(database, history):
    await published(database)
    await published(database, WEB.model_copy(update={"name": "Web shop"}))
    told = await history.of(WEB.id, by=ANA)
    assert [each.published.version for each in told.lines] == [2, 1]
    assert [each.what for each in told.lines[0].changes] == [
        f"name of the process was “{WEB.name}”, now “Web shop”"
    ]
    assert told.lines[1].changes == ()
    assert told.more == 0


async def test_what_nobody_uses_is_archived_once_and_brought_back(database, history):
    await published(database)
    for _ in range(2):
        await history.archive(WEB.id, by=ANA)
    assert (await history.of(WEB.id, by=ANA)).archived_by == ANA
    with pytest.raises(Rejected, match=r"was archived by .* brings it back"):
        await database.read(lambda tx: refuse_archived(tx, WEB.id))
    await history.bring_back(WEB.id, by=ANA)
    await database.read(lambda tx: refuse_archived(tx, WEB.id))
    chain = f"process:{WEB.id}"
    entries = await database.read(lambda tx: tx.audit.entries([chain]))
    assert [each.action for each in entries] == ["archived", "brought back"]


async def test_what_is_in_use_is_not_archived_and_its_users_are_named(database, history):
    await published(database)
    await database.transact(lambda tx: tx.releases.add(release(reference="WEB-7")))
    with pytest.raises(Rejected, match=r"is in use by WEB-7\."):
        await history.archive(WEB.id, by=ANA)


async def test_a_process_that_another_runs_is_in_use(database, history):
    await published(database)
    runs = Activity(
        id="web", name="Web", type=ActivityType.SUBPROCESS, process=Subprocess(id=WEB.id)
    )
    train = Process(id="train", name="Train", phases=(Phase(id="p", name="P", activities=(runs,)),))
    await published(database, train)
    with pytest.raises(Rejected, match="is in use by the process “Train”"):
        await history.archive(WEB.id, by=ANA)


async def test_only_owners_and_administrators_put_a_process_aside(database, history):
    await published(database)
    with pytest.raises(Rejected, match="You cannot archive"):
        await history.archive(WEB.id, by=BEN)


async def test_two_teams_may_begin_with_the_same_blueprint(database, clock):
    begins = BlueprintService(database, clock, Administrators((ANA,)))
    for n, by in enumerate((ANA, BEN, BEN)):
        await begins.begin(f"click {n}", "hotfix", by=by, channel=RELEASES)
        await begins.begin(f"click {n}", "hotfix", by=by, channel=RELEASES)
        draft_id = DraftId(id_from("draft", f"click {n}"))
        draft = await database.read(lambda tx, wanted=draft_id: tx.drafts.get(wanted))
        if n == 0:
            await published(database, draft.process)
    assert (draft.process.id, draft.process.name) == ("hotfix-2", "Hotfix 2")
    assert draft.process.owners == (BEN,)
    with pytest.raises(Rejected, match="There is no blueprint"):
        await begins.begin("other", "nothing", by=ANA, channel=RELEASES)


async def test_publishing_anew_takes_what_is_newer_in_the_store_and_the_difference_says_so(
    database, history
):
    place = Activity(id="eu", name="EU", type=ActivityType.AUTOMATED, uses=DEPLOY.id)
    shop = Process(id="shop", name="Shop", phases=(Phase(id="p", name="P", activities=(place,)),))

    async def anew(**change):
        activity = DEPLOY.model_copy(update=change)

        def work(tx):
            tx.store.publish(activity, by=ANA, at=NOON)
            return publish_process(tx, shop, by=ANA, at=NOON)

        return await database.transact(work)

    first = await anew()
    second = await anew(pipeline="roll-out")
    assert (first.store, second.store) == ({DEPLOY.id: 1}, {DEPLOY.id: 2})
    told = await history.of(shop.id, by=ANA)
    assert [each.what for each in told.lines[0].changes] == ["deploy-service 1 → 2"]

    def running(tx):
        return [tx.processes.plan(shop.id, n).activities["p.eu"].pipeline for n in (1, 2)]

    assert await database.read(running) == ["deploy", "roll-out"], "what is published never changes"
