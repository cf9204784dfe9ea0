"""Who may put what into the activity store, and what may be taken out of it."""

import pytest

from orchestration.catalogue.service import StoreService
from orchestration.catalogue.taking import publish_process
from orchestration.errors import Rejected
from orchestration.execution.engine import advance, waiting_to_start
from orchestration.execution.events import ExecutionStarted
from orchestration.inputs.model import KeptActivitySet, SetEdit
from orchestration.people.model import Role
from orchestration.people.rights import Administrators
from orchestration.pipelines.catalogue_file import load_catalogue
from orchestration.processes.input_sets import ActivityInputSet
from orchestration.processes.inputs import InputSpec, InputType
from orchestration.processes.model import Activity, ActivityType, Phase, Process
from orchestration.values import ActivityRef, ExecutionId, ProcessId, ReleaseId
from storage import open_database
from tests.storage.building import ANA, BEN, CLEO, DEPLOY, NOON, WEB, release

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
PIPELINES = """
pipelines:
  - {name: deploy, provider: command, argv: [deploy], inputs: [REGION, REPLICAS]}
  - {name: build, provider: command, argv: [make]}
"""


@pytest.fixture
def store(database, clock, tmp_path):
    file = tmp_path / "pipelines.yaml"
    file.write_text(PIPELINES, encoding="utf-8")
    return StoreService(
        database, clock, load_catalogue(file, tmp_path / "runs"), Administrators((ANA,))
    )


def using(uses, name="Shop"):
    deploys = Activity(id="eu", name="Deploy EU", type=ActivityType.AUTOMATED, uses=uses)
    phase = Phase(id="ship", name="Ship", activities=(deploys,))
    return Process(id=ProcessId(name.lower()), name=name, phases=(phase,))


async def published(database, process, **store):
    await database.transact(
        lambda tx: tx.processes.publish(process, by=BEN, at=NOON, store=store.get("store"))
    )


async def actions(database):
    entries = await database.read(lambda tx: tx.audit.entries([f"store:{DEPLOY.id}"]))
    return [each.action for each in entries]


async def test_an_activity_is_published_once_and_changed_from_what_was_seen(database, store):
    for _ in range(2):
        assert (await store.publish(DEPLOY, was=None, by=ANA)).version == 1
    faster = DEPLOY.model_copy(update={"tags": ("fast",)})
    assert (await store.publish(faster, was=1, by=ANA)).version == 2
    with pytest.raises(Rejected, match=r"Version 2 .* while you had version 1 open"):
        await store.publish(DEPLOY, was=1, by=ANA)
    with pytest.raises(Rejected, match="has `deploy-service` already"):
        await store.publish(DEPLOY, was=None, by=ANA)
    assert await actions(database) == ["published version 1", "published version 2"]


async def test_owners_of_a_process_may_publish_and_only_an_activitys_owner_changes_it(
    database, store
):
    with pytest.raises(Rejected, match=r"You cannot publish .* everybody who owns a process"):
        await store.publish(DEPLOY, was=None, by=BEN)
    await published(database, WEB)
    role = Role(key="release manager", name="Release manager", members=(BEN, CLEO))
    await database.transact(lambda tx: tx.roles.bind(role))
    await store.publish(DEPLOY, was=None, by=BEN)
    for change in (store.deprecate, store.bring_back, store.delete):
        with pytest.raises(Rejected, match="Its owner and administrators can: "):
            await change(DEPLOY.id, by=CLEO)
    await store.deprecate(DEPLOY.id, by=ANA)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": "déploy it"}, "has the id “déploy it”"),
        ({"pipeline": "deploi"}, "runs the pipeline “deploi”, which is not in the catalogue"),
        ({"pipeline_inputs": {"REGION": "{{ inputs.regoin }}"}}, "Did you mean “region”?"),
        ({"pipeline_inputs": {"COLOUR": "red"}}, "gives “COLOUR”, which the pipeline “deploy”"),
        ({"inputs": (InputSpec(name="x", type=InputType.CHOICE),)}, "is a choice of nothing"),
        ({"output_values": {"url": "{{ pipelin.outputs.URL }}"}}, "Did you mean “pipeline”?"),
        ({"output_values": {"link": "{{ inputs.region }}"}}, "“link” comes from"),
        ({"type": ActivityType.MANUAL}, "is manual and has `pipeline`"),
    ],
)
async def test_what_is_wrong_with_an_activity_is_said_before_it_enters_the_store(
    database, store, change, said
):
    with pytest.raises(Rejected, match=said):
        await store.publish(DEPLOY.model_copy(update=change), was=None, by=ANA)
    assert await actions(database) == []


async def test_what_is_deprecated_may_name_another_and_is_brought_back(database, store):
    await store.publish(DEPLOY, was=None, by=ANA)
    with pytest.raises(Rejected, match="name another activity of the store"):
        await store.deprecate(DEPLOY.id, by=ANA, instead="nothing")
    for _ in range(2):
        assert (await store.deprecate(DEPLOY.id, by=ANA)).deprecated_by == ANA
    for _ in range(2):
        assert (await store.bring_back(DEPLOY.id, by=ANA)).deprecated_by is None
    assert await actions(database) == ["published version 1", "deprecated", "brought back"]


