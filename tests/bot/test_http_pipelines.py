"""Releases that run an `http` pipeline: a real build server, the real worker, cards and clicks.

And callbacks, over real HTTP, as the build server would send them.
"""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import asynccontextmanager

import httpx
import pytest
import structlog
import yaml

from bot.playground.seed import KENJI, ROSA
from bot.views import buttons
from bot.views.modals import adopt
from bot.web_callbacks import LARGEST_BODY
from orchestration.execution.state.statuses import ActivityStatus, ExecutionStatus
from orchestration.pipelines.http_callback import signature
from orchestration.pipelines.model import RunStatus
from orchestration.processes.model import Activity, ActivityType, Phase, Process
from tests.bot.rig import WEB, rigged
from tests.pipelines.ci_server import TOKEN, build_server, entry

SECRET = b"a shared secret of forty characters or so"
REF = "ship.deploy"


def process():
    deploy = Activity(id="deploy", name="Deploy", type=ActivityType.AUTOMATED, pipeline="deploy")
    phase = Phase(id="ship", name="Ship", activities=(deploy,))
    return Process(id=WEB.id, name="Web release", owners=(ROSA,), phases=(phase,))


@pytest.fixture
def ci():
    with build_server() as server:
        yield server


@pytest.fixture
def bench(ci, tmp_path):
    """A rig whose only pipeline is `deploy` on the build server, with these changes."""

    @asynccontextmanager
    async def made(**changes):
        (tmp_path / "token").write_text(TOKEN + "\n")
        (tmp_path / "secret").write_bytes(SECRET)
        given = {"headers": {"Authorization": "file:token"}, "callback-secret": "file:secret"}
        written = entry(ci.url, **{**given, "timeout": "1 s", **changes})
        file = tmp_path / "pipelines.yaml"
        file.write_text(yaml.safe_dump({"pipelines": [{"provider": "http", **written}]}))
        async with rigged(tmp_path, file) as rig:
            await rig.publish(process())
            yield rig

    return made


async def becomes(rig, made, status, timeout=40.0):
    end = time.monotonic() + timeout
    while (activity := (await rig.execution(made)).activity(REF)).status is not status:
        assert time.monotonic() < end, f"it stays {activity.status}: {activity.reason}"
        await asyncio.sleep(0.02)
    return activity


def held(execution, attempt=1):
    return buttons.HoldButton(execution_id=execution.id, ref=REF, attempt=attempt)


# Runs


async def test_a_release_runs_its_pipeline_on_another_server(bench, ci):
    async with bench() as rig, rig.working():
        made = await rig.release()
        deploy = await becomes(rig, made, ActivityStatus.SUCCEEDED)
        assert deploy.outputs == {"artifact": "shop-4.2"}
        assert deploy.run.link == f"{ci.url}/runs/1"
        assert (await rig.execution(made)).status is ExecutionStatus.SUCCEEDED


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_start_nobody_heard_of_goes_on_hold_and_is_asked_for_once(bench, ci, when):
    ci.misbehave = when
    async with bench(find=None, idempotent=False) as rig, rig.working():
        made = await rig.release()
        deploy = await becomes(rig, made, ActivityStatus.ON_HOLD)
        assert deploy.reason.startswith("we asked and did not hear whether it started")
        assert deploy.run.status is RunStatus.UNKNOWN
        assert len(ci.asked) == 1
        about = await rig.posted(f"show_hold:{deploy_of(await rig.execution(made))}")
        message = rig.slack.workspace.messages[about.channel][about.ts]
        assert "It started…" in str(message.blocks)
        assert "Start again" in str(message.blocks)


def deploy_of(execution):
    from orchestration.effects import ShowHold
    from orchestration.effects.obligations import THREAD

    effect = ShowHold(execution_id=execution.id, ref=REF, attempt=1, copy=THREAD)
    return effect.key.removeprefix("show_hold:")


async def test_it_started_asks_for_the_run_and_goes_on_with_it(bench, ci):
    ci.misbehave = "after"
    async with bench(find=None, idempotent=False) as rig, rig.working():
        made = await rig.release()
        await becomes(rig, made, ActivityStatus.ON_HOLD)
        hold = held(await rig.execution(made))
        await rig.click(buttons.HOLD_ADOPT, hold, by=KENJI)
        assert "You cannot say that it started" in rig.private(KENJI).text
        await rig.click(buttons.HOLD_ADOPT, hold)
        [modal] = rig.modals()
        await rig.act("view/submit", view_id=modal.id, values={adopt.RUN: f"{ci.url}/runs/1"})
        deploy = await becomes(rig, made, ActivityStatus.SUCCEEDED)
        assert (deploy.attempt, deploy.decided_by, deploy.run.run_id) == (1, ROSA, "1")
        assert deploy.outputs == {"artifact": "shop-4.2"}
        assert len(ci.asked) == 1
        await rig.click(buttons.HOLD_ADOPT, hold)
        assert "it had started" in rig.private().text


