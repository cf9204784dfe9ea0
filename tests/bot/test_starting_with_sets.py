"""A release started with an input set: its pipelines get exactly what the set said then."""

import json
import sys

import pytest

from bot.views import buttons
from orchestration.catalogue.taking import publish_process
from orchestration.releases.making import NewRelease
from orchestration.values import ChannelId, UserId
from tests.bot.rig import RELEASES as CHANNEL
from tests.bot.rig import ROSA, rigged
from tests.inputs.building import DEPLOY, PAYMENTS, a_set, shared

PROGRAM = """
import json, os, pathlib
told = json.loads(pathlib.Path(os.environ["DRUMBEAT_INPUTS"]).read_text())
told["secret"] = os.environ.get("DRUMBEAT_INPUT_TOKEN", "")
to = pathlib.Path(told.get("region", "build") + ".json")
before = json.loads(to.read_text()) if to.exists() else []
to.write_text(json.dumps([*before, told]))
pathlib.Path(os.environ["DRUMBEAT_OUTPUT"]).write_text("digest=sha256:1\\n")
raise SystemExit(told.get("region") == "us" and not before)
"""
DIGEST = "{{ phases.build.activities.image.outputs.digest }}"
SHARED = shared(
    replicas=4, token="env:DEPLOY_TOKEN", image=f"app:{{{{ inputs.version }}}}@{DIGEST}"
)
PRODUCTION = a_set(
    {"version": "{{ release.version }}"},
    {"deploy": {"window": "night"}},
    eu=("prod", {"region": "eu"}),
    us=("prod", {"region": "us", "replicas": 2}),
    image={"target": "{{ inputs.share }} %"},
)
BUILT = PAYMENTS.phases[0].activities[0].model_copy(update={"outputs": ("digest",)})
PROCESS = PAYMENTS.model_copy(
    update={
        "owners": (ROSA,),
        "phases": (
            PAYMENTS.phases[0].model_copy(update={"activities": (BUILT,)}),
            *PAYMENTS.phases[1:],
        ),
    }
)


@pytest.fixture
async def rig(tmp_path, monkeypatch):
    monkeypatch.setenv("DEPLOY_TOKEN", "s3cret")
    argv = [sys.executable, "-c", PROGRAM]
    common = {"provider": "command", "argv": argv, "cwd": str(tmp_path), "outputs": ["digest"]}
    deploy = {"inputs": ["region", "replicas", "token", "image"], "secrets": ["env:DEPLOY_TOKEN"]}
    pipelines = {"build": {**common, "inputs": ["target", "tag"]}, "deploy": common | deploy}
    file = tmp_path / "pipelines.yaml"
    file.write_text(json.dumps({"pipelines": pipelines}), encoding="utf-8")
    async with rigged(tmp_path, file) as made:
        await made.publish()  # who is who
        await made.storage.transact(
            lambda tx: tx.store.publish(DEPLOY, by=ROSA, at=made.clock.now())
        )
        await made.storage.transact(
            lambda tx: publish_process(tx, PROCESS, by=ROSA, at=made.clock.now())
        )
        for each in (SHARED, PRODUCTION):
            await made.inputs.save(each, was=0, by=UserId(ROSA))
        yield made


async def test_pipelines_get_what_the_set_said_at_the_start_also_when_they_are_retried(
    rig, tmp_path
):
    new = NewRelease(
        process_id=PROCESS.id,
        name="Payments",
        version="1.42",
        inputs={"share": "25"},
        input_set="production",
        channel=ChannelId(CHANNEL),
    )
    release = await rig.releases.create("door", new, by=UserId(ROSA))
    later = SHARED.model_copy(update={"inputs": {**SHARED.inputs, "replicas": 9}})
    await rig.inputs.save(later, was=1, by=UserId(ROSA))
    async with rig.working():
        await rig.until(lambda: [x for x in rig.seen() if x.startswith("On hold: Deploy US")])
        hold = buttons.HoldButton(execution_id=release.execution_id, ref="deploy.us", attempt=1)
        await rig.click(buttons.HOLD_RETRY, hold)
        await rig.until(lambda: [x for x in rig.seen() if "Payments 1.42 succeeded" in x])

    def told(name):
        return json.loads((tmp_path / f"{name}.json").read_text())

    image = {"image": "app:1.42@sha256:1", "secret": "s3cret"}
    assert told("build") == [{"target": "25 %", "tag": "1.42", "secret": ""}]
    assert told("eu") == [{"region": "eu", "replicas": "4", **image}]
    assert told("us") == [{"region": "us", "replicas": "2", **image}] * 2
