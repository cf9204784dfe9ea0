"""A release is stopped by somebody who watches it, goes on, is aborted, and is run again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.views import again, control
from tests.playground_client import KENJI
from tests.stories.team import Made, Team, offers, said, working

pytestmark = pytest.mark.story

STEPS = (
    "1. The Engineer writes the notes.\n"
    "2. The QA lead signs off the regression results.\n"
    "3. The Engineer updates the status page.\n"
    "4. The Engineer sends the announcement.\n"
)


@pytest.fixture(scope="module")
def team(tmp_path_factory) -> Iterator[Team]:
    with working(tmp_path_factory.mktemp("stopping")) as team:
        yield team


@pytest.fixture(scope="module")
def made(team: Team) -> Made:
    return team.release(team.process("Web shop", STEPS, qa_lead="dana", engineer="kenji"))


def test_somebody_of_the_channel_stops_the_line_and_says_why(team: Team, made: Made):
    team.reads(made, "Waiting for")
    view = team.open("priya", team.message(made), control.STOP_THE_LINE, control.CONTROL)
    answer = team.send("priya", view, {"Why?": "Customers cannot pay"})
    assert not answer.get("errors"), answer
    shown = team.reads(made, "stopped the line")
    assert "Customers cannot pay" in said(shown)
    assert not offers(shown, control.STOP_THE_LINE)
    team.card(made, "Nothing new starts")


def test_what_was_asked_is_answered_meanwhile_and_nothing_follows_it(team: Team, made: Made):
    team.click("kenji", made, "notes", "task.done")
    shown = team.reads(made, "Held back until it is resumed")
    assert "regression results" in said(shown)
    assert not [each for each in team.thread(made) if "task.approve" in str(each["blocks"])]


def test_only_operators_let_it_go_on(team: Team, made: Made):
    told = team.told(
        "kenji",
        lambda: team.slack.click("kenji", made.channel, made.ts, control.RESUME),
    )
    assert "You cannot resume" in told
    team.slack.click("rosa", made.channel, made.ts, control.RESUME)
    team.card(made, "regression results", offering="task.approve")
    team.card(made, "resumed")


def test_a_step_is_skipped_by_part_of_its_name_before_its_turn(team: Team, made: Made):
    team.close_views("rosa")
    team.slack.command("rosa", made.channel, f"skip {made.reference} status page: it is frozen")
    view = team.slack.wait_for_view("rosa", control.CONTROL)
    assert "it is frozen" in str(view)
    team.send("rosa", view, {"Why?": "it is frozen"})
    team.reads(made, "when its turn comes: it is frozen")
    team.click("dana", made, "regression results", "task.approve")
    team.card(made, "announcement", offering="task.done")
    team.reads(made, f"<@{KENJI}>")


def test_after_an_abort_it_is_run_again_from_what_did_not_succeed(team: Team, made: Made):
    view = team.open("rosa", team.message(made), "release.abort", "reason")
    team.send("rosa", view, {"Why?": "The canary is on fire"})
    shown = team.reads(made, "Aborted")
    before = team.living(made.channel)
    view = team.open("rosa", shown, again.RUN_AGAIN, again.AGAIN)
    answer = team.send("rosa", view, {"Begin": "failed"})
    assert not answer.get("errors"), answer
    message = team.slack.wait_for(lambda: team._new(before, team.living(made.channel)))
    repeated = Made("", made.channel, message["ts"])
    team.reads(repeated, f"It succeeded in {made.reference}")
    team.card(repeated, "regression results", offering="task.approve")
