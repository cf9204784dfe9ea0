"""A release runs activities of the store, with real programs as its pipelines."""

import asyncio
import json

import pytest_asyncio

from orchestration.catalogue.model import StoreActivity
from orchestration.execution.state.statuses import ExecutionStatus
from orchestration.processes.inputs import InputSpec, InputType
from orchestration.processes.model import Activity, ActivityType, Phase
from orchestration.values import ActivityRef, UserId
from tests.bot.rig import ROSA, WEB, rigged

TELLS = """\
import json, os
told = {k[15:]: v for k, v in os.environ.items() if k.startswith("DRUMBEAT_INPUT_")}
with open(os.environ["DRUMBEAT_OUTPUT"], "w") as file:
    file.write("TOLD=" + json.dumps(told, sort_keys=True) + "\\n")
"""
DEPLOY = StoreActivity(
    id="deploy-service",
    name="Deploy service",
    type=ActivityType.AUTOMATED,
    inputs=(
        InputSpec(name="region", type=InputType.CHOICE, allowed_values=("eu", "us")),
        InputSpec(name="size", type=InputType.NUMBER, default=2, required=False),
    ),
    outputs=("told",),
    output_values={"told": "{{ pipeline.outputs.TOLD }}"},
    pipeline="deploy",
    pipeline_inputs={"REGION": "{{ inputs.region }}", "SIZE": "{{ inputs.size }}"},
)
EU, US = ActivityRef("ship.deploy-eu"), ActivityRef("ship.deploy-us")


def place(name, region, **says):
    inputs = {"region": region, **says}
    uses = {"uses": DEPLOY.id, "type": ActivityType.AUTOMATED, "inputs": inputs}
    return Activity(id=f"deploy-{name}", name=f"Deploy {name.upper()}", **uses)


def shop(*places):
    """A process whose pipeline would take its own input as well, and is not told it."""
    ticket = InputSpec(name="Ticket", type=InputType.NUMBER)
    phase = Phase(id="ship", name="Ship", activities=places)
    return WEB.model_copy(update={"inputs": (ticket,), "phases": (phase,)})


@pytest_asyncio.fixture
async def rig(tmp_path):
    (tmp_path / "tells.py").write_text(TELLS)
    file = tmp_path / "pipelines.yaml"
    entries = [
        f"  - {{name: {name}, provider: command, argv: [python3, '{{here}}/tells.py'], "
        "inputs: [REGION, SIZE, Ticket], outputs: [TOLD]}"
        for name in ("deploy", "roll-out")
    ]
    file.write_text("\n".join(["pipelines:", *entries, ""]))
    async with rigged(tmp_path, file) as made:
        yield made


async def stored(rig, **change):
    activity = DEPLOY.model_copy(update=change)
    now = rig.clock.now()
    await rig.storage.transact(lambda tx: tx.store.publish(activity, by=UserId(ROSA), at=now))


async def ended(rig, release):
    """What each place's pipeline was told, once all of them are settled or held."""
    async with rig.working():
        execution = await rig.execution(release)
        while any(each.runs for each in execution.activities.values()):
            await asyncio.sleep(0.05)
            execution = await rig.execution(release)
    assert execution.status is ExecutionStatus.SUCCEEDED, [
        each.reason for each in execution.activities.values()
    ]
    return {
        ref: (each.run.pipeline, json.loads(each.outputs["told"]))
        for ref, each in execution.activities.items()
    }


async def test_two_places_of_one_activity_tell_its_pipeline_exactly_what_each_says(rig):
    await stored(rig)
    await rig.publish(shop(place("eu", "eu", size="{{ inputs.Ticket }}"), place("us", "us")))
    release = await rig.release(inputs={"Ticket": "5"})
    assert await ended(rig, release) == {
        EU: ("deploy", {"REGION": "eu", "SIZE": "5"}),
        US: ("deploy", {"REGION": "us", "SIZE": "2"}),
    }


async def test_what_runs_keeps_the_version_it_took_and_publishing_anew_takes_the_newer_one(rig):
    await stored(rig)
    made = shop(place("eu", "eu"))
    await rig.publish(made)
    first = await rig.release(inputs={"Ticket": "1"})
    await stored(rig, pipeline="roll-out")
    now = rig.clock.now()
    await rig.storage.transact(
        lambda tx: tx.store.deprecate(DEPLOY.id, by=UserId(ROSA), at=now, instead=None)
    )
    told = {"REGION": "eu", "SIZE": "2"}
    assert await ended(rig, first) == {EU: ("deploy", told)}
    assert await ended(rig, await rig.release(inputs={"Ticket": "1"})) == {EU: ("deploy", told)}
    await rig.publish(made)
    assert await ended(rig, await rig.release(inputs={"Ticket": "1"})) == {EU: ("roll-out", told)}
