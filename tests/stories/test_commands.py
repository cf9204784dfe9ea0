"""Every verb, typed as a slash command and said as a mention: in a channel, a thread and a DM."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.playground_client import DANA, KENJI, ROSA, Json
from tests.stories.team import Made, Team, offers, said, working

pytestmark = pytest.mark.story

SHOP = "- The QA lead signs off the regression results.\n- The Engineer sends the announcement.\n"
FIRST = ("draft", "new PROCESS", "start REF", "status", "mine")


@pytest.fixture(scope="module")
def team(tmp_path_factory) -> Iterator[Team]:
    with working(tmp_path_factory.mktemp("commands")) as team:
        yield team


@pytest.fixture(scope="module")
def shop(team: Team) -> str:
    return team.process("Web shop", SHOP, qa_lead="dana", engineer="kenji")


@pytest.fixture(scope="module")
def running(team: Team, shop: str) -> Made:
    """The only unfinished release of #web-team."""
    return team.release(shop, version="4.2.0", channel="#web-team")


@pytest.fixture(scope="module")
def several(team: Team, shop: str) -> list[Made]:
    """Two running releases and a planned one in #releases."""
    found = [team.release(shop, version=each) for each in ("5.1", "5.2")]
    return [*found, team.release(shop, version="6.0", later=True)]


Ask = Callable[..., Json]


@pytest.fixture(params=["command", "mention", "DM"])
def ask(team: Team, request: pytest.FixtureRequest) -> Ask:
    """Ask the same in each of three ways; the private answer."""

    def asked(text: str, who: str = "rosa", channel: str = "#web-team") -> Json:
        where: Any = channel
        match request.param:
            case "command":

                def act() -> None:
                    assert team.slack.command(who, channel, text)["status"] == "ok"

            case "mention":

                def act() -> None:
                    team.slack.say(who, channel, f"@Drumbeat {text}")

            case _:

                def act() -> None:
                    team.slack.say(who, team.slack.open_dm(who), text)

        return team.private(who, act, where)

    asked.way = request.param  # type: ignore[attr-defined]
    return asked


def test_help_shows_eight_verbs_and_help_all_the_rest(ask: Ask):
    short = said(ask("help"))
    for each in FIRST:
        assert f"/release {each}" in short
    assert "help all" in short
    assert "/release audit" not in short
    everything = said(ask("HELP all"))
    for each in ("processes", "process NAME", "roles", "audit REF", "abort REF"):
        assert f"/release {each}" in everything


def test_nothing_typed_gives_the_private_card(team: Team, running: Made):
    for act in (
        lambda: team.slack.command("dana", "#web-team", ""),
        lambda: team.slack.say("dana", "#web-team", "@Drumbeat"),
    ):
        card = team.private("dana", act, "#web-team")
        assert "regression" in said(card)
        assert running.reference in said(card)
        assert offers(card, "task.approve")
        assert offers(card, "home.new")
        assert offers(card, "home.draft")
    for act in (
        lambda: team.slack.command("priya", "#web-team", "  "),
        lambda: team.slack.say("priya", team.slack.open_dm("priya"), "@Drumbeat"),
    ):
        assert "Nothing waits for you" in said(team.private("priya", act, "#web-team"))


def test_processes_lists_what_is_published(ask: Ask, shop: str):
    listed = said(ask("processes"))
    assert "Web shop" in listed
    assert "web-shop" in listed
    assert "version 1" in listed


@pytest.mark.parametrize("typed", ["web-shop", "WEB SHOP", "“Web shop”", "web"])
def test_process_shows_one_by_id_or_name(team: Team, shop: str, typed: str):
    shown = team.private(
        "kenji",
        lambda: team.slack.command("kenji", "#web-team", f"process {typed}"),
        "#web-team",
        offering="home.new",
    )
    assert "regression" in said(shown)
    assert "QA lead" in said(shown)


def test_process_and_roles_answer_mentions_too(ask: Ask, shop: str):
    assert "regression" in said(ask("process web-shop"))
    shown = ask("roles")
    assert f"<@{DANA}>" in said(shown)
    assert "QA lead" in said(shown)
    assert offers(shown, "roles.edit")


def test_roles_can_be_changed_for_the_whole_workspace(team: Team, shop: str):

    def roles() -> Json:
        return team.private(
            "rosa",
            lambda: team.slack.command("rosa", "#web-team", "roles"),
            "#web-team",
            offering="roles.edit",
        )

    shown = roles()
    team.close_views("rosa")
    team.slack.click("rosa", "#web-team", shown["ts"], "roles.edit")
    view = team.slack.wait_for_view("rosa", "roles")
    assert team.send("rosa", view, {"Engineer": [KENJI, DANA]})["status"] == "ok"
    heard = said(roles())
    engineer = next(row for row in heard.split("\n") if row.startswith(("Engineer", "*Engineer")))
    assert f"<@{DANA}>" in engineer
    assert f"<@{KENJI}>" in engineer


