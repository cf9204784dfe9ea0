"""Who may click what, what a click counts for, and what late, double and stale clicks are told."""

from __future__ import annotations

import copy
import threading
from collections.abc import Iterator

import pytest

from tests.playground_client import DANA, KENJI, PRIYA, QA_TEAM, ROSA, Json
from tests.stories.team import Made, Team, offers, said, working

pytestmark = pytest.mark.story

BOARD = "- The Release board signs off the release notes."
SIGNING = """\
- The QA lead signs off the regression results.
- After that, the Engineer sends the announcement.
"""
BY_HAND = "- Run `./deploy.sh production`."
TO_DO = "- The Engineer freezes the main branch."


@pytest.fixture(scope="module")
def team(tmp_path_factory) -> Iterator[Team]:
    with working(tmp_path_factory.mktemp("clicks")) as team:
        yield team


@pytest.fixture(scope="module")
def board(team: Team) -> str:
    """Two of three must sign: said in the outline editor."""
    card = team.draft(BOARD, title="Board")
    team.bind(card, release_board="dana kenji priya")
    answer = team.edit(card, "release notes", {"How many must approve": "2"})
    assert answer["status"] == "ok", answer
    team.publish(card)
    return "Board"


@pytest.fixture(scope="module")
def signing(team: Team) -> str:
    return team.process("Signing", SIGNING, qa_lead="dana", engineer="kenji")


@pytest.fixture(scope="module")
def by_hand(team: Team) -> str:
    return team.process("By hand", BY_HAND)


@pytest.fixture(scope="module")
def to_do(team: Team, signing: str) -> str:
    return team.process("To do", TO_DO)  # the engineer is known by now


def audit(team: Team, made: Made) -> str:
    return team.told(
        "rosa", lambda: team.slack.command("rosa", "#releases", f"audit {made.reference}")
    )


def rejected(team: Team, signing: str) -> Made:
    made = team.release(signing)
    team.click("dana", made, "regression", "task.reject")
    assert team.reason("dana", "Two tests fail on Safari.")["status"] == "ok"
    team.card(made, "On hold", offering="hold.retry")
    return made


# --- sign-offs ----------------------------------------------------------------------------------


def test_a_click_by_someone_not_named_is_refused_with_who_can(team: Team, board: str):
    made = team.release(board)
    heard = team.told(
        "rosa", lambda: team.click("rosa", made, "release notes", "task.approve"), made
    )
    for each in (DANA, KENJI, PRIYA):
        assert f"<@{each}>" in heard
    assert "Release board" in heard
    heard = team.told(
        "rosa", lambda: team.click("rosa", made, "release notes", "task.reject"), made
    )
    assert "can sign" in heard
    assert team.slack.views("rosa") == []
    assert "approved" not in said(team.card(made, "release notes")).lower().replace("approves", "")


def test_a_quorum_of_two_of_three_needs_two_people(team: Team, board: str):
    made = team.release(board)
    asked = team.card(made, "release notes", offering="task.approve")
    assert "2 of them must approve" in said(asked)
    team.click("dana", made, "release notes", "task.approve")
    once = team.card(made, "1 of 2 approved", offering="task.approve")
    assert f"<@{DANA}>" in said(once)
    heard = team.told(
        "dana", lambda: team.click("dana", made, "release notes", "task.approve"), made
    )
    assert "You approved this" in heard
    assert f"<@{KENJI}>" in heard
    assert f"<@{PRIYA}>" in heard
    team.click("priya", made, "release notes", "task.approve")
    team.reads(made, "succeeded")
    card = team.again(once, "rosa", made.channel)
    assert not offers(card, "task.approve")
    assert f"<@{DANA}>" in said(card)
    assert f"<@{PRIYA}>" in said(card)
    late = team.told(
        "kenji",
        lambda: team.slack.click(
            "kenji", made.channel, card["ts"], "task.approve", message_version=0
        ),
        made,
    )
    assert "was approved by" in late
    assert "<!date^" in late


