"""The `http` provider against documented shapes: what it sends, and what each answer means."""

from __future__ import annotations

import json
from datetime import timedelta

import httpx
import pytest
import respx

from orchestration.errors import Permanent, Transient
from orchestration.pipelines.http import HttpProvider
from orchestration.pipelines.http_entry import HttpPipeline
from orchestration.pipelines.model import RunReport, RunRequest, RunStatus
from tests.pipelines.ci_server import TOKEN, entry

CI = "https://ci.example"
KEY = "rel_1-1.ship.deploy.1"
GOING = {"run": {"id": 7, "state": "going", "url": f"{CI}/runs/7"}}
GREEN = {"run": {"id": 7, "state": "green", "artifact": "shop-4.2", "url": f"{CI}/runs/7"}}
ALONE = {"find": None, "idempotent": False}
"""Neither can be asked twice."""


def provider(public_url="", **changes) -> HttpProvider:
    pipeline = HttpPipeline.model_validate(entry(CI, **changes))
    return HttpProvider([pipeline], public_url=public_url, environ={"BUILD_TOKEN": TOKEN})


def ask(**changes) -> RunRequest:
    given = {"key": KEY, "pipeline": "deploy", "inputs": {"version": "4.2"}, "release": "WEB-12"}
    return RunRequest(**{**given, "version": "4.2", **changes})


@pytest.fixture
def ci():
    with respx.mock(assert_all_called=False) as mock:
        mock.get(f"{CI}/runs/7").respond(json=GOING)
        yield mock


def started(ci, status=201, **answer):
    return ci.post(f"{CI}/runs").respond(status, **({"json": GOING} | answer))


# What it sends


async def test_a_start_carries_our_key_in_a_header_and_in_the_body(ci):
    route = started(ci)
    report = await provider().trigger(ask())
    sent = route.calls.last.request
    assert sent.headers["idempotency-key"] == KEY
    assert sent.headers["authorization"] == TOKEN
    assert json.loads(sent.content) == {"job": "deploy", "key": KEY, "inputs": {"version": "4.2"}}
    assert report == RunReport(key=KEY, status=RunStatus.RUNNING, run_id="7", link=f"{CI}/runs/7")


async def test_a_value_cannot_change_the_shape_of_what_is_sent(ci):
    route = started(ci)
    nasty = '", "job": "drop", "x": "{{ key }}\n\u202e'
    await provider().trigger(ask(inputs={"version": nasty}))
    assert json.loads(route.calls.last.request.content)["inputs"] == {"version": nasty}


async def test_a_value_cannot_lead_an_address_elsewhere(ci):
    status = entry(CI)["status"]
    route = ci.get(url__regex=rf"{CI}/runs/.*").respond(json=GREEN)
    for run_id in ("../admin?x=1#", "a/b", "@evil.example", "é"):
        await provider(status=status).find(ask(run_id=run_id, started=True))
        path = route.calls.last.request.url.raw_path.decode()
        assert path.startswith("/runs/")
        assert not set(path.removeprefix("/runs/")) & set("/?#@")
    with pytest.raises(Permanent, match="cannot be part of an address"):
        await provider().find(ask(run_id="..", started=True))


async def test_everything_is_sent_where_no_body_is_written(ci):
    route = started(ci)
    secret = {"callback-secret": "env:SECRET"}
    await provider("https://drumbeat.example/", body=None, **secret).trigger(ask())
    assert json.loads(route.calls.last.request.content) == {
        "key": KEY,
        "pipeline": "deploy",
        "release": "WEB-12",
        "version": "4.2",
        "inputs": {"version": "4.2"},
        "callback_url": "https://drumbeat.example/pipelines/http/callback",
    }


async def test_the_callback_address_is_empty_without_a_public_one(ci):
    route = started(ci)
    secret = {"callback-secret": "env:SECRET"}
    await provider(body={"back": "{{callback_url}}"}, **secret).trigger(ask())
    assert json.loads(route.calls.last.request.content) == {"back": ""}