def test_status_takes_the_channels_one_unfinished_release(team: Team, ask: Ask, running: Made):
    # A DM is nobody's channel: there a release is named.
    in_dm = ask.way == "DM"  # type: ignore[attr-defined]
    told = said(ask(f"status {running.reference.lower()}" if in_dm else "status"))
    assert told.startswith(f"{running.reference} Web shop 4.2.0:")
    assert f"<@{DANA}>" in told


def test_a_reference_alone_in_any_case_is_its_status(ask: Ask, running: Made):
    assert said(ask(running.reference.lower())).startswith(f"{running.reference} Web shop 4.2.0:")
    assert said(ask(f"Status “{running.reference}”")).startswith(running.reference)


def test_a_mention_may_stand_within_a_sentence(team: Team, running: Made):
    for text in ("hey @Drumbeat, status", "@Drumbeat: status", "@Drumbeat status!"):
        heard = team.told(
            "kenji", lambda text=text: team.slack.say("kenji", "#web-team", text), "#web-team"
        )
        assert heard.startswith(running.reference), (text, heard)


def test_a_thread_implies_its_release(team: Team, running: Made, several: list[Made]):
    for made in several[:2]:
        heard = team.told(
            "kenji",
            lambda made=made: team.slack.say(
                "kenji", "#releases", "@Drumbeat status", thread_ts=made.ts
            ),
            made,
        )
        assert heard.startswith(made.reference)
    task = team.copy("dana", several[1].reference)
    dm = team.slack.open_dm("dana")
    before = {each["ts"] for each in team.slack.messages("dana", dm, task["ts"])}
    team.slack.say("dana", dm, "status", thread_ts=task["ts"])
    answer = team.slack.wait_for(
        lambda: next(
            (
                each
                for each in team.slack.messages("dana", dm, task["ts"])
                if each["ts"] not in before and each["user"] != DANA
            ),
            None,
        )
    )
    assert said(answer).startswith(several[1].reference)


@pytest.mark.parametrize("verb", ["status", "audit"])
def test_several_unfinished_releases_give_a_select(team: Team, several: list[Made], verb: str):
    asked = team.private(
        "kenji",
        lambda: team.slack.command("kenji", "#releases", verb),
        offering="release.choose",
    )
    for each in several:
        assert each.reference in said(asked) + str(asked["blocks"])
    menu = next(
        each
        for block in asked["blocks"]
        for each in block.get("elements", ())
        if each["action_id"] == "release.choose"
    )
    option = next(each for each in menu["options"] if several[1].reference in str(each["text"]))
    chosen = team.told(
        "kenji",
        lambda: team.slack.click(
            "kenji", "#releases", asked["ts"], "release.choose", selected_option=option
        ),
    )
    assert several[1].reference in chosen
    assert several[0].reference not in chosen


def test_start_starts_what_is_planned(team: Team, shop: str):
    for n, act in enumerate(
        (
            lambda ref: team.slack.command("rosa", "#releases", f"start {ref.lower()}"),
            lambda ref: team.slack.say("rosa", "#releases", f"@Drumbeat start {ref}"),
            lambda ref: team.slack.say("rosa", team.slack.open_dm("rosa"), f"start {ref}"),
        )
    ):
        made = team.release(shop, version=f"7.{n}", later=True)
        living = team.message(made)
        assert offers(living, "release.start")
        assert "started" in team.told("rosa", lambda act=act, made=made: act(made.reference))
        assert not offers(team.reads(made, f"<@{DANA}>"), "release.start")
        again = team.told("rosa", lambda act=act, made=made: act(made.reference))
        assert "cannot be started again" in again


def test_start_without_a_reference_asks_before_it_starts(team: Team, shop: str):
    made = team.release(shop, version="8.0", channel="#web-team", later=True)
    card = team.private(
        "rosa",
        lambda: team.slack.command("rosa", "#web-team", "start"),
        "#web-team",
        offering="release.start",
    )
    assert f"{made.reference} Web shop 8.0" in said(card)
    assert "Start" in said(card)
    assert offers(team.message(made), "release.start")
    team.slack.click("rosa", "#web-team", card["ts"], "release.start")
    team.reads(made, f"<@{DANA}>")
    _abort(team, made)