def test_a_click_delivered_twice_is_one_verdict(team: Team, board: str):
    made = team.release(board)
    card = team.card(made, "release notes", offering="task.approve")
    team.slack.fault("delivery", "redeliver")
    team.click("dana", made, "release notes", "task.approve")
    team.card(made, "1 of 2 approved")
    team.slack.click("dana", made.channel, card["ts"], "task.approve", message_version=0)
    assert "1 of 2 approved" in said(team.card(made, "release notes"))
    assert audit(team, made).count("approve") == 2  # the text, and the same once in its block


def test_of_two_people_racing_the_first_wins_and_the_other_is_told(team: Team):
    made = team.release(
        team.process("Race", "- The Testers sign off the build.", testers="dana kenji")
    )
    card = team.card(made, "build", offering="task.approve")
    answers: dict[str, str] = {}

    def click(who: str) -> None:
        def act() -> None:
            team.slack.click(who, made.channel, card["ts"], "task.approve", message_version=0)

        try:
            answers[who] = team.told(who, act, made, timeout=3)
        except AssertionError:
            answers[who] = ""

    both = [threading.Thread(target=click, args=[who]) for who in ("dana", "kenji")]
    for each in both:
        each.start()
    for each in both:
        each.join()
    told = [each for each in answers.values() if each]
    assert len(told) == 1, answers
    winner = DANA if answers["kenji"] else KENJI
    assert f"was approved by <@{winner}>" in told[0]
    team.reads(made, "succeeded")


def test_a_rejection_holds_what_waits_and_a_retry_asks_anew_on_a_new_card(team: Team, signing: str):
    made = rejected(team, signing)
    first = team.card(made, "Two tests fail", of="show_task")
    assert "Two tests fail on Safari." in said(first)
    assert f"<@{DANA}>" in said(first)
    assert not offers(first, "task.approve")
    hold = team.card(made, "On hold", offering="hold.retry")
    assert f"<@{ROSA}>" in said(hold)
    assert "announcement" in said(hold)  # what waits
    assert f"<@{ROSA}>" in said(team.copy("rosa", "On hold", offering="hold.retry"))

    team.click("rosa", made, "On hold", "hold.retry")
    second = team.card(made, "regression", offering="task.approve")
    assert second["ts"] != first["ts"]
    assert "round 2" in said(second)
    assert "Two tests fail on Safari." in said(second)  # the earlier round, no longer counted
    assert said(team.again(first, "rosa", made.channel)) == said(first)
    assert not offers(team.card(made, "Started again"), "hold.retry")

    old = team.told(
        "dana",
        lambda: team.slack.click(
            "dana", made.channel, first["ts"], "task.approve", message_version=0
        ),
        made,
    )
    assert "round 1" in old
    assert "round 2" in old
    again = team.told(
        "rosa",
        lambda: team.slack.click("rosa", made.channel, hold["ts"], "hold.retry", message_version=0),
        made,
    )
    assert f"was retried already, by <@{ROSA}>" in again
    assert offers(team.card(made, "round 2"), "task.approve")


def test_what_is_ignored_with_a_reason_lets_the_rest_go_on(team: Team, signing: str):
    made = rejected(team, signing)
    team.click("rosa", made, "On hold", "hold.ignore")
    assert team.reason("rosa", "Known and harmless.")["status"] == "ok"
    card = team.card(made, "Ignored", of="show_hold")
    assert "Known and harmless." in said(card)
    assert f"<@{ROSA}>" in said(card)
    assert not offers(card, "hold.retry")
    team.click("kenji", made, "announcement", "task.done")
    team.reads(made, "succeeded in part")


def test_an_abort_ends_the_release_with_its_reason_and_closes_its_tasks(team: Team, signing: str):
    made = rejected(team, signing)
    team.click("rosa", made, "On hold", "hold.abort")
    view = team.slack.wait_for_view("rosa", "reason")
    assert made.reference in said(view)
    assert team.reason("rosa", "We skip this one.")["status"] == "ok"
    living = team.reads(made, "borted")
    assert "We skip this one." in said(living)
    assert not offers(living, "release.abort")
    assert not offers(team.card(made, "The release was aborted"), "hold.retry")
    told = team.told(
        "rosa", lambda: team.slack.command("rosa", "#releases", f"abort {made.reference}")
    )
    assert "ended" in told


