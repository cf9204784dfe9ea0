"""A secret among a run's inputs: followed when it starts, and only where the operator said so."""

from __future__ import annotations

import asyncio
import json
import os
import sys

import httpx
import pytest
import respx

from orchestration.errors import Permanent
from orchestration.pipelines.catalogue_file import PipelinesFileInvalid, load_catalogue
from orchestration.pipelines.command import CommandPipeline, CommandProvider
from orchestration.pipelines.http import HttpProvider
from orchestration.pipelines.http_entry import HttpPipeline
from orchestration.pipelines.model import RunRequest
from tests.pipelines.ci_server import entry

CI = "https://ci.example"
VALUE = "s3cr3t-value"
GOING = {"run": {"id": 7, "state": "going", "url": f"{CI}/runs/7"}}
PROGRAM = (
    "import os; token = os.environ['DRUMBEAT_INPUT_TOKEN']; print('token', token);"
    "open(os.environ['DRUMBEAT_OUTPUT'], 'w').write('url=https://shop/' + token)"
)


def asked(reference="env:EU_TOKEN", **changes) -> RunRequest:
    of = {"key": "x-1.ship.deploy.1", "pipeline": "deploy", "secrets": {"token": reference}}
    return RunRequest(**{**of, **changes})


def program(folder, **environ) -> CommandProvider:
    deploy = CommandPipeline(
        name="deploy",
        argv=(sys.executable, "-I", "-S", "-c", PROGRAM),
        cwd=folder,
        inputs=("token",),
        secrets={"env:EU_TOKEN": "env:EU_TOKEN", "file:key": f"file:{folder}/key"},
        outputs=("url",),
    )
    environ = {"PATH": os.environ["PATH"], **environ}
    return CommandProvider([deploy], folder / "runs", environ=environ)


def server(**changes) -> HttpProvider:
    fields = {"inputs": ["token"], "secrets": ["env:EU_TOKEN"], "body": None} | changes
    pipeline = HttpPipeline.model_validate(entry(CI, **fields))
    return HttpProvider([pipeline], environ={"BUILD_TOKEN": "Bearer t0ken", "EU_TOKEN": VALUE})


@pytest.fixture
def ci():
    with respx.mock(assert_all_called=False) as mock:
        mock.get(f"{CI}/runs/7").respond(json=GOING)
        yield mock


@pytest.mark.parametrize("reference", ["env:EU_TOKEN", "file:key"])
async def test_a_program_reads_the_secret_and_no_file_of_the_run_holds_it(tmp_path, reference):
    (tmp_path / "key").write_text(VALUE + "\n")
    provider = program(tmp_path, EU_TOKEN=VALUE)
    report = await provider.trigger(asked(reference))
    while not report.status.ended:
        await asyncio.sleep(0.02)
        report = await provider.find(asked(reference))
    assert (report.log_tail, report.outputs) == ("token ***", {"url": "https://shop/***"})
    kept = [each for each in (tmp_path / "runs").rglob("*") if each.is_file()]
    assert kept
    assert not [each for each in kept if VALUE.encode() in each.read_bytes()]


async def test_a_server_is_sent_the_secret_in_the_body(ci):
    route = ci.post(f"{CI}/runs").respond(201, json=GOING)
    await server().trigger(asked(inputs={}))
    assert json.loads(route.calls.last.request.content)["inputs"] == {"token": VALUE}
    await server(body={"with": "Key {{ inputs.token }}"}).trigger(asked())
    assert json.loads(route.calls.last.request.content) == {"with": f"Key {VALUE}"}


async def test_a_secret_that_a_server_repeats_is_blanked(ci):
    ci.post(f"{CI}/runs").respond(422, text=f"{VALUE} is not valid")
    with pytest.raises(Permanent, match=r"\*\*\* is not valid"):
        await server().trigger(asked())


async def test_a_secret_never_stands_in_an_address(ci):
    provider = server(url=f"{CI}/runs?key={{{{ inputs.token }}}}")
    with pytest.raises(Permanent, match="token is secret and stands in an address"):
        await provider.trigger(asked())
    assert not ci.calls


@pytest.mark.parametrize("reference", ["env:DATABASE_URL", "env:HOME", "file:/etc/passwd"])
async def test_what_the_operator_did_not_list_is_not_read(tmp_path, ci, reference):
    for provider in (program(tmp_path, HOME="/root"), server()):
        with pytest.raises(Permanent, match="list that under `secrets` of this pipeline"):
            await provider.trigger(asked(reference))
    assert not (tmp_path / "runs").exists()
    assert not ci.calls


async def test_a_reference_that_leads_nowhere_starts_nothing(tmp_path):
    for reference in ("env:EU_TOKEN", "file:key"):
        with pytest.raises(Permanent, match=f"{reference}, which is missing or cannot be read"):
            await program(tmp_path).trigger(asked(reference))


async def test_a_run_under_way_is_followed_though_its_secret_is_gone(ci):
    provider = HttpProvider(
        [HttpPipeline.model_validate(entry(CI, inputs=["token"], body=None))],
        environ={"BUILD_TOKEN": "Bearer t0ken"},
    )
    ci.get(f"{CI}/runs/7").mock(return_value=httpx.Response(200, json=GOING))
    assert await provider.find(asked(run_id="7", started=True))


FILE = """
pipelines:
  deploy:
    provider: command
    argv: ["{{python}}", --version]
    inputs: [token]
    secrets: {secrets}
"""


async def test_a_file_among_the_secrets_lies_beside_the_pipelines_file(tmp_path):
    path = tmp_path / "pipelines.yaml"
    path.write_text(FILE.format(secrets="[file:keys/eu, file:keys/us]"))
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "eu").write_text(VALUE)
    provider = load_catalogue(path, tmp_path / "runs").command
    assert await provider.trigger(asked("file:keys/eu"))
    with pytest.raises(Permanent, match="file:keys/us, which is missing"):
        await provider.trigger(asked("file:keys/us", key="another"))


@pytest.mark.parametrize(
    ("secrets", "said"),
    [
        ("[hunter2]", "deploy.secrets must list references such as env:NAME"),
        ("[env:SLACK_BOT_TOKEN]", "deploy.secrets cannot hand on SLACK_BOT_TOKEN"),
        ("{a: b}", "deploy.secrets must be a list of references"),
    ],
)
def test_the_list_of_secrets_holds_references_of_its_own(tmp_path, secrets, said):
    path = tmp_path / "pipelines.yaml"
    path.write_text(FILE.format(secrets=secrets))
    with pytest.raises(PipelinesFileInvalid, match=said):
        load_catalogue(path, tmp_path / "runs")