def test_new_without_a_name_offers_the_processes_and_by_mention_a_button(team: Team, shop: str):
    team.close_views("rosa")
    team.slack.command("rosa", "#releases", "new")
    view = team.slack.wait_for_view("rosa", "release.new")  # there is one process only
    assert "Web shop" in said(view)
    team.close_views("rosa")
    for act in (
        lambda: team.slack.say("rosa", "#releases", "@Drumbeat new web-shop"),
        lambda: team.slack.say("rosa", team.slack.open_dm("rosa"), "new web shop"),
    ):
        offered = team.private("rosa", act, offering="home.new")
        team.slack.click("rosa", offered["channel"], offered["ts"], "home.new")
        assert "Web shop" in said(team.slack.wait_for_view("rosa", "release.new"))
        team.close_views("rosa")


def test_mine_lists_my_tasks_with_their_buttons(ask: Ask, running: Made):
    mine = ask("mine", who="dana")
    assert "regression" in said(mine)
    assert running.reference in said(mine)
    assert offers(mine, "task.approve")
    assert "Nothing waits for you" in said(ask("mine", who="priya"))


def test_a_button_of_a_private_list_acts_and_the_list_is_drawn_anew(team: Team, shop: str):
    made = team.release(shop, version="9.0")
    mine = team.private(
        "dana",
        lambda: team.slack.command("dana", "#releases", "mine"),
        offering="task.approve",
    )
    block = next(
        each
        for n, each in enumerate(mine["blocks"])
        if each["type"] == "actions"
        and f"{made.reference} " in said({"blocks": [mine["blocks"][n - 1]]})
    )
    team.slack.click("dana", "#releases", mine["ts"], "task.approve", block_id=block["block_id"])
    team.reads(made, f"<@{KENJI}>")
    team.slack.wait_for(
        lambda: (
            f"regression results, {made.reference} "
            not in said(_private(team, "dana", "#releases", mine["ts"]))
        )
    )


def test_abort_asks_for_the_reason_and_names_what_ends(team: Team, shop: str):
    made = team.release(shop, version="10.0")
    team.close_views("rosa")
    team.slack.command("rosa", "#releases", f"abort {made.reference.lower()}")
    view = team.slack.wait_for_view("rosa", "reason")
    assert f"{made.reference} Web shop 10.0" in said(view)
    assert team.reason("rosa", "Superseded.")["status"] == "ok"
    assert "Superseded." in said(team.reads(made, "borted"))
    planned = team.release(shop, version="10.1", later=True)
    card = team.private(
        "rosa",
        lambda: team.slack.say("rosa", "#releases", "@Drumbeat abort", thread_ts=planned.ts),
        planned,
        offering="release.abort",
    )
    assert planned.reference in said(card)
    team.slack.click("rosa", card["channel"], card["ts"], "release.abort")
    assert team.reason("rosa", "Not needed.")["status"] == "ok"
    team.reads(planned, "borted")


def test_audit_says_who_decided_what_and_that_the_chain_is_whole(ask: Ask, running: Made):
    told = said(ask(f"audit {running.reference}"))
    assert f"Audit of {running.reference}" in told
    assert f"<@{ROSA}>" in told
    assert "created" in told
    assert "Verified" in told


def test_draft_takes_its_text_at_once_or_asks_for_it(team: Team):
    before = team.cards("kenji", "#web-team", "draft.edit")
    team.slack.command("kenji", "#web-team", "draft - The Engineer deploys the plants.")
    team.slack.wait_for(lambda: "plants" in said(_newest(team, "kenji", "#web-team", before)))
    before = team.cards("kenji", "#web-team", "draft.edit")
    team.slack.say("kenji", "#web-team", "@Drumbeat draft\n- The Engineer deploys the fish.")
    team.slack.wait_for(lambda: "fish" in said(_newest(team, "kenji", "#web-team", before)))
    dm = team.slack.open_dm("kenji")
    team.slack.say("kenji", dm, "draft - The Engineer deploys the dog.")
    team.slack.wait_for(lambda: "dog" in said(_newest(team, "kenji", dm, [])))
    offered = team.private(
        "kenji",
        lambda: team.slack.say("kenji", "#web-team", "@Drumbeat draft"),
        "#web-team",
        offering="home.draft",
    )
    team.slack.click("kenji", "#web-team", offered["ts"], "home.draft")
    assert team.slack.wait_for_view("kenji", "draft.new")


def _newest(team: Team, who: str, channel: str, before: list[Json]) -> Json | None:
    known = {each["ts"] for each in before}
    found = [e for e in team.cards(who, channel, "draft.edit") if e["ts"] not in known]
    return found[-1] if found else None


def _private(team: Team, who: str, channel: str, ts: str) -> Json | None:
    return next((e for e in team.slack.messages(who, channel, limit=1000) if e["ts"] == ts), None)


def _abort(team: Team, made: Made) -> None:
    team.close_views("rosa")
    team.slack.click("rosa", made.channel, made.ts, "release.abort")
    assert team.reason("rosa", "The story is told.")["status"] == "ok"
    team.reads(made, "borted")
