"""`drumbeat doctor`: each thing that can be wrong is named, with how to mend it."""

import json
import os
import socket
import subprocess
import sys
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
import respx

from bot.doctor import Finding, Verdict, examine
from bot.doctor.model_endpoint import model_finding
from bot.doctor.serving import serving_findings
from bot.doctor.slack import WITHOUT
from bot.manifest import bot_scopes
from bot.playground.config import DEMO_APP_TOKEN, DEMO_BOT_TOKEN, PlaygroundConfig
from bot.playground.server import running
from bot.settings import Settings
from orchestration.effects import Tell
from orchestration.values import UserId
from storage import migrate, open_database
from tests.bot.slack_server import SlackServer
from tests.playground_client import RELEASES, ROOT, playground

ALL = ",".join(sorted(bot_scopes()))


class Clock:
    def __init__(self, ahead: timedelta = timedelta()) -> None:
        self.ahead = ahead

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def settings(tmp_path: Path, monkeypatch):
    for name in list(os.environ):
        if name.startswith(("SLACK_", "DRUMBEAT_", "OPENAI_", "DATABASE_URL")):
            monkeypatch.delenv(name)

    def made(**more: object) -> Settings:
        given = {
            "slack_bot_token": DEMO_BOT_TOKEN,
            "slack_app_token": DEMO_APP_TOKEN,
            "database_url": f"sqlite:///{tmp_path}/drumbeat.db",
            "runs": tmp_path / "runs",
            "port": free_port(),
            "host": "127.0.0.1",
            **more,
        }
        return Settings(_env_file=None, **given)

    return made


async def found_in(settings: Settings, clock: Clock | None = None) -> dict[str, list[Finding]]:
    found = defaultdict(list)
    async for each in examine(settings, clock or Clock()):
        found[each.check].append(each)
        assert each.mend or each.verdict is not Verdict.FAILED, each
    return found


def failed(found: dict[str, list[Finding]]) -> set[str]:
    return {name for name, each in found.items() if any(f.verdict is Verdict.FAILED for f in each)}


@pytest_asyncio.fixture
async def slack():
    async with SlackServer().running() as server:
        server.answer(
            "auth.test", {"ok": True, "team": "Northwind", "user": "db"}, X_OAuth_Scopes=ALL
        )
        yield server


async def test_a_workspace_that_is_set_up_is_well(settings, tmp_path):
    migrate(f"sqlite:///{tmp_path}/drumbeat.db", lambda _: None)
    async with running(PlaygroundConfig(port=0, rate_limits=False)) as (bound, _):
        api = f"{bound.base_url}/api/"
        found = await found_in(settings(slack_api_url=api, channel=RELEASES))
    assert not failed(found), failed(found)
    for name in ("settings", "slack", "scopes", "clock", "app token", "channel", "database"):
        assert [each.verdict for each in found[name]] == [Verdict.OK], found[name]
    assert found["connections"][0].verdict is Verdict.OPEN


async def test_missing_scopes_are_named_with_what_does_not_work_without_them(settings, slack):
    granted = ",".join(sorted(bot_scopes() - {"im:write", "usergroups:read"}))
    slack._answers.clear()
    slack.answer("auth.test", {"ok": True}, X_OAuth_Scopes=granted)
    (scopes,) = (await found_in(settings(slack_api_url=slack.url)))["scopes"]
    assert scopes.verdict is Verdict.FAILED
    assert "im:write: nobody can be written to directly" in scopes.said
    assert "usergroups:read" in scopes.said
    assert "chat:write" not in scopes.said
    assert "drumbeat manifest" in scopes.mend


def test_every_scope_of_the_manifest_says_what_it_is_for():
    assert set(WITHOUT) == bot_scopes()


async def test_a_token_that_slack_refuses_is_told_apart_from_a_slack_that_is_not_there(
    settings, slack
):
    slack._answers.clear()
    slack.answer("auth.test", {"ok": False, "error": "invalid_auth"})
    (refused,) = (await found_in(settings(slack_api_url=slack.url)))["slack"]
    assert "SLACK_BOT_TOKEN" in refused.mend
    nowhere = f"http://127.0.0.1:{free_port()}/api/"
    silent = await found_in(settings(slack_api_url=nowhere))
    for check in ("slack", "app token"):
        assert "SLACK_API_URL" in silent[check][0].mend, "no token is at fault where nobody answers"


