"""GitLab CI: what travels with a pipeline, what an answer means, and what a run leaves."""

from __future__ import annotations

import json

import pytest
import respx

from orchestration.errors import Permanent, Transient
from orchestration.pipelines.gitlab.meanings import FOR_GOOD
from orchestration.pipelines.model import RunRequest, RunStatus
from orchestration.pipelines.server_provider import NotOurs
from tests.pipelines.gitlab_server import PROJECT, gitlab_server, pipeline, provider

API = "https://gitlab.example/api/v4"
KEY = "web-12-1.ship.deploy.1"
CREATE = f"{API}{PROJECT}/pipeline"
ASKED = RunRequest(key=KEY, pipeline="deploy", inputs={"version": "4.2"}, version="4.2")
RUN = {"id": 9, "status": "failed", "sha": "c0ffee", "web_url": "https://gitlab.example/p/9"}


def deploy(**changes):
    return provider(API, pipeline("deploy", **changes))


def of(name, **changes):
    return ASKED.model_copy(update={"pipeline": name, **changes})


@respx.mock
async def test_a_pipeline_is_created_with_its_variables_and_our_key():
    asked = respx.post(CREATE).respond(201, json={**RUN, "status": "created"})
    begun = await deploy(ref="release/{{ version }}").trigger(ASKED)
    assert (begun.run_id, begun.link) == ("9", "https://gitlab.example/p/9")
    sent = json.loads(asked.calls.last.request.content)
    assert sent["ref"] == "release/4.2"
    assert {each["key"]: each["value"] for each in sent["variables"]} == {
        "version": "4.2",
        "JOB": "deploy",
        "DRUMBEAT_KEY": KEY,
    }


async def test_a_trigger_token_starts_and_the_connections_token_reads():
    with gitlab_server() as server:
        one = provider(server.url, pipeline("succeeds", **{"trigger-token": "env:TRIGGER"}))
        begun = await one.trigger(of("succeeds"))
        assert server.runs[500]["source"] == "trigger"
        assert server.runs[500]["variables"]["version"] == "4.2"
        found = await one.find(of("succeeds"))
        assert found.run_id == begun.run_id == "500"


async def test_manual_jobs_that_are_listed_are_started_when_they_wait_and_once():
    with gitlab_server() as server:
        one = provider(server.url, pipeline("manual", play=["go"], outputs=[], dotenv=None))
        begun = await one.trigger(of("manual"))
        server.runs[500]["begun"] -= 1
        asked = of("manual", run_id=begun.run_id)
        assert (await one.find(asked)).status is RunStatus.RUNNING
        assert server.played == [500]
        assert (await one.find(asked)).status is RunStatus.SUCCEEDED
        assert server.played == [500]


async def test_a_manual_job_that_is_not_listed_waits_for_somebody_there():
    with gitlab_server() as server:
        one = provider(server.url, pipeline("manual", outputs=[], dotenv=None))
        begun = await one.trigger(of("manual"))
        server.runs[500]["begun"] -= 1
        report = await one.find(of("manual", run_id=begun.run_id))
        assert (report.status, server.played) == (RunStatus.RUNNING, [])


ANSWERS = [
    (401, {"message": "401 Unauthorized"}, Permanent, "renew the credential"),
    (403, {"message": "403 Forbidden"}, Permanent, "scope `api`"),
    (404, {"message": "404 Project Not Found"}, Permanent, "no such project"),
    (400, {"message": {"base": ["Reference not found"]}}, Permanent, "Reference not found"),
    (409, {}, Permanent, "409 Conflict"),
    (429, {}, Transient, "too many requests"),
    (502, {}, Transient, "GitLab is in trouble"),
]


@respx.mock
@pytest.mark.parametrize(("status", "body", "kind", "says"), ANSWERS)
async def test_an_answer_is_waited_out_or_told_with_what_to_do(status, body, kind, says):
    respx.post(CREATE).respond(status, json=body)
    with pytest.raises(kind, match=says) as raised:
        await deploy().trigger(ASKED)
    if kind is Transient:
        assert raised.value.untried == (status == 429)


@respx.mock
@pytest.mark.parametrize(
    ("said", "status", "permanent"),
    [
        ("success", RunStatus.SUCCEEDED, False),
        ("failed", RunStatus.FAILED, False),
        ("canceled", RunStatus.CANCELLED, False),
        ("skipped", RunStatus.FAILED, True),
        ("waiting_for_resource", RunStatus.RUNNING, False),
        ("manual", RunStatus.RUNNING, False),
        ("a word of tomorrow", RunStatus.RUNNING, False),
    ],
)
async def test_a_status_says_whether_trying_again_could_help(said, status, permanent):
    respx.get(f"{API}{PROJECT}/pipelines/9").respond(json={**RUN, "status": said})
    respx.get(url__startswith=f"{API}{PROJECT}/pipelines/9/jobs").respond(json=[])
    report = await deploy(outputs=[], dotenv=None).find(of("deploy", run_id="9"))
    assert (report.status, report.permanent) == (status, permanent)


@pytest.mark.parametrize(
    "why", ["script_failure", "runner_system_failure", "ci_quota_exceeded", "user_blocked"]
)
async def test_the_reason_of_the_failed_job_says_whether_trying_again_could_help(why):
    with gitlab_server() as server:
        server.failure_reason = why
        one = provider(server.url, pipeline("fails"))
        begun = await one.trigger(of("fails"))
        server.runs[500]["begun"] -= 1
        report = await one.find(of("fails", run_id=begun.run_id))
        assert report.permanent == (why in FOR_GOOD)
        assert report.reason == f"it failed: job “build” ({why.replace('_', ' ')})"


@respx.mock
async def test_a_pipeline_that_somebody_deleted_is_said_so_and_never_started_again():
    respx.get(f"{API}{PROJECT}/pipelines/9").respond(404, json={"message": "404 Not found"})
    with pytest.raises(Permanent, match="pipeline 9 is not there any more"):
        await deploy().find(of("deploy", run_id="9", started=True))


def hook(key=KEY, event="Pipeline Hook", token="a secret of the webhook", **changes):
    told = {"id": 9, "status": "success", "variables": [{"key": "DRUMBEAT_KEY", "value": key}]}
    body = {"object_kind": "pipeline", "object_attributes": told, **changes}
    return {"x-gitlab-token": token, "x-gitlab-event": event}, json.dumps(body).encode()


def test_a_webhook_speaks_of_the_run_among_its_variables():
    assert deploy().heard(*hook()) == (KEY,)
    assert deploy().heard(*hook(key="no key of ours")) == ()
    assert deploy().heard(*hook(event="Push Hook")) == ()
    with pytest.raises(ValueError, match="object_attributes"):
        deploy().heard(*hook(object_attributes=None))
    for wrong in ("", "guessed", "é"):
        with pytest.raises(NotOurs):
            deploy().heard(*hook(token=wrong))


async def test_a_test_of_the_connection_says_which_branch_is_not_there():
    with gitlab_server() as server:
        one = provider(server.url, pipeline("ok"), pipeline("gone", ref="mian"))
        told = await one.tested()
        assert told.good == ("ok: project “acme/shop” at main",)
        assert told.bad == ("gone: there is no branch or tag mian in its project",)
        assert not server.runs
