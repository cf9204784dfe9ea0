"""Starting with an input set: followed until the start, checked there, and kept from then on."""

from datetime import timedelta

import pytest

from orchestration.catalogue.taking import publish_process
from orchestration.errors import Rejected
from orchestration.inputs.model import KeptActivitySet, KeptProcessSet, SetEdit
from orchestration.people.rights import Administrators
from orchestration.pipelines.catalogue_file import load_catalogue
from orchestration.releases.inputs import inputs_at_start
from orchestration.releases.making import NewRelease
from orchestration.releases.model import ReleaseStatus
from orchestration.releases.service import ReleaseService
from orchestration.values import ChannelId
from tests.inputs.building import DEPLOY, EU, PAYMENTS, US, a_set, shared
from tests.storage.building import ANA, NOON, release

EDITS = (SetEdit(revision=1, by=ANA, at=NOON, what="made it"),)
SET = "the input set “Production”: `/release inputs payments`."
NIGHT = {"deploy": {"window": "night"}}
BY_HAND = PAYMENTS.model_copy(
    update={
        "phases": tuple(
            phase.model_copy(
                update={
                    "activities": tuple(
                        each.model_copy(update={"uses": None, "pipeline": None})
                        for each in phase.activities
                    )
                }
            )
            for phase in PAYMENTS.phases
        )
    }
)


@pytest.fixture
def releases(database, clock, tmp_path):
    catalogue = load_catalogue(None, tmp_path / "runs")
    return ReleaseService(database, clock, catalogue, Administrators((ANA,)))


async def keep(database, *said, process=None):
    """Sets as they are now, whatever was there before."""

    def work(tx):
        if process:
            publish_process(tx, process, by=ANA, at=NOON)
        for each in said:
            if hasattr(each, "process"):
                known = tx.input_sets.find_process_set(each.process, each.id)
                kept = KeptProcessSet(
                    set=each, edits=EDITS, revision=known.revision if known else 0
                )
                tx.input_sets.save_process_set(kept)
            else:
                known = tx.input_sets.find_activity_set(each.id)
                kept = KeptActivitySet(
                    set=each, made_by=ANA, edits=EDITS, revision=known.revision if known else 0
                )
                tx.input_sets.save_activity_set(kept)

    await database.transact(work)


async def made(releases, clock, *, planned=False, key="k", **more):
    new = {
        "process_id": PAYMENTS.id,
        "name": "Payments",
        "version": "1.42",
        "inputs": {},
        "channel": ChannelId("C0"),
        "start_now": not planned,
        "scheduled_for": clock.now() + timedelta(days=1) if planned else None,
        "input_set": "production",
    }
    return await releases.create(key, NewRelease(**(new | more)), by=ANA)


async def test_a_release_runs_with_what_its_set_says(database, releases, clock):
    said = a_set({"version": "{{ release.version }}", "share": 20}, NIGHT, image={"target": "x"})
    await keep(database, said, process=BY_HAND)
    found = await made(releases, clock)
    assert found.status is ReleaseStatus.RUNNING
    assert found.inputs == {"version": "1.42", "share": "20"}
    assert found.phase_inputs == NIGHT
    assert found.activity_inputs == {"build.image": {"target": "x"}}


async def test_what_the_starter_fills_in_wins_over_the_set(database, releases, clock):
    await keep(database, a_set({"version": "1", "share": 20}, NIGHT), process=BY_HAND)
    found = await made(releases, clock, version="", inputs={"share": "50", "version": ""})
    assert found.inputs == {"version": "1", "share": "50"}


async def test_where_the_process_asks_for_the_version_the_releases_own_wins_over_the_set(
    database, releases, clock
):
    await keep(database, a_set({"version": "1", "share": 20}, NIGHT), process=BY_HAND)
    found = await made(releases, clock, version="1.42")
    assert found.inputs["version"] == "1.42"


async def test_a_release_with_an_incomplete_set_is_not_started_and_says_what_is_open(
    database, releases, clock
):
    await keep(database, a_set({"share": "much"}), process=BY_HAND)
    with pytest.raises(Rejected) as refused:
        await made(releases, clock, version="")
    assert refused.value.text.splitlines() == [
        "Payments cannot start yet:",
        f"• The release: “share” must be a number. Correct it in {SET}",
        f"• The release: “version” has no value. Say it in {SET}",
        f"• Deploy: “window” has no value. Say it in {SET}",
    ]
    assert await database.read(lambda tx: tx.releases.unfinished()) == []


