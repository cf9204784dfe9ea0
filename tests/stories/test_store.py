"""The activity store over the wire: found with a slip, used in a draft, in use, put aside."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.playground_client import ROSA, Json
from tests.stories.team import Team, offers, said, working
from tests.stories.test_files import bring_in, given

pytestmark = pytest.mark.story

DEPLOY = """\
activity:
  id: deploy-service
  name: Deploy a service
  type: automated
  description: Rolls it out and waits until it is healthy.
  tags: [kubernetes]
  inputs:
    - name: version
    - {name: region, type: choice, allowed-values: [eu, us], default: eu}   # where we are
  outputs: [url]
"""
SHOP = f"""\
process:
  id: web-shop
  name: Web shop
  owners: [{ROSA}]
  inputs: [{{name: version}}]
  phases:
    - id: ship
      name: Ship
      activities:
        - {{id: notes, name: Write the notes, type: manual, tasks: [{{id: do, name: Write}}]}}
"""


@pytest.fixture(scope="module")
def team(tmp_path_factory) -> Iterator[Team]:
    with working(tmp_path_factory.mktemp("store")) as team:
        yield team


def press(team: Team, message: Json, action_id: str) -> None:
    team.slack.click("rosa", "#releases", message["ts"], action_id)


def newest(team: Team, action_id: str) -> Json:
    return team.slack.wait_for(
        lambda: (found := team.cards("rosa", "#releases", action_id)) and found[-1]
    )


def show(team: Team) -> Json:
    """From a search with a slip of typing to the card of what it finds."""
    found = team.private(
        "rosa",
        lambda: team.slack.command("rosa", "#releases", "store depoly"),
        offering="store.show",
    )
    assert "Deploy a service" in said(found)
    return team.private("rosa", lambda: press(team, found, "store.show"))


def test_an_activity_is_found_with_a_slip_used_published_deprecated_and_not_deleted(team: Team):
    bring_in(team, DEPLOY)
    proposed = newest(team, "store.publish")
    told = team.told("rosa", lambda: press(team, proposed, "store.publish"))
    assert "is in the store as version 1" in told

    bring_in(team, SHOP)
    card = newest(team, "draft.publish")
    shown = show(team)
    assert "nobody yet" in said(shown)
    form = team.open("rosa", shown, "store.use", "store.use_form")
    team.send("rosa", form, {"Where": "0.0", "Name there": "Deploy the shop"})
    inputs = team.slack.wait_for_view("rosa", "store.map_form")
    assert "{{ inputs.version }}" in str(inputs["blocks"]), "suggested by its name"
    done = team.told("rosa", lambda: team.send("rosa", inputs, {"version": "{{ inputs.version }}"}))
    assert "is in the draft “Web shop” now, in “Ship”" in done
    team.slack.wait_for(lambda: "Deploy the shop" in said(team.again(card)))
    team.publish(card)

    shown = show(team)
    assert "Web shop, version 1: ship.deploy-the-shop; takes version 1" in said(shown)
    refused = team.told("rosa", lambda: press(team, shown, "store.delete"))
    assert "is in use by the process “Web shop”" in refused

    team.open("rosa", shown, "store.deprecate", "store.deprecate_form")
    aside = team.slack.wait_for_view("rosa", "store.deprecate_form")
    assert "is deprecated" in team.told("rosa", lambda: team.send("rosa", aside, {}))
    shown = show(team)
    assert "Deprecated by" in said(shown)
    assert not offers(shown, "store.use")


def test_it_goes_out_as_the_file_it_came_in_as(team: Team):
    shown = show(team)
    press(team, shown, "store.export")
    assert given(team, "deploy-service.yaml") == DEPLOY