def test_a_click_on_a_finished_release_is_told_that_its_task_is_closed(team: Team, board: str):
    made = team.release(board)
    card = team.card(made, "release notes", offering="task.approve")
    living = team.message(made)
    team.slack.click("rosa", made.channel, living["ts"], "release.abort")
    assert team.reason("rosa", "Not today.")["status"] == "ok"
    team.reads(made, "borted")
    late = team.told(
        "dana",
        lambda: team.slack.click(
            "dana", made.channel, card["ts"], "task.approve", message_version=0
        ),
        made,
    )
    assert "is closed" in late
    assert not offers(team.again(card, "dana", made.channel), "task.approve")


def test_a_reason_sent_too_late_is_told_what_was_decided(team: Team, signing: str):
    made = team.release(signing)
    card = team.card(made, "regression", offering="task.reject")
    team.slack.click("dana", made.channel, card["ts"], "task.reject")
    form = team.slack.wait_for_view("dana", "reason")
    team.slack.click("dana", made.channel, card["ts"], "task.approve")
    answer = team.send("dana", form, {"Why?": "Changed my mind."})
    assert f"was approved by <@{DANA}>" in said(answer.get("view")) + str(answer.get("errors"))
    assert team.slack.views("dana")  # what was typed is not lost
    team.close_views("dana")
    team.click("kenji", made, "announcement", "task.done")
    assert "succeeded in part" not in said(team.reads(made, "succeeded"))


def test_who_may_sign_follows_the_user_group(team: Team):
    """Bound to a group, a gate asks whoever is in it; given approvals stand."""
    card = team.draft("- The Release team signs off the gate.", title="Gate")
    view = team.open("rosa", card, "draft.roles", "roles")
    assert team.send("rosa", view, {"Release team: user groups": [QA_TEAM]})["status"] == "ok"
    team.publish(card)
    made = team.release("Gate")
    asked = team.card(made, "gate", offering="task.approve")
    assert f"<@{KENJI}>" in said(asked)
    refused = team.told("priya", lambda: team.click("priya", made, "gate", "task.approve"), made)
    assert "You are not asked here" in refused
    team.slack.post("groups", id=QA_TEAM, handle="qa-team", users=[DANA, PRIYA])
    now = team.card(made, f"<@{PRIYA}>", offering="task.approve")
    assert f"<@{KENJI}>" not in said(now)
    refused = team.told("kenji", lambda: team.click("kenji", made, "gate", "task.approve"), made)
    assert f"<@{PRIYA}>" in refused
    team.click("priya", made, "gate", "task.approve")
    team.reads(made, "succeeded")
    team.slack.post("groups", id=QA_TEAM, handle="qa-team", users=[DANA, KENJI])


# --- to-dos and work run by hand ----------------------------------------------------------------


def test_a_decision_edits_every_copy_and_says_who_and_when(team: Team, to_do: str):
    made = team.release(to_do)
    dm = team.copy("kenji", made.reference, offering="task.done")
    team.slack.open_home("kenji")
    home = team.slack.wait_for(
        lambda: (now := team.slack.home("kenji")) and made.reference in said(now) and now
    )
    row = _row(home, made.reference)

    def double_click() -> None:
        team.slack.fault("delivery", "redeliver")
        team.slack.click(
            "kenji", None, None, "task.done", view_id=home["id"], block_id=row["block_id"]
        )

    # Over App Home, where no private message would be seen.
    late = team.told("kenji", double_click)
    assert f"was done by <@{KENJI}>" in late
    team.close_views("kenji")
    card = team.card(made, "main branch", of="show_task")
    place = team.slack.open_dm("kenji")
    for copied in (
        team.slack.wait_for(
            lambda: not offers(now := team.again(card, "rosa", made.channel), "task.done") and now
        ),
        team.slack.wait_for(
            lambda: not offers(now := team.again(dm, "kenji", place), "task.done") and now
        ),
    ):
        assert f"Done by <@{KENJI}>" in said(copied)
        assert "<!date^" in said(copied)
    team.slack.wait_for(lambda: made.reference not in _tasks(team.slack.home("kenji")))
    late = team.told(
        "kenji",
        lambda: team.slack.click("kenji", place, dm["ts"], "task.done", message_version=0),
    )
    assert f"was done by <@{KENJI}>" in late