async def test_a_start_by_get_has_no_body(ci):
    route = ci.get(f"{CI}/runs").respond(json=GOING)
    await provider(method="GET", body=None).trigger(ask())
    assert route.calls.last.request.content == b""


async def test_an_input_without_a_value_starts_nothing(ci):
    route = started(ci)
    with pytest.raises(Permanent, match=r"no value for {{ inputs.version }}"):
        await provider().trigger(ask(inputs={}))
    assert not route.called


async def test_a_secret_that_is_missing_starts_nothing(ci):
    route = started(ci)
    nobody = HttpProvider([HttpPipeline.model_validate(entry(CI))], environ={})
    with pytest.raises(Permanent, match="Authorization refers to env:BUILD_TOKEN"):
        await nobody.trigger(ask())
    assert not route.called
    assert "which is missing" in nobody.problems("deploy")[0]


# What a start's answer means


@pytest.mark.parametrize("fault", [httpx.ConnectError("refused"), httpx.ConnectTimeout("slow")])
async def test_what_was_never_sent_is_tried_again(ci, fault):
    ci.post(f"{CI}/runs").mock(side_effect=fault)
    with pytest.raises(Transient) as raised:
        await provider(**ALONE).trigger(ask())
    assert raised.value.untried


@pytest.mark.parametrize(("status", "header"), [(429, "7"), (503, "7"), (500, "7")])
async def test_a_busy_server_says_when_to_come_again(ci, status, header):
    started(ci, status, headers={"Retry-After": header})
    with pytest.raises(Transient) as raised:
        await provider(**ALONE).trigger(ask())
    assert (raised.value.untried, raised.value.retry_after) == (True, timedelta(seconds=7))


async def test_a_refusal_is_told_with_its_first_line(ci):
    started(ci, 422, json=None, text="unknown branch\nat line 3")
    with pytest.raises(Permanent, match=r"422 Unprocessable .*: unknown branch$"):
        await provider().trigger(ask())


async def test_a_secret_that_a_server_repeats_is_blanked(ci):
    started(ci, 401, json=None, text=f"bad token {TOKEN.removeprefix('Bearer ')}")
    with pytest.raises(Permanent, match=r"bad token \*\*\*$"):
        await provider().trigger(ask())


UNHEARD = [
    {"side_effect": httpx.ReadTimeout("slow")},
    {"side_effect": httpx.ReadError("reset")},
    {"side_effect": httpx.RemoteProtocolError("cut")},
    {"return_value": httpx.Response(502, text="bad gateway")},
    {"return_value": httpx.Response(503)},
]


@pytest.mark.parametrize("fault", UNHEARD)
async def test_a_start_nobody_heard_of_is_a_persons_to_find_out(ci, fault):
    route = ci.post(f"{CI}/runs").mock(**fault)
    report = await provider(**ALONE).trigger(ask())
    assert report.status is RunStatus.UNKNOWN
    assert report.reason.startswith("we asked and did not hear whether it started")
    again = await provider(**ALONE).trigger(ask(in_doubt=True))
    assert again.status is RunStatus.UNKNOWN
    assert route.call_count == 1, "it is never asked a second time"


@pytest.mark.parametrize("fault", UNHEARD)
@pytest.mark.parametrize("changes", [{"find": None}, {"idempotent": False}])
async def test_a_start_that_can_be_looked_for_is_tried_again_a_little_later(ci, fault, changes):
    ci.post(f"{CI}/runs").mock(**fault)
    with pytest.raises(Transient) as raised:
        await provider(**changes).trigger(ask())
    assert (raised.value.untried, raised.value.retry_after) == (False, timedelta(seconds=10))


async def test_a_start_in_doubt_is_looked_for_and_adopted(ci):
    start = started(ci)
    ci.get(f"{CI}/runs", params={"key": KEY}).respond(json=[GOING])
    report = await provider(idempotent=False).trigger(ask(in_doubt=True))
    assert (report.status, report.run_id) == (RunStatus.RUNNING, "7")
    assert not start.called


