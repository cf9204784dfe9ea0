"""Sets are kept by those who may, from what was seen, and removed where nobody uses them."""

import pytest

from orchestration.catalogue.taking import publish_process
from orchestration.errors import Rejected
from orchestration.inputs.service import InputService
from orchestration.people.rights import Administrators
from orchestration.processes.files import read_any
from orchestration.releases.model import ReleaseStatus
from orchestration.values import ProcessId, UserId
from tests.inputs.building import DEPLOY, EU, PAYMENTS, a_set, shared
from tests.storage.building import ANA, BEN, CLEO, DAN, NOON, release

OWNER = UserId("U0000DAN")
NIGHT = {"deploy": {"window": "night"}}
REFUND = PAYMENTS.model_copy(
    update={"id": ProcessId("refunds"), "name": "Refunds", "owners": (BEN,)}
)


@pytest.fixture
async def inputs(database, clock):
    def work(tx):
        tx.store.publish(DEPLOY, by=CLEO, at=NOON)
        publish_process(tx, PAYMENTS, by=ANA, at=NOON)
        publish_process(tx, REFUND, by=ANA, at=NOON)

    await database.transact(work)
    return InputService(database, clock, Administrators((ANA,)))


async def audit(database, chain):
    return [
        (each.actor, each.action, each.through)
        for each in await database.read(lambda tx: tx.audit.entries([chain]))
    ]


async def test_a_set_is_kept_from_the_revision_that_was_seen_and_says_who_changed_what(
    database, inputs
):
    first = await inputs.save(a_set({"version": "1"}, NIGHT), was=0, by=OWNER)
    more = a_set({"version": "2", "share": 7}, eu="prod", us={"region": "us"})
    second = await inputs.save(more, was=1, by=ANA)
    assert (first.revision, second.revision) == (1, 2)
    made, changed = [each.what for each in second.edits]
    assert made == "made it"
    assert changed == (
        "linked deploy.eu to prod, changed version, took out window of deploy, set share, "
        "set region of deploy.us"
    )
    assert await audit(database, "inputs:payments") == [
        (OWNER, "made it", "owner of the process"),
        (ANA, second.saved.what, "administrator"),
    ]
    assert await database.read(lambda tx: tx.audit.faults()) == []


async def test_a_late_edit_is_refused_with_what_changed_meanwhile(inputs):
    await inputs.save(a_set(), was=0, by=OWNER)
    await inputs.save(a_set({"version": "2"}), was=1, by=ANA)
    with pytest.raises(Rejected) as refused:
        await inputs.save(a_set({"version": "3"}), was=1, by=OWNER)
    assert "changed while you had it open: {@U0000ANA} set version." in refused.value.text
    assert (await inputs.show("process", "payments", "production")).kept.revision == 2


async def test_the_same_set_saved_twice_is_saved_once(inputs):
    for _ in range(2):
        kept = await inputs.save(a_set({"version": "2"}), was=0, by=OWNER)
    assert kept.revision == 1


async def test_a_new_set_does_not_replace_one_of_the_same_id(inputs):
    await inputs.save(a_set(), was=0, by=OWNER)
    with pytest.raises(Rejected, match="There is an input set `production` already"):
        await inputs.save(a_set({"version": "2"}), was=0, by=OWNER)


async def test_a_set_may_be_kept_with_inputs_open_and_says_which(inputs):
    await inputs.save(a_set({"version": "1"}), was=0, by=OWNER)
    (state,) = await inputs.list("process", "payments")
    assert not state.complete
    assert [str(each) for each in state.resolved.open] == [
        "Deploy: “window” is open",
        "Deploy › Deploy EU: “region” is open",
        "Deploy › Deploy US: “region” is open",
    ]


async def test_a_value_that_does_not_fit_is_not_kept(inputs):
    with pytest.raises(Rejected) as refused:
        await inputs.save(a_set({"share": "much", "credentials": "hunter2"}), was=0, by=OWNER)
    assert "“share” must be a number." in refused.value.text
    assert "never the secret" in refused.value.text
    assert "hunter2" not in refused.value.text
    assert await inputs.list("process", "payments") == []
    with pytest.raises(Rejected, match="“region” must be one of eu, us"):
        await inputs.save(shared(region="mars"), was=0, by=OWNER)


async def test_what_the_process_no_longer_has_is_kept_and_named_until_it_is_edited(inputs):
    await inputs.save(a_set({"ticket": "T-1"}), was=0, by=OWNER)
    state = await inputs.show("process", "payments", "production")
    assert [str(each) for each in state.resolved.gone] == ["The release has no input “ticket”."]
    assert state.kept.set.inputs == {"ticket": "T-1"}


@pytest.mark.parametrize(
    ("more", "said"),
    [({"id": "Ünïcode"}, "letters, digits"), ({"name": " "}, "has no name")],
)
async def test_a_set_has_an_id_that_can_be_typed_and_a_name(inputs, more, said):
    with pytest.raises(Rejected, match=said):
        await inputs.save(a_set(**more), was=0, by=OWNER)


