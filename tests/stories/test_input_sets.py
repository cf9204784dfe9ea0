"""Import, check, mend, publish, start with an input set: two places, one shared set."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.playground_client import ROSA, Json
from tests.stories.team import Team, said, working

pytestmark = pytest.mark.story

PROGRAM = """\
import json, os, sys
told = {k[15:].lower(): v for k, v in os.environ.items() if k.startswith("DRUMBEAT_INPUT_")}
with open(sys.argv[1], "a") as file:
    file.write(json.dumps(told) + "\\n")
"""
CATALOGUE = """\
pipelines:
  deploy:
    provider: command
    argv: ["{{python}}", "{program}", "{told}"]
    inputs: [image, region, replicas]
    timeout: 60 s
"""
ACTIVITY = """\
activity:
  id: deploy-service
  name: Deploy a service
  type: automated
  inputs:
    - {name: region, type: choice, allowed-values: [eu, us]}
    - {name: replicas, type: number, default: 2, min: 1}
    - {name: image}
  pipeline: deploy
"""
PROCESS = f"""\
process:
  id: shop
  name: Shop
  owners: [{ROSA}]
  inputs:
    - {{name: ticket, description: The change request.}}
  phases:
    - id: deploy
      name: Deploy
      activities:
        - id: eu
          name: Deploy EU
          type: automated
          uses: deploy-service
          inputs: {{image: "shop:{{{{ release.version }}}}"}}
        - id: us
          name: Deploy US
          type: automated
          uses: deploy-service
          inputs: {{image: "shop:{{{{ release.version }}}}"}}
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("told") / "told.jsonl"


@pytest.fixture(scope="module")
def team(tmp_path_factory, told) -> Iterator[Team]:
    directory = tmp_path_factory.mktemp("shop")
    program, catalogue = directory / "told.py", directory / "own.yaml"
    program.write_text(PROGRAM)
    catalogue.write_text(CATALOGUE.format(program=program, told=told))
    with working(directory, DRUMBEAT_PIPELINES=str(catalogue)) as team:
        yield team


def bring_in(team: Team, verb: str, content: str) -> None:
    team.close_views("rosa")
    team.slack.command("rosa", "#releases", f"{verb} import")
    view = team.slack.wait_for_view("rosa", "file.import")
    file = team.slack.post("upload", **{"as": ROSA}, name="shop.yaml", content=content)["file"]
    label = "The process as YAML" if verb == "process" else "The input set as YAML"
    assert team.send("rosa", view, {label: [file]})["status"] == "ok"


def filled_in(team: Team, view: Json, values: Json) -> Json:
    """Send a form by the ids of its fields."""
    elements = {b["block_id"]: b.get("element") for b in view["blocks"]}
    given = {block: {elements[block]["action_id"]: value} for block, value in values.items()}
    answer = team.slack.submit("rosa", view["id"], given)
    assert answer["status"] == "ok", answer
    assert not answer.get("errors"), answer
    return answer


def new_set(team: Team, of: str) -> Json:
    """*New…* below the list of sets; the first page of the form."""
    team.close_views("rosa")
    answer = team.private(
        "rosa",
        lambda: team.slack.command("rosa", "#releases", f"inputs {of}"),
        offering="inputs.new",
    )
    team.slack.click("rosa", "#releases", answer["ts"], "inputs.new")
    return team.slack.wait_for_view("rosa", "inputs.form")


def test_a_release_made_with_an_input_set_tells_each_pipeline_exactly_its_values(
    team: Team, told: Path
):
    bring_in(team, "process", ACTIVITY)
    card = team.slack.wait_for(
        lambda: (team.cards("rosa", "#releases", "store.publish") or [None])[0]
    )
    team.slack.click("rosa", "#releases", card["ts"], "store.publish")
    team.slack.wait_for(lambda: "was published" in said(team.again(card)))

    bring_in(
        team,
        "process",
        PROCESS.replace("type: automated\n          uses", "type: auto\n          uses", 1),
    )
    dm = team.slack.open_dm("rosa")
    mistake = team.slack.wait_for_message("rosa", dm, "cannot be taken in yet")
    assert "line 13, column 11" in said(mistake)
    bring_in(team, "process", PROCESS)
    draft = team.slack.wait_for(
        lambda: (team.cards("rosa", "#releases", "draft.edit") or [None])[0]
    )
    team.publish(draft)

    view = new_set(team, "deploy-service")
    values = {"set.name": "Production", "set.0.1": "4"}
    assert "is saved" in team.told("rosa", lambda: filled_in(team, view, values))
    view = new_set(team, "shop")
    assert "Page 1 of 2" in said(view)
    first = {"set.name": "EU and US", "set.0.0": "CR-7", "set.1.link": "production", "set.1.0": "0"}
    filled_in(team, view, first)
    second = team.slack.wait_for_view("rosa", "inputs.form")
    assert "Page 2 of 2" in said(second)
    last = {"set.2.link": "production", "set.2.0": "1"}
    assert "is saved" in team.told("rosa", lambda: filled_in(team, second, last))
    listed = team.told("rosa", lambda: team.slack.command("rosa", "#releases", "inputs shop"))
    assert "EU and US: complete" in listed

    before = team.living()
    team.slack.command("rosa", "#releases", "new shop")
    view = team.slack.wait_for_view("rosa", "release.new")
    where = {"view_id": view["id"], "block_id": "release.set"}
    team.slack.click("rosa", None, None, "release.set", **where, selected_option="eu-and-us")
    view = team.slack.wait_for(
        lambda: "CR-7, as “EU and US” says" in said(v := team.slack.views("rosa")[-1]) and v
    )
    filled_in(team, view, {"release.version": "4.2"})
    message = team.slack.wait_for(lambda: next((m for m in team.living() if m not in before), None))
    team.slack.wait_for(lambda: "succeeded" in said(team.again(message)), 60)
    assert "input set EU and US" in said(team.again(message))
    lines = [json.loads(each) for each in told.read_text().splitlines()]
    assert sorted(lines, key=lambda each: each["region"]) == [
        {"image": "shop:4.2", "region": "eu", "replicas": "4"},
        {"image": "shop:4.2", "region": "us", "replicas": "4"},
    ]
