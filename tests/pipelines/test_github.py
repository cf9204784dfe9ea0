"""GitHub Actions: what travels with a dispatch, what an answer means, and what a run leaves."""

from __future__ import annotations

import json
import time

import httpx
import jwt
import pytest
import respx
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from orchestration.errors import Permanent, Transient
from orchestration.pipelines.model import RunRequest, RunStatus
from tests.pipelines.github_server import REPO, github_server, pipeline, provider

API = "https://api.github.example"
KEY = "web-12-1.ship.deploy.1"
DISPATCH = f"{API}{REPO}/actions/workflows/ci.yml/dispatches"
ASKED = RunRequest(key=KEY, pipeline="deploy", inputs={"version": "4.2"}, version="4.2")
RUN = {
    "id": 9,
    "status": "completed",
    "conclusion": "success",
    "display_title": f"Ship ({KEY})",
    "html_url": "https://github.example/runs/9",
    "head_sha": "c0ffee",
}


def deploy(**changes):
    return provider(API, pipeline("deploy", **changes))


@respx.mock
async def test_a_dispatch_carries_the_ref_the_inputs_in_their_types_and_our_key():
    asked = respx.post(DISPATCH).respond(
        200, json={"workflow_run_id": 9, "html_url": "https://g/9"}
    )
    entry = {"ref": "release/{{ version }}", "inputs": {"version": "string", "dry": "boolean"}}
    begun = await deploy(**entry).trigger(
        ASKED.model_copy(update={"inputs": {"version": "4.2", "dry": "yes"}})
    )
    assert (begun.run_id, begun.link) == ("9", "https://g/9")
    sent = asked.calls.last.request
    assert json.loads(sent.content) == {
        "ref": "release/4.2",
        "inputs": {"version": "4.2", "dry": "true", "job": "deploy", "key": KEY},
        "return_run_details": True,
    }
    assert sent.headers["authorization"].startswith("Bearer ")


@respx.mock
async def test_an_enterprise_server_that_knows_no_run_details_is_asked_without_them():
    said = {"message": 'Invalid request. "return_run_details" is not a permitted key.'}
    asked = respx.post(DISPATCH)
    asked.side_effect = [httpx.Response(422, json=said), httpx.Response(204)]
    begun = await deploy().trigger(ASKED)
    assert (begun.status, begun.run_id) == (RunStatus.RUNNING, "")
    assert "return_run_details" not in json.loads(asked.calls.last.request.content)


@pytest.mark.parametrize(
    ("inputs", "types", "says"),
    [
        ({"n": "many"}, {"n": "number"}, "its input n is “many” and must be a number"),
        ({"n": "perhaps"}, {"n": "boolean"}, "must be true or false"),
        ({"n": "mars"}, {"n": ["eu", "us"]}, "must be one of: eu, us"),
    ],
)
async def test_an_input_of_the_wrong_type_starts_nothing(inputs, types, says):
    with pytest.raises(Permanent, match=says):
        await deploy(inputs=types).trigger(ASKED.model_copy(update={"inputs": inputs}))


async def test_a_secret_is_never_an_input_of_a_run_that_shows_its_inputs():
    with pytest.raises(Permanent, match="keep the secret there"):
        await deploy().trigger(ASKED.model_copy(update={"secrets": {"token": "env:T"}}))


ANSWERS = [
    (401, {"message": "Bad credentials"}, {}, Permanent, "renew the credential"),
    (403, {"message": "Resource not accessible"}, {}, Permanent, "needs Actions, read and write"),
    (404, {"message": "Not Found"}, {}, Permanent, "no such repository, workflow or branch"),
    (422, {"message": "No ref found for: mian"}, {}, Permanent, "No ref found for: mian"),
    (410, {"message": "Gone"}, {}, Permanent, "410 Gone"),
    (403, {"message": "You have exceeded a secondary rate limit"}, {}, Transient, "too many"),
    (403, {}, {"x-ratelimit-remaining": "0"}, Transient, "too many"),
    (429, {}, {"retry-after": "7"}, Transient, "too many"),
    (503, {}, {}, Transient, "githubstatus.com"),
]