async def test_an_app_token_without_its_scope_is_said(settings, slack):
    slack.answer("apps.connections.open", {"ok": False, "error": "missing_scope"})
    (token,) = (await found_in(settings(slack_api_url=slack.url)))["app token"]
    assert token.verdict is Verdict.FAILED
    assert "connections:write" in token.mend


async def test_a_clock_that_is_off_is_said_and_a_second_is_not(settings, slack):
    off = await found_in(settings(slack_api_url=slack.url), Clock(timedelta(minutes=2)))
    assert "clock" in failed(off)
    assert any(f"differ by {n} s" in off["clock"][0].said for n in range(118, 123))
    assert "clock" not in failed(
        await found_in(settings(slack_api_url=slack.url), Clock(timedelta(seconds=1)))
    )


async def test_a_channel_without_drumbeat_is_said(settings, slack):
    channel = {"name": "releases", "is_member": False}
    slack.answer("conversations.info", {"ok": True, "channel": channel})
    (found,) = (await found_in(settings(slack_api_url=slack.url, channel="C0123456")))["channel"]
    assert found.said == "Drumbeat is not in #releases"
    assert "/invite @Drumbeat" in found.mend


async def test_settings_of_the_wrong_kind_are_said(settings, slack):
    swapped = settings(slack_bot_token=DEMO_APP_TOKEN, slack_app_token="", slack_api_url=slack.url)
    said = [each.said for each in (await found_in(swapped))["settings"]]
    assert "SLACK_APP_TOKEN is missing" in said
    assert "SLACK_BOT_TOKEN does not begin with xoxb-" in said


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "not an address"),
        ("postgresql://u:secret@127.0.0.1:1/releases", "releases on 127.0.0.1"),
        ("sqlite:////dev/null/drumbeat.db", "cannot be made"),
        ("sqlite:///{tmp_path}/rubbish.db", "not a database"),
    ],
)
async def test_a_database_that_cannot_be_used_is_said(settings, slack, tmp_path, url, said):
    (tmp_path / "rubbish.db").write_bytes(b"no database, and long enough to be looked at" * 100)
    url = url.format(tmp_path=tmp_path)
    (found,) = (await found_in(settings(slack_api_url=slack.url, database_url=url)))["database"]
    assert found.verdict is Verdict.FAILED
    assert said in found.said
    assert "secret" not in found.said + found.mend


async def test_what_is_stuck_and_what_is_late_is_said(settings, slack, tmp_path):
    url = f"sqlite:///{tmp_path}/drumbeat.db"
    migrate(url, lambda _: None)
    database = open_database(url, clock=Clock())
    now = datetime.now(UTC)

    def owed(tx):
        each = [
            Tell(chain=(UserId("U1"),), text="x", subject=f"s{n}", occasion="o") for n in (1, 2)
        ]
        tx.owed.owe(each[:1], at=now - timedelta(hours=1))
        (claim,) = tx.owed.claim("w", now=now, lease=timedelta(seconds=9), limit=1)
        tx.owed.stick(claim, reason="Slack said no", now=now)
        tx.owed.owe(each[1:], at=now - timedelta(hours=1))

    await database.transact(owed)
    database.close()
    found = await found_in(settings(slack_api_url=slack.url))
    assert "Slack said no" in found["stuck"][0].said
    assert "drumbeat owed retry" in found["stuck"][0].mend
    assert found["owed"][0].said.startswith("1 of 1 owed are late")
    assert failed(found) == {"stuck", "owed"}


async def test_a_pipeline_whose_program_is_missing_is_said_and_a_broken_file_too(
    settings, slack, tmp_path
):
    file = tmp_path / "pipelines.yaml"
    file.write_text("pipelines:\n  deploy:\n    provider: command\n    argv: [./gone.sh]\n")
    found = await found_in(settings(slack_api_url=slack.url, pipelines=file))
    assert found["pipelines"][0].said == "deploy cannot start"
    assert "gone.sh was not found" in found["pipelines"][0].mend
    file.write_text("pipelines:\n  deploy:\n    provider: magic\n")
    found = await found_in(settings(slack_api_url=slack.url, pipelines=file))
    assert "provider is not known" in found["pipelines"][0].said