async def test_a_run_that_we_may_not_see_any_more_is_held_and_goes_on_once_we_may(bench, ci):
    ci.misbehave = "refuses"
    async with bench() as rig, rig.working():
        made = await rig.release()
        deploy = await becomes(rig, made, ActivityStatus.ON_HOLD)
        assert "which may still be going" in deploy.reason
        assert "the token has ended" in deploy.reason
        ci.misbehave = ""
        deploy = await becomes(rig, made, ActivityStatus.SUCCEEDED)
        assert (deploy.attempt, deploy.outputs) == (1, {"artifact": "shop-4.2"})
        assert len(ci.asked) == 1


async def test_what_names_no_run_is_said_in_the_form(bench, ci):
    ci.misbehave = "before"
    async with bench(find=None, idempotent=False) as rig, rig.working():
        made = await rig.release()
        await becomes(rig, made, ActivityStatus.ON_HOLD)
        await rig.click(buttons.HOLD_ADOPT, held(await rig.execution(made)))
        [modal] = rig.modals()
        said = await rig.act("view/submit", view_id=modal.id, values={adopt.RUN: "no idea"})
        assert "its id there" in json.dumps(said)


async def test_start_again_is_a_new_attempt_with_a_key_of_its_own(bench, ci):
    ci.misbehave = "before"
    async with bench(find=None, idempotent=False) as rig, rig.working():
        made = await rig.release()
        await becomes(rig, made, ActivityStatus.ON_HOLD)
        ci.misbehave = ""
        await rig.click(buttons.HOLD_RETRY, held(await rig.execution(made)))
        deploy = await becomes(rig, made, ActivityStatus.SUCCEEDED)
        assert deploy.attempt == 2
        assert [each.body["key"][-2:] for each in ci.asked] == [".1", ".2"]


ONCE = [
    {"find": None},
    {"idempotent": False},
    {"find": None, "idempotent": False},
]


@pytest.mark.parametrize("changes", ONCE)
@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_crash_between_asking_and_hearing_starts_it_at_most_once(bench, ci, when, changes):
    ci.misbehave = when
    async with bench(**{**changes, "timeout": "10 s"}) as rig:
        async with rig.working():
            made = await rig.release()
            await rig.until(lambda: ci.asked)
            await asyncio.sleep(0.05)
        ci.misbehave = ""
        now = rig.clock.now()
        await rig.storage.transact(lambda tx: tx.owed.orphaned(until=now))
        async with rig.working():
            if changes == ONCE[2]:
                await becomes(rig, made, ActivityStatus.ON_HOLD)
                assert len(ci.asked) == 1
            else:
                await becomes(rig, made, ActivityStatus.SUCCEEDED)
        assert len(ci.runs) == (0 if changes == ONCE[2] and when == "before" else 1)


async def test_an_aborted_release_stops_its_run(bench, ci):
    async with bench(body={"job": "waits", "key": "{{ key }}"}) as rig, rig.working():
        made = await rig.release()
        await becomes(rig, made, ActivityStatus.RUNNING)
        await rig.executions.abort(made.id, by=ROSA, reason="Wrong version")
        await rig.until(lambda: ci.runs["1"]["state"] == "stopped")


async def test_a_run_that_starts_while_its_release_is_aborted_is_stopped(bench, ci):
    ci.misbehave = "slowly"
    async with bench(body={"job": "waits", "key": "{{ key }}"}) as rig, rig.working():
        made = await rig.release()
        await rig.until(lambda: ci.asked)
        await rig.executions.abort(made.id, by=ROSA, reason="Wrong version")
        await rig.until(lambda: ci.runs["1"]["state"] == "stopped")


# Callbacks


def said(execution, status="succeeded", attempt=1, **more):
    return {"key": f"{execution.id}.{REF}.{attempt}", "status": status, **more}


async def call(rig, body, *, secret=SECRET, late=0, headers=None):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    stamp = str(int(time.time()) - late)
    signed = {
        "X-Drumbeat-Timestamp": stamp,
        "X-Drumbeat-Signature": signature(secret, stamp, raw),
        **(headers or {}),
    }
    url = rig.url.replace("/slack/events", "/pipelines/http/callback")
    async with httpx.AsyncClient(trust_env=False) as client:
        return (await client.post(url, content=raw, headers=signed)).status_code


@pytest.fixture
def calling(bench):
    """A release whose run goes on until it calls back; nothing else is asked."""

    @asynccontextmanager
    async def made():
        changes = {"body": {"job": "waits", "key": "{{ key }}"}, "status": None, "cancel": None}
        changes |= {"run-id": None, "find": None, "link": None}
        async with bench(**changes) as rig, rig.working():
            release = await rig.release()
            await becomes(rig, release, ActivityStatus.RUNNING)
            yield rig, release, await rig.execution(release)

    return made


async def test_a_callback_ends_a_run_with_its_outputs(calling):
    async with calling() as (rig, made, execution):
        body = said(execution, outputs={"artifact": "shop", "other": "x"}, link="https://ci/1")
        merged = [structlog.contextvars.merge_contextvars]
        with structlog.testing.capture_logs(processors=merged) as logs:
            assert await call(rig, body) == 200
        (line,) = [each for each in logs if each["event"] == "pipeline callback"]
        assert (line["release"], line["activity"]) == (made.id, REF)
        assert line["key"] == body["key"]
        deploy = (await rig.execution(made)).activity(REF)
        assert (deploy.status, deploy.outputs) == (ActivityStatus.SUCCEEDED, {"artifact": "shop"})
        assert deploy.run.link == "https://ci/1"


