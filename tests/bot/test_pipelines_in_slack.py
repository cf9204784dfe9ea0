"""The pipelines in Slack: listed and searched by anybody, a connection tested by administrators."""

from __future__ import annotations

import json

import pytest

from bot.playground.seed import DANA, RELEASES, ROSA
from bot.views.store import carried
from tests.bot.rig import rigged
from tests.pipelines.github_server import TOKEN, github_server

FILE = """
connections:
  github: {{provider: github, url: '{url}', token: file:token}}
pipelines:
  build: {{provider: command, argv: [make], tags: [web]}}
  deploy-eu:
    connection: github
    description: Deploys <everywhere> in the EU
    repository: acme/shop
    workflow: ci.yml
    key-input: key
    inputs: {{version: string, dry: boolean}}
    outputs: [url]
    expected: 12 m
  lost: {{connection: github, repository: acme/shop, workflow: ci.yml}}
"""


@pytest.fixture
async def rig(tmp_path):
    with github_server() as github:
        (tmp_path / "token").write_text(TOKEN)
        (tmp_path / "pipelines.yaml").write_text(FILE.format(url=github.url))
        async with rigged(tmp_path, tmp_path / "pipelines.yaml") as made:
            await made.publish()
            made.github = github
            yield made


def drawn(rig, who):
    return json.dumps(rig.private(who, RELEASES).blocks, ensure_ascii=False)


async def test_everybody_finds_a_pipeline_by_what_is_said_of_it(rig):
    await rig.command("store pipelines", by=DANA)
    assert "3 pipelines" in rig.private(DANA).text
    await rig.command("store pipelines github eu", by=DANA)
    said = rig.private(DANA).text
    assert "1 of 3 pipelines fits “github eu”" in said
    assert "acme/shop, ci.yml at main, by way of github" in said
    assert "Takes version, dry (boolean). Gives url. Usually takes 12 minutes." in said
    assert "&lt;everywhere&gt;" in drawn(rig, DANA)
    assert carried.TEST not in drawn(rig, DANA)
    await rig.command("store pipelines nothing like it", by=DANA)
    assert "0 of 3 pipelines" in rig.private(DANA).text


async def test_an_administrator_tests_a_connection_and_nothing_starts(rig):
    await rig.command("store pipelines")
    assert f"{carried.TEST}.github" in drawn(rig, ROSA)
    about = carried.ConnectionButton(connection="github")
    await rig.click(f"{carried.TEST}.github", about)
    said = rig.private().text
    assert "github: 1 thing to mend." in said
    assert "lost: it has no `key-input`" in said
    assert "deploy-eu: workflow “CI”" in said
    assert not rig.github.runs
    await rig.click(f"{carried.TEST}.github", about, by=DANA)
    assert "You cannot test a connection" in rig.private(DANA).text
