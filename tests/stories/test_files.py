"""A process as a file over the wire: import it, mend it, publish it, take it out; and kill -9."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from orchestration.processes.code.reading import read_process
from tests.playground_client import ROSA, Json
from tests.stories.team import Team, said, working
from tests.stories.town import Town

pytestmark = pytest.mark.story

YAML = f"""\
# The web shop, as the platform team releases it.
process:
  id: web-shop
  name: Web shop
  owners: [{ROSA}]
  phases:
    - id: check
      name: Check
      activities:
        - id: tests
          name: Run the tests      # about ten minutes
          type: manual
          tasks: [{{id: do, name: Run the tests}}]
"""
MORE = (
    YAML
    + """\
        - {id: notes, name: Write the notes, type: manual, tasks: [{id: do, name: Write}]}
"""
)


@pytest.fixture(scope="module")
def team(tmp_path_factory) -> Iterator[Team]:
    with working(tmp_path_factory.mktemp("files")) as team:
        yield team


def upload(town: Town, content: str, name: str = "web-shop.yaml") -> Json:
    return town.slack.post("upload", **{"as": ROSA}, name=name, content=content)["file"]


def bring_in(team: Team, content: str) -> Json:
    """The form of `process import`, filled in and sent."""
    team.close_views("rosa")
    team.slack.command("rosa", "#releases", "process import")
    view = team.slack.wait_for_view("rosa", "file.import")
    return team.send("rosa", view, {"The process as YAML": [upload(team.town, content)]})


def given(team: Team, name: str) -> str:
    """The text of the newest file of this name in Rosa's direct messages."""
    dm = team.slack.open_dm("rosa")

    def newest() -> Json | None:
        files = [f for m in team.slack.messages("rosa", dm) for f in m["files"] or ()]
        return next((each for each in reversed(files) if each["name"] == name), None)

    url = team.slack.wait_for(newest)["url_private"]
    return httpx.get(url, params={"as": ROSA}, trust_env=False).text


def test_a_process_comes_in_as_a_file_is_mended_published_and_taken_out_again(team: Team):
    assert bring_in(team, YAML.replace("type: manual", "type: by hand"))["status"] == "ok"
    dm = team.slack.open_dm("rosa")
    told = team.slack.wait_for_message("rosa", dm, "cannot be taken in yet")
    assert "line 12, column 11" in said(told)
    assert team.cards("rosa", "#releases", "draft.edit") == []

    assert bring_in(team, YAML)["status"] == "ok"
    card = team.slack.wait_for(lambda: (team.cards("rosa", "#releases", "draft.edit") or [None])[0])
    assert "from the file web-shop.yaml" in said(card)
    view = team.open("rosa", card, "draft.replace", "file.import")
    team.send("rosa", view, {"The process as YAML": [upload(team.town, MORE, "more.yaml")]})
    proposal = team.slack.wait_for(
        lambda: team.slack.find("rosa", "#releases", "Write the notes", card["ts"])
    )
    team.slack.click("rosa", "#releases", proposal["ts"], "file.take")
    team.slack.wait_for(lambda: "Write the notes" in said(team.again(card)))
    team.publish(card)

    answer = team.private(
        "rosa",
        lambda: team.slack.command("rosa", "#releases", "process web"),
        offering="process.export",
    )
    team.slack.click("rosa", "#releases", answer["ts"], "process.export")
    assert given(team, "web-shop.yaml") == MORE


def test_a_mention_with_the_file_attached_compares_it_with_what_is_published(team: Team):
    changed = MORE.replace("Run the tests      #", "Run every test     #")
    files = [{"name": "web-shop.yaml", "content": changed}]
    team.slack.say("rosa", "#releases", "@Drumbeat process import", files=files)
    card = team.slack.wait_for_message("rosa", "#releases", "What changes against version 1")
    assert "now “Run every test”" in said(card)


def test_killed_between_the_download_and_its_settlement_it_makes_one_draft(tmp_path: Path):
    town = Town(tmp_path, unlimited=True)
    try:
        town.start_bot(CRASH="after call read_file", CRASH_ONCE=str(tmp_path / "crashed"))
        team = Team(town)
        bring_in(team, YAML)
        town.slack.wait_for(lambda: town.crashed, 20)
        town.revive()
        town.slack.wait_for(lambda: team.cards("rosa", "#releases", "draft.edit"), 30)
        team.settled()
        (card,) = team.cards("rosa", "#releases", "draft.edit")
        assert "from the file web-shop.yaml" in said(card)
    finally:
        town.close()


def test_killed_after_the_file_was_sent_it_is_not_sent_again(tmp_path: Path):
    town = Town(tmp_path, unlimited=True)
    try:
        town.start_bot(CRASH="after call send_file", CRASH_ONCE=str(tmp_path / "crashed"))
        team = Team(town)
        bring_in(team, YAML)
        (card,) = town.slack.wait_for(lambda: team.cards("rosa", "#releases", "draft.export"), 30)
        town.slack.click("rosa", "#releases", card["ts"], "draft.export")
        town.slack.wait_for(lambda: town.crashed, 20)
        town.revive()
        team.settled(60)
        dm = town.slack.open_dm("rosa")
        sent = [f for m in town.slack.messages("rosa", dm) for f in m["files"] or ()]
        assert [each["name"] for each in sent] == ["web-shop.yaml"]
        assert read_process(given(team, "web-shop.yaml")).process is not None
    finally:
        town.close()
