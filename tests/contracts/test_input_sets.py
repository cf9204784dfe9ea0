"""The input store keeps the last revision of each set, and knows which links which."""

from __future__ import annotations

import asyncio

import pytest

from orchestration.errors import Rejected, Transient
from orchestration.inputs.model import KeptActivitySet, KeptProcessSet, SetEdit, SetLink
from orchestration.inputs.service import InputService
from orchestration.people.rights import Administrators
from orchestration.processes.input_sets import (
    ActivityInputs,
    ActivityInputSet,
    PhaseInputs,
    ProcessInputSet,
)
from tests.storage.building import ANA, BEN, DAN, NOON, WEB

MADE = (SetEdit(revision=1, by=ANA, at=NOON, what="made it"),)


def linking(set_id: str, *links: tuple[str, str], name: str = "") -> KeptProcessSet:
    activities = tuple(ActivityInputs(id=place, linked=linked) for place, linked in links)
    said = ProcessInputSet(
        id=set_id,
        name=name or set_id,
        process=WEB.id,
        inputs={"version": "{{ release.version }}", "share": 5, "regions": ["eu", "us"]},
        phases=(PhaseInputs(id="ship", activities=activities),),
    )
    return KeptProcessSet(set=said, edits=MADE)


def of_deploy(set_id: str, activity: str = "deploy-service") -> KeptActivitySet:
    said = ActivityInputSet(id=set_id, name=set_id, activity=activity, inputs={"region": "eu"})
    return KeptActivitySet(set=said, made_by=ANA, edits=MADE)


@pytest.fixture
async def published(database):
    await database.transact(lambda tx: tx.processes.publish(WEB, by=DAN, at=NOON))
    return database


async def test_a_set_comes_back_as_it_was_saved_with_its_types(published):
    saved = await published.transact(lambda tx: tx.input_sets.save_process_set(linking("eu")))
    assert saved == linking("eu").model_copy(update={"revision": 1})
    assert await published.read(lambda tx: tx.input_sets.process_set(WEB.id, "eu")) == saved
    assert await published.read(lambda tx: tx.input_sets.find_process_set(WEB.id, "eu")) == saved


async def test_a_late_save_of_a_set_writes_nothing(published):
    async def save(kept):
        return await published.transact(lambda tx: tx.input_sets.save_process_set(kept))

    first = await save(linking("eu"))
    second = await save(first.model_copy(update={"edits": (*first.edits, *MADE)}))
    for late in (linking("eu"), first):
        with pytest.raises(Transient):
            await save(late)
    assert await published.read(lambda tx: tx.input_sets.process_set(WEB.id, "eu")) == second


async def test_a_late_save_of_an_activitys_set_writes_nothing(database):
    first = await database.transact(lambda tx: tx.input_sets.save_activity_set(of_deploy("eu")))
    second = await database.transact(lambda tx: tx.input_sets.save_activity_set(first))
    assert (first.revision, second.revision) == (1, 2)
    for late in (of_deploy("eu"), first):
        with pytest.raises(Transient):
            await database.transact(lambda tx, late=late: tx.input_sets.save_activity_set(late))
    assert await database.read(lambda tx: tx.input_sets.activity_set("eu")) == second


async def test_of_two_who_save_at_once_one_is_told_what_the_other_changed(published, clock):
    service = InputService(published, clock, Administrators((ANA, BEN)))
    empty = ProcessInputSet(id="eu", name="EU", process=WEB.id)
    await service.save(empty, was=0, by=ANA)

    def named(name):
        return empty.model_copy(update={"name": name})

    outcomes = await asyncio.gather(
        service.save(named("Europe"), was=1, by=ANA),
        service.save(named("EMEA"), was=1, by=BEN),
        return_exceptions=True,
    )
    (refused,) = [each for each in outcomes if isinstance(each, Rejected)]
    (kept,) = [each for each in outcomes if isinstance(each, KeptProcessSet)]
    assert f"renamed it to “{kept.set.name}”" in refused.text
    assert await published.read(lambda tx: tx.input_sets.process_set(WEB.id, "eu")) == kept


async def test_the_sets_of_a_process_are_listed_by_name(published):
    for set_id, name in (("b", "staging"), ("a", "Übung"), ("c", "EU")):
        kept = linking(set_id, name=name)
        await published.transact(lambda tx, kept=kept: tx.input_sets.save_process_set(kept))
    listed = await published.read(lambda tx: tx.input_sets.process_sets(WEB.id))
    assert [each.set.name for each in listed] == ["EU", "staging", "Übung"]


async def test_the_sets_of_an_activity_are_those_for_any_version_of_it(database):
    for set_id, activity in (("eu", "deploy@3"), ("us", "deploy"), ("x", "smoke-test@3")):
        kept = of_deploy(set_id, activity)
        await database.transact(lambda tx, kept=kept: tx.input_sets.save_activity_set(kept))
    found = await database.read(lambda tx: tx.input_sets.activity_sets("deploy"))
    assert [each.set.id for each in found] == ["eu", "us"]
    assert len(await database.read(lambda tx: tx.input_sets.activity_sets())) == 3
    found = await database.read(lambda tx: tx.input_sets.linked(["us", "eu", "gone", "us"]))
    assert sorted(found) == ["eu", "us"]
    assert await database.read(lambda tx: tx.input_sets.linked([])) == {}


async def test_who_links_a_set_follows_what_the_process_sets_say(published):
    async def links():
        return await published.read(lambda tx: tx.input_sets.links_to("deploy-eu"))

    def link(place):
        return SetLink(process_id=WEB.id, set_id="eu", place=place, linked="deploy-eu")

    both = linking("eu", ("deploy", "deploy-eu"), ("again", "deploy-eu"), ("other", "another"))
    saved = await published.transact(lambda tx: tx.input_sets.save_process_set(both))
    assert await links() == [link("ship.again"), link("ship.deploy")]
    one = linking("eu", ("deploy", "deploy-eu")).model_copy(update={"revision": saved.revision})
    await published.transact(lambda tx: tx.input_sets.save_process_set(one))
    assert await links() == [link("ship.deploy")]
    await published.transact(lambda tx: tx.input_sets.remove_process_set(WEB.id, "eu"))
    assert await links() == []


async def test_a_removed_set_is_refused_with_what_to_do_and_its_id_can_be_used_again(published):
    await published.transact(lambda tx: tx.input_sets.save_process_set(linking("eu")))
    await published.transact(lambda tx: tx.input_sets.save_activity_set(of_deploy("deploy-eu")))
    await published.transact(lambda tx: tx.input_sets.remove_process_set(WEB.id, "eu"))
    await published.transact(lambda tx: tx.input_sets.remove_activity_set("deploy-eu"))
    with pytest.raises(Rejected, match="/release inputs web-release"):
        await published.transact(lambda tx: tx.input_sets.process_set(WEB.id, "eu"))
    with pytest.raises(Rejected, match="/release inputs"):
        await published.transact(lambda tx: tx.input_sets.activity_set("deploy-eu"))
    assert await published.read(lambda tx: tx.input_sets.find_activity_set("deploy-eu")) is None
    anew = linking("eu").model_copy(update={"edits": (MADE[0].model_copy(update={"by": BEN}),)})
    saved = await published.transact(lambda tx: tx.input_sets.save_process_set(anew))
    assert (saved.revision, saved.saved.by) == (1, BEN)