async def test_what_is_in_use_is_not_deleted_and_its_users_are_named(database, store):
    await store.publish(DEPLOY, was=None, by=ANA)
    await published(database, using("deploy-service"), store={"deploy-service": 1})
    await published(database, using("build"))
    kept = release(reference="SHOP-3", process_id=ProcessId("shop"), process_version=1, pinned=True)
    await database.transact(lambda tx: tx.releases.add(kept))
    (user,) = await store.used_by(DEPLOY.id)
    assert (user.places, user.takes, user.latest, user.releases) == (
        (ActivityRef("ship.eu"),),
        (1,),
        False,
        ("SHOP-3",),
    )
    with pytest.raises(Rejected, match=r"in use by SHOP-3 of the process “Shop”\. Deprecate it"):
        await store.delete(DEPLOY.id, by=ANA)


async def test_what_nobody_uses_is_deleted_once(database, store):
    await store.publish(DEPLOY, was=None, by=ANA)
    for _ in range(2):
        await store.delete(DEPLOY.id, by=ANA)
    assert await store.search("", team=None, limit=5) == []
    with pytest.raises(Rejected, match="There is no activity `deploy-service`"):
        await store.deprecate(DEPLOY.id, by=ANA)
    assert await actions(database) == ["published version 1", "deleted"]


async def test_an_activity_of_a_process_enters_the_store_with_its_values_as_defaults(
    database, store
):
    region = InputSpec(name="where", description="A region.", allowed_values=("eu", "us"))
    told = {"REGION": "{{ inputs.where }}", "REPLICAS": 3}
    activity = Activity(
        id="app", name="Deploy app", type=ActivityType.AUTOMATED, pipeline="deploy", inputs=told
    )
    phase = Phase(id="ship", name="Ship", activities=(activity,))
    process = using(None).model_copy(update={"inputs": (region,), "phases": (phase,)})
    await published(database, process)

    async def create(ref, name):
        place = ActivityRef(ref)
        return await store.create_from(process.id, 1, place, id="", name=name, by=ANA)

    made = (await create("ship.app", "Deploy any app")).activity
    assert (made.id, made.pipeline, made.pipeline_inputs) == ("deploy-any-app", "deploy", {})
    assert made.inputs == (
        region.model_copy(update={"name": "REGION"}),
        InputSpec(name="REPLICAS", type=InputType.NUMBER, default=3, required=False),
    )
    with pytest.raises(Rejected, match="not in that version"):
        await create("ship.site", "Deploy site")


async def test_an_input_that_would_never_reach_the_pipeline_is_a_problem(store):
    unmapped = DEPLOY.model_copy(update={"pipeline_inputs": {}})
    with pytest.raises(Rejected, match="gives “region”, which the pipeline “deploy” does not take"):
        await store.publish(unmapped, was=None, by=ANA)


async def test_a_release_that_runs_is_the_same_after_a_restart_whatever_became_of_the_store(
    database, clock, url, store
):
    """What a crash leaves is the version and what it took; neither ever changes."""
    await store.publish(DEPLOY, was=None, by=ANA)
    shop = using("deploy-service")

    def begin(tx):
        version = publish_process(tx, shop, by=ANA, at=NOON)
        plan = tx.processes.plan(shop.id, version.version)
        waiting = waiting_to_start(ExecutionId("ex_1"), ReleaseId("re_1"), plan, owner=ANA)
        event = ExecutionStarted(at=NOON, by=ANA, members={})
        tx.executions.add(advance(waiting, event).execution)

    await database.transact(begin)
    await store.publish(DEPLOY.model_copy(update={"pipeline": None}), was=1, by=ANA)
    await store.deprecate(DEPLOY.id, by=ANA)
    await database.transact(lambda tx: tx.store.remove(DEPLOY.id, by=ANA, at=NOON))
    again = open_database(url, clock=clock)
    try:
        found = await again.read(lambda tx: tx.executions.get(ExecutionId("ex_1")))
    finally:
        again.close()
    place = ActivityRef("ship.eu")
    assert found.activity(place).run.pipeline == found.plan.activities[place].pipeline == "deploy"
    assert found.plan.store[place] == DEPLOY


async def test_an_input_set_made_for_an_activity_keeps_it_in_the_store(database, store):
    await store.publish(DEPLOY, was=None, by=ANA)
    made = ActivityInputSet(id="prod", name="Production", activity=DEPLOY.id)
    edit = SetEdit(revision=1, by=ANA, at=NOON, what="made it")
    kept = KeptActivitySet(set=made, made_by=ANA, edits=(edit,))
    await database.transact(lambda tx: tx.input_sets.save_activity_set(kept))
    with pytest.raises(Rejected, match=r"in use by the input set “Production”\. Deprecate it"):
        await store.delete(DEPLOY.id, by=ANA)