async def test_a_planned_release_follows_its_set_until_it_starts(database, releases, clock):
    await keep(database, a_set({"version": "1"}), process=BY_HAND)
    planned = await made(releases, clock, planned=True, version="", inputs={"share": "7"})
    assert planned.inputs == {"share": "7"}
    with pytest.raises(Rejected, match=r"PAYM-1 cannot start yet:\n• Deploy: “window”"):
        await releases.start(planned.id, by=ANA)
    await keep(database, a_set({"version": "2", "share": 3}, NIGHT))
    found = await releases.start(planned.id, by=ANA)
    assert (found.inputs, found.phase_inputs) == ({"version": "2", "share": "7"}, NIGHT)


async def test_changing_a_set_never_touches_a_running_release(database, releases, clock):
    await keep(database, a_set({"version": "1"}, NIGHT), process=BY_HAND)
    started = await made(releases, clock, version="")
    await keep(database, a_set({"version": "2"}, {"deploy": {"window": "day"}}))
    await database.transact(lambda tx: tx.input_sets.remove_process_set(PAYMENTS.id, "production"))
    kept = await database.read(lambda tx: tx.releases.get(started.id))
    assert (kept.inputs["version"], kept.phase_inputs) == ("1", NIGHT)


async def test_a_set_that_does_not_exist_is_refused_when_the_release_is_made(
    database, releases, clock
):
    await keep(database, process=BY_HAND)
    with pytest.raises(Rejected, match="no input set “production” of this process"):
        await made(releases, clock, planned=True)


async def test_a_value_that_its_input_does_not_take_is_refused_when_the_release_is_made(
    database, releases, clock
):
    await keep(database, a_set(), process=BY_HAND)
    with pytest.raises(Rejected, match=r"Please correct: share must be a number\."):
        await made(releases, clock, planned=True, inputs={"share": "much"})


async def test_without_a_set_a_phases_required_input_keeps_the_release_from_starting(
    database, releases, clock
):
    await keep(database, process=BY_HAND)
    with pytest.raises(Rejected, match=r"Please fill in version\."):
        await made(releases, clock, input_set=None)
    with pytest.raises(Rejected) as refused:
        await made(releases, clock, input_set=None, inputs={"version": "1"})
    assert refused.value.text == (
        "Payments 1.42 cannot start yet:\n• Deploy: “window” has no value. "
        "Make the release with an input set that says it: `/release inputs payments`."
    )


async def gate(database, input_set="production"):
    """What a release of the process with activities of the store would start with."""

    def work(tx):
        kept = tx.processes.latest(PAYMENTS.id)
        of = release(process_id=PAYMENTS.id, input_set=input_set, inputs={"version": "1"})
        return inputs_at_start(tx, kept, of)

    return await database.transact(work)


async def test_an_activity_of_the_store_without_its_inputs_keeps_the_release_from_starting(
    database,
):
    await database.transact(lambda tx: tx.store.publish(DEPLOY, by=ANA, at=NOON))
    await keep(
        database,
        shared(replicas=3),
        a_set(phases=NIGHT, eu="prod", us={"region": "us"}),
        process=PAYMENTS,
    )
    assert await gate(database) == (
        f"Deploy › Deploy EU: “region” has no value. Say it in the linked set “prod” or in {SET}",
    )
    await keep(database, shared(region="eu"))
    assert (await gate(database))["activity_inputs"] == {
        EU: {"region": "eu"},
        US: {"region": "us"},
    }


async def test_two_process_sets_share_the_set_of_an_activity(database):
    await database.transact(lambda tx: tx.store.publish(DEPLOY, by=ANA, at=NOON))
    both = a_set(phases=NIGHT, eu="prod", us="prod")
    staging = a_set(phases=NIGHT, eu=("prod", {"replicas": 1}), us="prod", id="staging")
    await keep(database, shared(region="eu", replicas=4), both, staging, process=PAYMENTS)
    assert (await gate(database))["activity_inputs"] == {
        EU: {"region": "eu", "replicas": 4},
        US: {"region": "eu", "replicas": 4},
    }
    assert (await gate(database, "staging"))["activity_inputs"][EU]["replicas"] == 1


async def test_a_process_keeps_to_the_version_of_the_activity_it_was_published_with(database):
    newer = DEPLOY.model_copy(update={"inputs": (*DEPLOY.inputs, DEPLOY.inputs[0].model_copy(
        update={"name": "zone"})
    )})  # fmt: skip

    def work(tx):
        tx.store.publish(DEPLOY, by=ANA, at=NOON)
        tx.processes.publish(PAYMENTS, by=ANA, at=NOON, store={DEPLOY.id: 1})
        tx.store.publish(newer, by=ANA, at=NOON)

    await database.transact(work)
    await keep(database, shared(region="eu"), a_set(phases=NIGHT, eu="prod", us="prod"))
    assert set((await gate(database))["activity_inputs"]) == {EU, US}