def test_work_run_by_hand_is_done_by_the_owner(team: Team, by_hand: str):
    made = team.release(by_hand)
    card = team.card(made, "deploy.sh", offering="task.done")
    assert "./deploy.sh production" in said(card)
    heard = team.told("dana", lambda: team.click("dana", made, "deploy.sh", "task.done"), made)
    assert f"<@{ROSA}>" in heard
    team.click("rosa", made, "deploy.sh", "task.done")
    team.reads(made, "succeeded")


def test_work_run_by_hand_that_failed_is_on_hold_until_it_is_retried(team: Team, by_hand: str):
    made = team.release(by_hand)
    team.click("rosa", made, "deploy.sh", "task.failed")
    view = team.slack.wait_for_view("rosa", "reason")
    empty = team.send("rosa", view, {"What happened": "   "})
    assert empty.get("errors"), empty
    assert team.reason("rosa", "The disk is full.")["status"] == "ok"
    hold = team.card(made, "On hold", offering="hold.retry")
    assert "The disk is full." in said(hold)
    team.click("rosa", made, "On hold", "hold.retry")
    team.click("rosa", made, "round 2", "task.done")
    team.reads(made, "succeeded")


# --- drafts -------------------------------------------------------------------------------------


def test_saving_over_a_draft_that_changed_meanwhile_is_refused_with_the_difference(team: Team):
    card = team.draft(SIGNING, title="Conflict")
    outline = team.open("rosa", card, "draft.edit", "outline")
    team.menu("rosa", outline, "announcement", "Edit")
    mine = team.slack.wait_for_view("rosa", "outline.activity")
    theirs = team.edit(card, "announcement", {"Name": "Tell the customers"}, who="dana")
    assert theirs["status"] == "ok"
    answer = team.send("rosa", mine, {"Name": "Tell the press"})
    words = (
        said(answer.get("view")) or str(answer.get("errors")) or said(team.slack.views("rosa")[-1])
    )
    assert "changed while you had it open" in words
    assert f"<@{DANA}>" in words
    assert "Tell the customers" in words
    # The same by the menu of an outline that is older than the draft.
    stale = team.open("rosa", card, "draft.edit", "outline")
    assert team.edit(card, "regression", {"Name": "Check it"}, who="dana")["status"] == "ok"
    heard = team.told("rosa", lambda: team.menu("rosa", stale, "Tell the customers", "Remove"))
    assert "changed while you had it open" in heard
    assert "Check it" in heard
    now = team.slack.wait_for(
        lambda: "Tell the customers" in said(again := team.again(card)) and again
    )
    assert "Tell the press" not in said(now)
    stale = team.told(
        "rosa",
        lambda: team.slack.click(
            "rosa", "#releases", card["ts"], "draft.publish", stale=[_publish(card)]
        ),
    )
    assert "changed while you had it open" in stale
    assert "was published" not in said(team.again(card))


def test_a_sign_off_bound_to_nobody_cannot_be_published(team: Team):
    card = team.draft("- The Security officer signs off the books.", title="Unbound")
    assert not offers(card, "draft.publish")
    assert "Security officer" in said(card)
    heard = team.told(
        "rosa",
        lambda: team.slack.click(
            "rosa", "#releases", card["ts"], "draft.publish", stale=[_publish(card)]
        ),
    )
    assert "cannot be published yet" in heard
    assert "Security officer must sign" in heard
    assert "was published" not in said(team.again(card))