@respx.mock
@pytest.mark.parametrize(("status", "body", "headers", "kind", "says"), ANSWERS)
async def test_an_answer_is_waited_out_or_told_with_what_to_do(status, body, headers, kind, says):
    respx.post(DISPATCH).respond(status, json=body, headers=headers)
    with pytest.raises(kind, match=says) as raised:
        await deploy().trigger(ASKED)
    if "retry-after" in headers:
        assert raised.value.retry_after.total_seconds() == 7
    if kind is Transient:
        assert raised.value.untried == (status != 503)


@respx.mock
async def test_a_limit_is_waited_for_until_the_time_it_says():
    until = str(int(time.time()) + 90)
    headers = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": until}
    respx.post(DISPATCH).respond(403, headers=headers)
    with pytest.raises(Transient) as raised:
        await deploy().trigger(ASKED)
    assert 80 < raised.value.retry_after.total_seconds() <= 90


@respx.mock
async def test_a_web_page_instead_of_an_answer_is_asked_again():
    respx.get(f"{API}{REPO}/actions/runs/9").respond(200, html="<!DOCTYPE html><p>Sign in")
    with pytest.raises(Transient, match="answered with a web page"):
        await deploy().find(ASKED.model_copy(update={"run_id": "9", "started": True}))


@respx.mock
async def test_a_run_that_somebody_deleted_is_said_so_and_never_started_again():
    respx.get(f"{API}{REPO}/actions/runs/9").respond(404, json={"message": "Not Found"})
    with pytest.raises(Permanent, match="run 9 is not there any more"):
        await deploy().find(ASKED.model_copy(update={"run_id": "9", "started": True}))


@respx.mock
@pytest.mark.parametrize(
    ("conclusion", "status", "permanent"),
    [
        ("success", RunStatus.SUCCEEDED, False),
        ("neutral", RunStatus.SUCCEEDED, False),
        ("failure", RunStatus.FAILED, False),
        ("timed_out", RunStatus.FAILED, False),
        ("cancelled", RunStatus.CANCELLED, False),
        ("skipped", RunStatus.FAILED, True),
        ("startup_failure", RunStatus.FAILED, True),
        ("a word of tomorrow", RunStatus.FAILED, True),
    ],
)
async def test_a_conclusion_says_whether_trying_again_could_help(conclusion, status, permanent):
    respx.get(f"{API}{REPO}/actions/runs/9").respond(json={**RUN, "conclusion": conclusion})
    respx.get(url__startswith=f"{API}{REPO}/actions/runs/9/jobs").respond(json={"jobs": []})
    report = await deploy(outputs=[]).find(ASKED.model_copy(update={"run_id": "9"}))
    assert (report.status, report.permanent) == (status, permanent)
    assert bool(report.reason) == (status is not RunStatus.SUCCEEDED)


async def test_an_artifact_may_be_an_output_and_so_may_the_commit():
    with github_server() as server:
        outputs = {"artifact": "", "package": "artifact:shop.tar", "sha": "commit", "none": ""}
        one = provider(server.url, pipeline("succeeds", outputs=outputs))
        begun = await one.trigger(ASKED.model_copy(update={"pipeline": "succeeds"}))
        server.runs[9000]["begun"] -= 1
        asked = ASKED.model_copy(update={"pipeline": "succeeds", "run_id": begun.run_id})
        report = await one.find(asked)
        link = f"https://github.example{REPO}/actions/runs/9000/artifacts/77"
        assert report.outputs == {"artifact": "shop-4.2", "package": link, "sha": "c0ffee"}
        assert "there is no output none" in report.log_tail


async def test_what_has_not_changed_is_not_sent_again():
    with github_server() as server:
        one = provider(server.url, pipeline("waits"))
        begun = await one.trigger(ASKED.model_copy(update={"pipeline": "waits"}))
        asked = ASKED.model_copy(update={"pipeline": "waits", "run_id": begun.run_id})
        for _ in range(3):
            assert (await one.find(asked)).status is RunStatus.RUNNING
        assert server.unchanged == 2


