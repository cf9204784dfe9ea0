"""Dana is away: Priya signs for her, Dana comes back; and the release goes to another owner."""

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
    - id: validate
      name: Validate
      activities:
        - id: qa
          name: Validate it
          type: manual
          tasks:
            - id: sign-off
              name: Validate it
              kind: sign_off
              approvals: {{from: [{DANA}, {KENJI}], needed: all}}
    - id: announce
      name: Announce
      depends-on: [validate]
      activities:
        - id: tell
          name: Tell the customers
          type: manual
          tasks: [{{id: do, name: Tell the customers}}]
"""


def test_a_substitute_signs_for_who_is_away_and_a_release_changes_hands(tmp_path):
    with working(tmp_path) as team:
        bring_in(team, SHOP)
        [card] = team.slack.wait_for(lambda: team.cards("rosa", "#releases", "draft.publish"))
        team.publish(card)
        made = team.release("Web shop", version="4.2")
        team.card(made, "Validate it", offering="task.approve")

        away = f"away 2027-03-01 <@{PRIYA}>"
        told = team.told("dana", lambda: team.slack.command("dana", "#releases", away))
        assert f"releases ask <@{PRIYA}> instead" in told
        team.card(made, f"<@{PRIYA}> for <@{DANA}>, who is away until")
        assert "you stand in" in said(team.copy("priya", "you stand in"))

        refused = team.told(
            "dana", lambda: team.click("dana", made, "Validate it", "task.approve"), made
        )
        assert "You are away until" in refused
        team.copy("priya", "Validate it", offering="task.approve")
        team.click("priya", made, "Validate it", "task.approve")
        team.card(made, f"1 of 2 approved: <@{PRIYA}> for <@{DANA}>")

        back = "Releases ask you again"
        told = team.told("dana", lambda: team.slack.command("dana", "#releases", "away back"))
        assert back.lower() in told.lower()
        team.click("kenji", made, "Validate it", "task.approve")
        signed = team.card(made, "Approved")
        assert f"<@{PRIYA}> for <@{DANA}>" in said(signed)

        team.card(made, "Tell the customers", offering="task.done")
        team.slack.command("rosa", "#releases", f"handover {made.reference} <@{KENJI}>")
        form = team.slack.wait_for_view("rosa", "handover")
        assert made.reference in said(form)
        team.send("rosa", form, {})
        assert "handed" in said(team.copy("kenji", "its owner is"))
        team.copy("kenji", "Tell the customers", offering="task.done")
        team.click("kenji", made, "Tell the customers", "task.done")
        team.reads(made, "succeeded")