async def test_a_callback_that_comes_late_or_twice_changes_nothing(calling):
    async with calling() as (rig, made, execution):
        assert await call(rig, said(execution, "failed", reason="disk full")) == 200
        held = await rig.execution(made)
        assert held.activity(REF).reason == "disk full"
        for late in ("failed", "succeeded", "running"):
            assert await call(rig, said(execution, late)) == 200
        assert (await rig.execution(made)).version == held.version


async def test_the_poll_that_is_still_owed_finds_the_run_over_and_is_paid(calling):
    async with calling() as (rig, _made, execution):
        assert await call(rig, said(execution)) == 200
        end = time.monotonic() + 8
        key = f"watch_pipeline:{execution.id}/{REF}:1"
        while any(row.key == key for row in await rig.storage.read(lambda tx: tx.owed.rows())):
            assert time.monotonic() < end
            await asyncio.sleep(0.05)


async def test_a_callback_that_is_faster_than_the_answer_to_the_start_counts(bench, ci):
    ci.misbehave = "slowly"
    async with bench(cancel=None) as rig, rig.working():
        made = await rig.release()
        await rig.until(lambda: ci.runs)
        body = said(await rig.execution(made), outputs={"artifact": "early"})
        assert await call(rig, body) == 200
        assert (await rig.execution(made)).status is ExecutionStatus.SUCCEEDED
        await asyncio.sleep(0.7)
        assert not await rig.storage.read(lambda tx: tx.owed.rows(state="stuck"))
        assert (await rig.execution(made)).activity(REF).outputs == {"artifact": "early"}


async def test_a_callback_of_a_run_in_doubt_is_proof_that_it_started(bench, ci):
    ci.misbehave = "after"
    async with bench(find=None, idempotent=False) as rig, rig.working():
        made = await rig.release()
        await becomes(rig, made, ActivityStatus.ON_HOLD)
        assert await call(rig, said(await rig.execution(made), "running", run_id="1")) == 200
        assert (await becomes(rig, made, ActivityStatus.SUCCEEDED)).attempt == 1
        assert len(ci.asked) == 1


async def test_a_callback_that_is_not_signed_as_it_should_be_changes_nothing(calling):
    async with calling() as (rig, made, execution):
        body, now = said(execution), str(int(time.time()))
        for refused in (
            {"secret": b"guessed"},
            {"secret": b""},
            {"late": 301},
            {"late": -330},
            {"headers": {"X-Drumbeat-Signature": ""}},
            {"headers": {"X-Drumbeat-Signature": "sha256=é".encode()}},
            {"headers": {"X-Drumbeat-Timestamp": ""}},
            {"headers": {"X-Drumbeat-Timestamp": "soon"}},
            {"headers": {"X-Drumbeat-Timestamp": "9" * 40}},
            {"headers": {"X-Drumbeat-Signature": signature(SECRET, now, b"another body")}},
        ):
            assert await call(rig, body, **refused) == 401, refused
        assert await call(rig, b"{not json", secret=b"guessed") == 401, "not even parsed"
        assert (await rig.execution(made)).activity(REF).status is ActivityStatus.RUNNING


async def test_an_old_callback_cannot_be_sent_again_with_a_new_time(calling):
    async with calling() as (rig, _made, execution):
        raw = json.dumps(said(execution)).encode()
        old = signature(SECRET, str(int(time.time()) - 3600), raw)
        assert await call(rig, raw, headers={"X-Drumbeat-Signature": old}) == 401


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        b"{}",
        b'{"key": 7, "status": "succeeded"}',
        b'{"key": "k", "status": "fine"}',
        b'{"key": "k", "status": "failed", "extra": 1}',
        b'{"key": "k", "status": "failed", "outputs": {"a": 1}}',
    ],
)
async def test_a_malformed_callback_is_said_to_be_so(calling, body):
    async with calling() as (rig, _made, _execution):
        assert await call(rig, body) == 400


async def test_a_callback_of_a_run_that_is_not_known_is_left_alone(calling):
    async with calling() as (rig, made, execution):
        for key in ("nothing", "a.b.c.1", f"{execution.id}.{REF}.2", f"{execution.id}.no.where.1"):
            assert await call(rig, {"key": key, "status": "succeeded"}) == 202, key
        assert await call(rig, said(execution, attempt=0)) == 202
        assert (await rig.execution(made)).activity(REF).status is ActivityStatus.RUNNING


async def test_a_callback_that_is_too_large_is_refused(calling):
    async with calling() as (rig, _made, _execution):
        assert await call(rig, b" " * (LARGEST_BODY + 1)) == 413


async def test_without_a_secret_nothing_takes_callbacks(bench):
    async with bench(**{"callback-secret": None}) as rig:
        assert await call(rig, {}) == 404