@pytest.mark.parametrize("none", [{"json": []}, {"status_code": 404}, {"json": {"items": []}}])
async def test_a_start_in_doubt_that_is_not_found_is_asked_again(ci, none):
    start = started(ci)
    ci.get(f"{CI}/runs", params={"key": KEY}).respond(**none)
    await provider(idempotent=False).trigger(ask(in_doubt=True))
    assert start.call_count == 1


async def test_a_start_in_doubt_is_asked_again_with_the_same_key_where_that_is_harmless(ci):
    start = started(ci)
    await provider(find=None).trigger(ask(in_doubt=True))
    assert start.calls.last.request.headers["idempotency-key"] == KEY


async def test_a_look_that_fails_starts_nothing(ci):
    start = started(ci)
    ci.get(f"{CI}/runs", params={"key": KEY}).respond(500)
    with pytest.raises(Transient):
        await provider().trigger(ask(in_doubt=True))
    assert not start.called


@pytest.mark.parametrize("answer", [{"json": {"ok": 1}}, {"json": None, "text": "<html>"}])
async def test_a_start_without_the_runs_id_is_in_doubt_where_nothing_else_finds_it(ci, answer):
    started(ci, **answer)
    report = await provider(**ALONE).trigger(ask())
    assert report.status is RunStatus.UNKNOWN
    assert "no run id at $.run.id" in report.reason


async def test_a_link_can_be_made_from_the_runs_id(ci):
    started(ci)
    report = await provider(link="https://ci.example/ui/{{ run_id }}").trigger(ask())
    assert report.link == "https://ci.example/ui/7"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "https://x y", "x" * 3000, 7])
async def test_a_link_that_is_none_is_left_out(ci, link):
    started(ci, json={"run": {"id": 7, "url": link}})
    ci.get(f"{CI}/runs/7").respond(500)
    assert (await provider().trigger(ask())).link == ""


# Where requests may go


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/runs",
        "http://ci.example/runs",
        "http://169.254.169.254/latest",
        "https://ci.example:8443/runs",
    ],
)
@pytest.mark.parametrize("status", [302, 307])
async def test_a_redirect_to_another_host_is_refused(ci, to, status):
    elsewhere = ci.route(url=to).respond(json=GOING)
    ci.post(f"{CI}/runs").respond(status, headers={"Location": to})
    with pytest.raises(Permanent, match="not written in the pipeline's entry"):
        await provider().trigger(ask())
    assert not elsewhere.called


async def test_a_redirect_to_the_same_host_is_followed(ci):
    ci.post(f"{CI}/runs").respond(307, headers={"Location": "/v2/runs"})
    there = ci.post(f"{CI}/v2/runs").respond(json=GOING)
    assert (await provider().trigger(ask())).run_id == "7"
    assert json.loads(there.calls.last.request.content)["key"] == KEY


async def test_a_redirect_in_a_circle_ends(ci):
    ci.get(f"{CI}/runs/7").respond(302, headers={"Location": "/runs/7"})
    with pytest.raises(Permanent, match="redirects more than"):
        await provider().find(ask(run_id="7", started=True))


async def test_an_answer_larger_than_a_megabyte_is_not_read_to_its_end(ci):
    ci.get(f"{CI}/runs/7").respond(text="[" + "1," * 900_000 + "1]")
    with pytest.raises(Transient, match="larger than 1 MB"):
        await provider().find(ask(run_id="7", started=True))


# How a run is doing


async def status(ci, document, status_code=200, **changes) -> RunReport:
    ci.get(f"{CI}/runs/7").respond(status_code, json=document)
    return await provider(**changes).find(ask(run_id="7", started=True))


async def test_a_run_that_succeeded_leaves_its_outputs(ci):
    report = await status(ci, GREEN)
    assert (report.status, report.reason) == (RunStatus.SUCCEEDED, "")
    assert report.outputs == {"artifact": "shop-4.2"}