async def test_what_keeps_an_http_pipeline_from_starting_is_said(settings, slack, tmp_path):
    file = tmp_path / "pipelines.yaml"
    file.write_text(
        "pipelines:\n  deploy:\n    provider: http\n    url: https://ci.example/run\n"
        "    headers: {Authorization: env:CI_TOKEN_OF_NOBODY}\n"
        "    callback-secret: env:CALLBACK_OF_NOBODY\n"
    )
    given = {"slack_api_url": slack.url, "pipelines": file}
    (found,) = (await found_in(settings(**given)))["pipelines"]
    assert found.said == "deploy cannot start"
    for each in ("CI_TOKEN_OF_NOBODY", "CALLBACK_OF_NOBODY", "set DRUMBEAT_URL"):
        assert each in found.mend
    (found,) = (await found_in(settings(**given, url="https://drumbeat.example")))["pipelines"]
    assert "DRUMBEAT_URL" not in found.mend


@pytest.mark.parametrize(
    ("answer", "verdict", "said"),
    [
        (httpx.Response(200, json={"data": [{"id": "m1"}]}), Verdict.OK, "m1 at"),
        (httpx.Response(200, json={"data": [{"id": "other"}]}), Verdict.FAILED, "has no m1"),
        (httpx.Response(200, text="<html>"), Verdict.OPEN, "cannot be read"),
        (httpx.Response(404), Verdict.OPEN, "does not list"),
        (httpx.Response(401), Verdict.FAILED, "refuses the key"),
        (httpx.Response(500), Verdict.FAILED, "answers 500"),
        (httpx.ConnectError("no"), Verdict.FAILED, "does not answer"),
    ],
)
async def test_the_model_endpoint_is_asked_for_its_models(settings, answer, verdict, said):
    given = settings(
        openai_api_key="sk-1", openai_base_url="https://llm.example/v1", openai_model="m1"
    )
    with respx.mock:
        route = respx.get("https://llm.example/v1/models")
        route.mock(side_effect=answer) if isinstance(answer, Exception) else route.mock(answer)
        found = await model_finding(given)
    assert found.verdict is verdict
    assert said in found.said
    assert "sk-1" not in found.said + found.mend


@pytest.mark.parametrize(
    ("number", "foreign", "verdict"),
    [(0, 0, Verdict.FAILED), (1, 0, Verdict.OK), (3, 0, Verdict.OK), (3, 2, Verdict.FAILED)],
)
async def test_more_connections_than_replicas_mean_that_another_takes_clicks(
    settings, number, foreign, verdict
):
    given = settings()
    with respx.mock:
        base = f"http://127.0.0.1:{given.port}"
        respx.get(f"{base}/readyz").respond(200, json={"ready": True, "reason": ""})
        text = (
            f"drumbeat_slack_connections {number}.0\n"
            f"drumbeat_slack_foreign_connections {foreign}.0\n"
        )
        respx.get(f"{base}/metrics").respond(200, text=text)
        found = [each async for each in serving_findings(given)]
    assert [each.check for each in found] == ["serve", "connections"]
    assert found[1].verdict is verdict
    assert verdict is Verdict.OK or found[1].mend


def run(tmp_path: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    ours = ("SLACK_", "DRUMBEAT_", "OPENAI_", "DATABASE_URL")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        cwd=tmp_path,
        env={**kept, "PYTHONPATH": str(ROOT), "PORT": str(free_port()), **more},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_command_ticks_off_and_its_exit_code_tells(tmp_path):
    with playground() as slack:
        tokens = {
            "SLACK_API_URL": slack.api_url,
            "SLACK_BOT_TOKEN": DEMO_BOT_TOKEN,
            "SLACK_APP_TOKEN": DEMO_APP_TOKEN,
        }
        well = run(tmp_path, "doctor", **tokens)
        assert well.returncode == 0, well.stdout + well.stderr
        assert "✓ scopes" in well.stdout
        document = json.loads(run(tmp_path, "doctor", "--json", **tokens).stdout)
        assert document["healthy"]
        assert {"check", "verdict", "said", "mend"} == set(document["checks"][0])
    ill = run(tmp_path, "doctor", "--json")
    assert ill.returncode == 1
    assert not json.loads(ill.stdout)["healthy"]


def test_settings_that_cannot_be_read_are_a_finding_not_a_fault(tmp_path):
    done = run(tmp_path, "doctor", DRUMBEAT_ADMINS="rosa")
    assert done.returncode == 1
    assert "✗ settings" in done.stdout
    assert "rosa is no Slack id" in done.stdout
    assert "Traceback" not in done.stderr
