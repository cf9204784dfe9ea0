"""The loop of every release: a defect is found, the fix is built, the same people sign again."""

from __future__ import annotations

import pytest

from tests.playground_client import DANA, KENJI, PRIYA, ROSA
from tests.stories.team import said, working
from tests.stories.test_files import bring_in

pytestmark = pytest.mark.story

SHOP = f"""\
process:
  id: web-shop
  name: Web shop
  owners: [{ROSA}]
  phases:
    - id: build
      name: Build
      activities:
        - {{id: build, name: Build it, type: automated, pipeline: build-and-test}}
    - id: validate
      name: Validate
      depends-on: [build]
      activities:
        - id: qa
          name: Validate it
          type: manual
          tasks:
            - id: sign-off
              name: Validate it
              kind: sign_off
              approvals: {{from: [{DANA}, {PRIYA}], needed: all}}
    - id: announce
      name: Announce
      depends-on: [validate]
      activities:
        - id: tell
          name: Tell the customers
          type: manual
          tasks: [{{id: do, name: Tell the customers, assignees: [{KENJI}]}}]
"""


def test_a_rejected_release_is_fixed_redone_from_the_build_signed_again_and_ends_well(tmp_path):
    with working(tmp_path) as team:
        bring_in(team, SHOP)
        [card] = team.slack.wait_for(lambda: team.cards("rosa", "#releases", "draft.publish"))
        team.publish(card)
        made = team.release("Web shop", version="4.2")

        team.click("dana", made, "Validate it", "task.approve")
        team.card(made, "1 of 2 approved")
        team.click("priya", made, "Validate it", "task.reject")
        team.reason("priya", "The tax is wrong in Norway")

        hold = team.card(made, "On hold", offering="hold.redo")
        form = team.open("rosa", hold, "hold.redo", "redo")
        assert "*rc 2*" in said(form)
        assert "*Runs again:* Build it and Validate it" in said(form)
        assert f"Validate it: <@{DANA}> and <@{PRIYA}>" in said(form)
        start = next(each for each in form["blocks"] if each["block_id"] == "redo.from")
        assert start["element"]["initial_option"]["value"] == "build.build"
        team.send("rosa", form, {"From": "build.build", "Why?": "Norway's tax, in 4.2-2"})

        told = team.copy("dana", "does not count any more")
        assert "your approval of “Validate it”" in said(told)
        assert "Norway's tax" in said(told)
        assert "your rejection" in said(team.copy("priya", "does not count any more"))
        announced = team.card(made, "redoes")
        assert "as rc 2" in said(announced)
        team.reads(made, "Web shop 4.2 rc 2")
        team.card(made, "had the release redone as rc 2", of="show_task")

        team.card(made, "round 2", offering="task.approve")
        for who in ("dana", "priya"):
            team.click(who, made, "round 2", "task.approve")
        team.click("kenji", made, "Tell the customers", "task.done")
        team.reads(made, f"{made.reference} Web shop 4.2 rc 2 succeeded")
        assert [each.split()[0] for each in team.town.runs()] == ["build", "build"]