async def test_a_run_without_an_id_is_found_by_our_key():
    with github_server() as server:
        server.tells_run_ids = False
        one = provider(server.url, pipeline("waits"))
        begun = await one.trigger(ASKED.model_copy(update={"pipeline": "waits"}))
        assert begun.run_id == ""
        found = await one.find(ASKED.model_copy(update={"pipeline": "waits", "started": True}))
        assert found.run_id == "9000"


async def test_a_start_in_doubt_that_cannot_be_looked_for_is_a_persons_to_say():
    doubt = ASKED.model_copy(update={"in_doubt": True})
    report = await deploy(**{"key-input": None}).trigger(doubt)
    assert report.status is RunStatus.UNKNOWN


@respx.mock
@pytest.mark.parametrize(
    "place",
    [
        "https://10.0.0.7/log",
        "https://127.0.0.1/log",
        "https://[::ffff:192.168.0.1]/x",
        "http://1.1.1.1/log",
    ],
)
async def test_a_log_that_lies_in_a_private_network_is_not_fetched(place):
    respx.get(f"{API}{REPO}/actions/runs/9").respond(json={**RUN, "conclusion": "failure"})
    jobs = {"jobs": [{"id": 5, "name": "build", "conclusion": "failure"}]}
    respx.get(url__startswith=f"{API}{REPO}/actions/runs/9/jobs").respond(json=jobs)
    elsewhere = {"location": place}
    respx.get(f"{API}{REPO}/actions/jobs/5/logs").respond(302, headers=elsewhere)
    report = await deploy().find(ASKED.model_copy(update={"run_id": "9"}))
    assert (report.status, report.log_tail) == (RunStatus.FAILED, "")
    assert len(respx.calls) == 3


@respx.mock
async def test_of_ten_megabytes_of_log_the_last_lines_are_kept():
    respx.get(f"{API}{REPO}/actions/runs/9").respond(json={**RUN, "conclusion": "failure"})
    jobs = {"jobs": [{"id": 5, "name": "build", "conclusion": "failure"}]}
    respx.get(url__startswith=f"{API}{REPO}/actions/runs/9/jobs").respond(json=jobs)
    long = b"x" * 10_000_000 + b"\nthe last line"
    respx.get(f"{API}{REPO}/actions/jobs/5/logs").respond(200, content=long)
    report = await deploy().find(ASKED.model_copy(update={"run_id": "9"}))
    assert report.log_tail.endswith("the last line")
    assert len(report.log_tail) <= 2_000
    assert report.reason == "it failed: job “build”"


@respx.mock
async def test_an_app_takes_a_token_for_its_installation_and_keeps_it(tmp_path):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    kinds = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    pem = tmp_path / "app.pem"
    pem.write_bytes(key.private_bytes(*kinds, serialization.NoEncryption()))
    app = {"id": 123, "installation": 45, "key": f"file:{pem}"}
    one = provider(API, pipeline("deploy"), token=None, app=app)
    taken = respx.post(f"{API}/app/installations/45/access_tokens").respond(
        201, json={"token": "ghs_x", "expires_at": "2099-01-01T00:00:00Z"}
    )
    asked = respx.post(DISPATCH).respond(200, json={"workflow_run_id": 9})
    await one.trigger(ASKED)
    await one.trigger(ASKED)
    assert (taken.call_count, asked.call_count) == (1, 2)
    assert asked.calls.last.request.headers["authorization"] == "Bearer ghs_x"
    signed = taken.calls.last.request.headers["authorization"].removeprefix("Bearer ")
    claims = jwt.decode(signed, key.public_key(), algorithms=["RS256"])
    assert claims["iss"] == "123"
    assert claims["exp"] - claims["iat"] <= 600


async def test_a_test_of_the_connection_says_of_each_workflow_whether_it_can_be_found_again():
    with github_server() as server:
        one = provider(server.url, pipeline("ok"), pipeline("lost", **{"key-input": "job"}))
        told = await one.tested()
        assert told.good == ("ok: workflow “CI”",)
        assert len(told.bad) == 1
        assert "lost: its `run-name` does not show inputs.job" in told.bad[0]
        assert not server.runs
