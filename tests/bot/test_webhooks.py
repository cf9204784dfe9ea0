"""A release that runs a workflow of GitHub, and webhooks over real HTTP as GitHub sends them."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from contextlib import asynccontextmanager

import httpx
import pytest

from bot.playground.seed import ROSA
from orchestration.execution.state.statuses import ActivityStatus
from orchestration.processes.model import Activity, ActivityType, Phase, Process
from tests.bot.rig import WEB, rigged
from tests.pipelines.github_server import TOKEN, github_server

SECRET = b"a secret of the webhook"
REF = "ship.deploy"
FILE = """
connections:
  github: {{provider: github, url: '{url}', token: file:token, webhook-secret: file:secret}}
  other: {{provider: github, url: '{url}', token: file:token, webhook-secret: file:secret}}
pipelines:
  deploy:
    connection: github
    repository: acme/shop
    workflow: ci.yml
    key-input: key
    with: {{job: waits}}
"""


@pytest.fixture
def running(tmp_path):
    """A release whose workflow goes on until its GitHub says otherwise."""

    @asynccontextmanager
    async def made():
        with github_server() as github:
            (tmp_path / "token").write_text(TOKEN)
            (tmp_path / "secret").write_bytes(SECRET)
            file = tmp_path / "pipelines.yaml"
            file.write_text(FILE.format(url=github.url))
            deploy = Activity(
                id="deploy", name="Deploy", type=ActivityType.AUTOMATED, pipeline="deploy"
            )
            phase = Phase(id="ship", name="Ship", activities=(deploy,))
            async with rigged(tmp_path, file) as rig:
                await rig.publish(
                    Process(id=WEB.id, name="Web release", owners=(ROSA,), phases=(phase,))
                )
                yield rig, github

    return made


async def becomes(rig, made, status):
    end = time.monotonic() + 8
    while (activity := (await rig.execution(made)).activity(REF)).status is not status:
        assert time.monotonic() < end, f"it stays {activity.status}: {activity.reason}"
        await asyncio.sleep(0.02)
    return activity


async def tell(rig, key, *, secret=SECRET, connection="github", event="workflow_run", body=None):
    run = {"id": 9000, "display_title": f"Ship 4.2 ({key})", "status": "completed"}
    raw = body or json.dumps({"action": "completed", "workflow_run": run}).encode()
    signed = hmac.new(secret, raw, hashlib.sha256).hexdigest()
    headers = {"X-GitHub-Event": event, "X-Hub-Signature-256": f"sha256={signed}"}
    url = rig.url.replace("/slack/events", f"/pipelines/connections/{connection}")
    async with httpx.AsyncClient(trust_env=False) as client:
        return (await client.post(url, content=raw, headers=headers)).status_code


async def looks(rig):
    rows = await rig.storage.read(lambda tx: [*tx.owed.rows(), *tx.owed.rows(state="done")])
    return [each.key for each in rows if each.key.startswith("look_at_run:")]


async def test_a_webhook_is_a_reason_to_look_and_the_look_says_what_came(running):
    async with running() as (rig, github):
        async with rig.working():
            made = await rig.release()
            deploy = await becomes(rig, made, ActivityStatus.RUNNING)
            key = f"{(await rig.execution(made)).id}.{REF}.1"
            assert github.starts(key) == 1
            assert deploy.run.link.endswith("/actions/runs/9000")
        github.runs[9000]["inputs"]["job"] = "succeeds"
        github.runs[9000]["begun"] -= 60  # it is over by the time of the look
        assert await tell(rig, key) == 200
        assert len(await looks(rig)) == 1
        async with rig.working():
            await becomes(rig, made, ActivityStatus.SUCCEEDED)
        assert github.starts(key) == 1


async def test_a_webhook_that_comes_again_is_one_look_and_one_of_nobody_is_none(running):
    async with running() as (rig, _):
        async with rig.working():
            made = await rig.release()
            await becomes(rig, made, ActivityStatus.RUNNING)
        key = f"{(await rig.execution(made)).id}.{REF}.1"
        assert [await tell(rig, key) for _ in range(3)] == [200, 200, 200]
        assert len(await looks(rig)) == 1
        assert await tell(rig, "x-9-1.ship.deploy.1") == 202
        assert await tell(rig, key.removesuffix("1") + "7") == 202
        assert await tell(rig, "no key at all") == 202
        assert await tell(rig, key, event="ping") == 202
        assert await tell(rig, key, connection="other") == 202
        assert await tell(rig, key, connection="nowhere") == 401
        assert await tell(rig, key, secret=b"guessed") == 401
        assert await tell(rig, key, body=b"[]") == 400
        assert await tell(rig, key, body=b"{") == 400
        assert len(await looks(rig)) == 1