def test_a_draft_that_is_published_or_discarded_is_told_so(team: Team):
    card = team.draft(BY_HAND, title="Told so")
    team.slack.click("rosa", "#releases", card["ts"], "draft.discard")
    gone = team.slack.wait_for(lambda: "discarded" in said(now := team.again(card)) and now)
    assert f"<@{ROSA}>" in said(gone)
    for action_id in ("draft.edit", "draft.publish"):
        heard = team.told(
            "rosa",
            lambda action_id=action_id: team.slack.click(
                "rosa", "#releases", card["ts"], action_id, stale=card["blocks"]
            ),
        )
        assert f"was discarded already by <@{ROSA}>" in heard


# --- rights -------------------------------------------------------------------------------------


def test_people_without_the_right_are_told_who_may(team: Team, signing: str):
    card = team.draft(BY_HAND, title="Not yours")
    refused = team.told(
        "dana", lambda: team.slack.click("dana", "#releases", card["ts"], "draft.publish")
    )
    assert f"<@{ROSA}>" in refused
    assert "publish" in refused
    assert offers(team.again(card), "draft.publish")
    refused = team.told(
        "dana", lambda: team.slack.click("dana", "#releases", card["ts"], "draft.discard")
    )
    assert f"<@{ROSA}>" in refused

    planned = team.release(signing, later=True)
    refused = team.told(
        "dana", lambda: team.slack.click("dana", "#releases", planned.ts, "release.start"), planned
    )
    assert f"start {planned.reference}" in refused
    assert f"<@{ROSA}>" in refused
    refused = team.told(
        "dana", lambda: team.slack.command("dana", "#releases", f"start {planned.reference}")
    )
    assert f"<@{ROSA}>" in refused
    refused = team.told(
        "dana", lambda: team.slack.command("dana", "#releases", f"abort {planned.reference}")
    )
    assert f"<@{ROSA}>" in refused
    assert offers(team.message(planned), "release.start")
    team.slack.click("rosa", "#releases", planned.ts, "release.abort")
    assert team.reason("rosa", "Only tried.")["status"] == "ok"
    team.reads(planned, "borted")

    held = rejected(team, signing)
    for action_id in ("hold.retry", "hold.ignore", "hold.abort"):
        refused = team.told(
            "priya",
            lambda action_id=action_id: team.click("priya", held, "On hold", action_id),
            held,
        )
        assert f"<@{ROSA}>" in refused
        assert "cannot" in refused
    assert team.slack.views("priya") == []
    assert offers(team.card(held, "On hold"), "hold.retry")


def test_someone_else_may_ask_for_a_draft_and_then_owns_its_process(team: Team):
    card = team.draft("- The Engineer cleans up.", title="Danas own", who="dana")
    team.publish(card, who="dana")
    heard = team.told("kenji", lambda: team.make("Danas own", who="kenji"))
    assert f"<@{DANA}>" in heard
    assert f"<@{ROSA}>" in heard
    assert "start Danas own" in heard
    made = team.release("Danas own", who="dana")
    team.click("kenji", made, "Clean", "task.done")
    team.reads(made, "succeeded")


def _row(home: Json, reference: str) -> Json:
    """The buttons that stand under the row of this release."""
    blocks = home["blocks"]
    at = next(n for n, each in enumerate(blocks) if reference in said({"blocks": [each]}))
    return next(each for each in blocks[at:] if each["type"] == "actions")


def _tasks(home: Json | None) -> str:
    return "\n".join(
        said({"blocks": [each]}) for each in (home or {}).get("blocks", ()) if "To do" in str(each)
    )


def _publish(card: Json) -> Json:
    """What an old client, or somebody who knows Slack's API, could still send."""
    row = next(
        copy.deepcopy(each) for each in card["blocks"] if offers({"blocks": [each]}, "draft.edit")
    )
    edit = next(each for each in row["elements"] if each["action_id"] == "draft.edit")
    return {**row, "elements": [{**edit, "action_id": "draft.publish"}]}