async def test_only_owners_of_the_process_and_administrators_change_its_sets(inputs):
    with pytest.raises(Rejected, match="You cannot change “Production”"):
        await inputs.save(a_set(), was=0, by=BEN)


async def test_whoever_owns_a_process_may_make_a_set_for_an_activity(inputs):
    assert (await inputs.save(shared(region="eu"), was=0, by=BEN)).made_by == BEN
    with pytest.raises(Rejected):
        await inputs.save(shared("other"), was=0, by=UserId("U00NOBODY"))


async def test_a_shared_set_is_changed_by_its_maker_its_activitys_owner_and_who_links_it(inputs):
    await inputs.save(shared(region="eu"), was=0, by=BEN)
    with pytest.raises(Rejected, match=r"\{@U0000BEN\}, who made the set"):
        await inputs.save(shared(region="us"), was=1, by=DAN)
    await inputs.save(shared(region="us"), was=1, by=CLEO)
    await inputs.save(a_set(eu="prod"), was=0, by=DAN)
    assert (await inputs.save(shared(region="eu"), was=2, by=DAN)).revision == 3


async def test_a_copy_is_a_set_of_its_own(inputs):
    await inputs.save(a_set({"version": "1"}, eu="prod"), was=0, by=OWNER)
    for _ in range(2):
        copied = await inputs.copy("process", "payments", "production", name="Canary 5 %", by=OWNER)
    assert (copied.set.id, copied.set.name, copied.revision) == ("canary-5", "Canary 5 %", 1)
    assert copied.set.inputs == {"version": "1"}
    with pytest.raises(Rejected, match="already"):
        await inputs.copy("process", "payments", "production", name="canary 5", by=OWNER)


async def test_what_a_planned_release_follows_is_not_removed(database, inputs):
    await inputs.save(a_set(), was=0, by=OWNER)
    planned = release(process_id=PAYMENTS.id, input_set="production", reference="PAYM-7")
    await database.transact(lambda tx: tx.releases.add(planned))
    with pytest.raises(Rejected, match="“Production” is in use by PAYM-7"):
        await inputs.remove("process", "payments", "production", by=OWNER)
    running = planned.model_copy(update={"status": ReleaseStatus.RUNNING})
    await database.transact(lambda tx: tx.releases.save(running))
    assert await inputs.remove("process", "payments", "production", by=OWNER) == "Production"
    assert await inputs.list("process", "payments") == []


async def test_a_set_that_is_linked_is_not_removed_and_says_where(inputs):
    await inputs.save(shared(region="eu"), was=0, by=OWNER)
    await inputs.save(a_set(eu="prod", us="prod"), was=0, by=OWNER)
    with pytest.raises(
        Rejected, match=r"in use by “Production” of “Payments” \(deploy.eu and deploy.us\)"
    ):
        await inputs.remove("activity", DEPLOY.id, "prod", by=OWNER)
    await inputs.remove("process", "payments", "production", by=OWNER)
    assert await inputs.remove("activity", DEPLOY.id, "prod", by=OWNER) == "prod"


async def test_what_goes_out_as_yaml_comes_in_equal_and_says_what_it_would_change(inputs):
    said = a_set(
        {"version": "{{ release.version }}", "share": 7}, NIGHT, eu=("prod", {"region": "eu"})
    )
    await inputs.save(said, was=0, by=OWNER)
    read = read_any(await inputs.export("process", "payments", "production"))
    assert read.value == said
    compared = await inputs.compare(said.model_copy(update={"inputs": {"share": 9}}))
    assert (compared.was, compared.what) == (1, "took out version, changed share")
    assert (await inputs.compare(shared())).was == 0


async def test_one_set_serves_two_places_and_a_change_of_it_reaches_both(inputs):
    await inputs.save(shared(region="eu"), was=0, by=OWNER)
    await inputs.save(a_set(eu="prod", us=("prod", {"region": "us"})), was=0, by=OWNER)
    await inputs.save(shared(region="eu", replicas=9), was=1, by=OWNER)
    state = await inputs.show("process", "payments", "production")
    assert state.resolved.activity_inputs[EU] == {"region": "eu", "replicas": 9}
    assert state.resolved.activity_inputs["deploy.us"] == {"region": "us", "replicas": 9}
    (shown,) = await inputs.list("activity", DEPLOY.id)
    assert shown.used_by == ("“Production” of “Payments” (deploy.eu and deploy.us)",)


async def test_a_set_whose_activity_left_the_store_says_so_and_can_be_removed(database, inputs):
    await inputs.save(shared(region="eu"), was=0, by=BEN)
    await database.transact(lambda tx: tx.store.remove(DEPLOY.id, by=ANA, at=NOON))
    (state,) = await inputs.list("activity", DEPLOY.id)
    assert not state.complete
    assert "`deploy-service`, which is not in the store any more" in str(state.resolved.unfit[0])
    assert await inputs.remove("activity", DEPLOY.id, "prod", by=BEN) == "prod"