async def test_an_output_that_is_not_there_or_too_long_is_named(ci):
    outputs = {"artifact": "$.run.artifact", "url": "$.run.address", "all": "$.run.much"}
    document = {"run": {**GREEN["run"], "much": "x" * 5000}}
    report = await status(ci, document, outputs=outputs)
    assert report.outputs == {"artifact": "shop-4.2"}
    assert "no output url at $.run.address" in report.log_tail
    assert "output all is longer" in report.log_tail


async def test_a_failure_is_told_in_the_servers_words(ci):
    report = await status(ci, {"run": {"state": "RED", "why": "disk\nfull", "log": "\x1b[1ma\nb"}})
    assert (report.status, report.reason) == (RunStatus.FAILED, "disk full")
    assert report.log_tail == "a\nb"
    assert (await status(ci, {"run": {"state": "red"}})).reason == "it ended as “red”"


async def test_a_word_that_is_not_listed_is_told(ci):
    with pytest.raises(Permanent, match="its status is “lilac”"):
        await status(ci, {"run": {"state": "lilac"}})
    words = {**entry(CI)["status"], "running": []}
    report = await status(ci, {"run": {"state": "lilac"}}, status=words)
    assert report.status is RunStatus.RUNNING


async def test_words_may_be_numbers_or_truths(ci):
    words = {**entry(CI)["status"], "path": "$.done", "succeeded": ["true"], "failed": ["2"]}
    assert (await status(ci, {"done": True}, status=words)).status is RunStatus.SUCCEEDED
    assert (await status(ci, {"done": 2}, status=words)).status is RunStatus.FAILED


async def test_an_answer_without_a_status_is_the_operators_to_mend(ci):
    with pytest.raises(Permanent, match=r"no status at \$.run.state"):
        await status(ci, {"state": "green"})


@pytest.mark.parametrize("code", [404, 429, 500, 502, 503])
async def test_a_status_that_cannot_be_told_now_is_asked_again(ci, code):
    with pytest.raises(Transient):
        await status(ci, {}, code)


@pytest.mark.parametrize("code", [401, 403, 410])
async def test_a_status_that_is_refused_is_told(ci, code):
    with pytest.raises(Permanent, match=f"{code}"):
        await status(ci, {}, code)


@pytest.mark.parametrize("fault", [httpx.ConnectError("x"), httpx.ReadTimeout("x")])
async def test_a_poll_that_is_cut_is_asked_again(ci, fault):
    ci.get(f"{CI}/runs/7").mock(side_effect=fault)
    with pytest.raises(Transient):
        await provider().find(ask(run_id="7", started=True))


async def test_a_run_that_only_calls_back_goes_on_until_it_does(ci):
    alone = provider(status=None, find=None, **{"callback-secret": "env:SECRET"})
    assert await alone.find(ask()) is None
    assert (await alone.find(ask(started=True))).status is RunStatus.RUNNING


async def test_a_run_known_to_have_started_is_never_lost_from_sight(ci):
    ci.get(f"{CI}/runs", params={"key": KEY}).respond(json=[])
    assert (await provider().find(ask(started=True))).status is RunStatus.RUNNING


# Stopping it


async def test_a_run_is_stopped_by_its_id(ci):
    route = ci.post(f"{CI}/runs/7/cancel").respond(204)
    await provider().cancel(ask(run_id="7"))
    assert route.called


async def test_a_run_whose_id_nobody_told_is_looked_for_and_stopped(ci):
    ci.get(f"{CI}/runs", params={"key": KEY}).respond(json=[GOING])
    route = ci.post(f"{CI}/runs/7/cancel").respond(204)
    await provider().cancel(ask())
    assert route.called


async def test_what_cannot_be_stopped_from_here_is_told(ci):
    with pytest.raises(Permanent, match="stop its run by hand"):
        await provider(cancel=None).cancel(ask(run_id="7"))
