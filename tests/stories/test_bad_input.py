"""What people type that cannot work, or is meant to break something: each gets a clear word."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from tests.playground_client import KENJI, Json
from tests.stories.team import Team, offers, pings, said, working

pytestmark = pytest.mark.story

WORDS = ("lorem", "ipsum", "dolor", "sit", "amet", "elitr", "sed", "diam", "nonumy", "eirmod")


@pytest.fixture(scope="module")
def team(tmp_path_factory) -> Iterator[Team]:
    with working(tmp_path_factory.mktemp("bad-input")) as team:
        yield team


@pytest.fixture(scope="module")
def mobile(team: Team) -> str:
    return team.process("Mobile app", "- The Engineer deploys the app.", engineer="kenji")


# --- texts that yield nothing -------------------------------------------------------------------


def test_an_empty_form_is_not_sent_and_blanks_are_asked_for_again(team: Team):
    answer = team.paste("")
    assert answer["status"] == "not_sent"
    answer = team.paste(" \n\t \u200b ")
    problem = str(answer.get("errors")) + said(answer.get("view"))
    assert "nothing to draft from" in problem.lower() or answer["status"] == "not_sent", answer
    assert team.slack.views("rosa")
    team.close_views("rosa")
    assert _drafts(team) == 0


@pytest.mark.parametrize("text", ["ship it", "👍", "https://example.org/runbook"])
def test_a_text_without_steps_gives_a_card_that_says_what_to_do(team: Team, text: str):
    known = _cards(team, "No steps were found")
    assert team.paste(text)["status"] == "ok"
    found = team.slack.wait_for(
        lambda: (_cards(team, "No steps were found")[len(known) :] or [None])[0]
    )
    assert "a step a line" in said(found)
    dm = team.slack.open_dm("rosa")
    told = team.slack.wait_for(
        lambda: [
            each
            for each in map(said, team.slack.messages("rosa", dm))
            if "No steps were found" in each
        ]
    )
    assert "a step a line" in told[-1]
    assert not offers(found, "draft.publish")


def test_two_hundred_kilobytes_of_noise_are_refused_before_anything_is_kept(team: Team):
    drafts = _drafts(team)
    heard = team.told("rosa", lambda: team.slack.command("rosa", "#releases", f"draft {_noise()}"))
    assert "longer than 100 kB" in heard
    assert "Paste the part" in heard
    assert _drafts(team) == drafts


def test_noise_in_a_mention_yields_a_card_that_says_what_to_do(team: Team):
    """Slack cuts a message at 40,000 characters, so this much of it arrives."""
    known = _cards(team, "No steps were found")
    team.slack.say("rosa", "#releases", f"@Drumbeat draft {_noise()}")
    card = team.slack.wait_for(
        lambda: (_cards(team, "No steps were found")[len(known) :] or [None])[0]
    )
    assert not offers(card, "draft.publish")


def test_something_binary_is_refused(team: Team):
    chosen = random.Random(7)
    binary = "".join(chr(chosen.randrange(1, 0x180)) for _ in range(2000))
    drafts = _drafts(team)
    heard = team.told("rosa", lambda: team.slack.command("rosa", "#releases", f"draft {binary}"))
    assert "does not look like text" in heard
    assert _drafts(team) == drafts
    answer = team.paste(binary)
    assert "does not look like text" in str(answer.get("errors")) + said(answer.get("view"))
    team.close_views("rosa")


def test_a_mention_that_only_pastes_a_document_is_told_how_to_draft_it(team: Team):
    text = "Our release process\n" + "\n".join(f"{n}. Deploy system {n}" for n in range(1, 40))
    heard = team.told("rosa", lambda: team.slack.say("rosa", "#releases", f"@Drumbeat {text}"))
    assert "draft" in heard


# --- large and hostile documents ----------------------------------------------------------------


def test_forty_phases_stay_within_slacks_limits_from_draft_to_release(team: Team):
    text = "# Forty\n\n" + "\n".join(
        f"## Stage {n}\n- The Engineer checks system {n} and everything that hangs on it.\n"
        f"- The QA lead signs off the results of stage {n}.\n"
        for n in range(1, 41)
    )
    known = team.cards("rosa", "#releases", "draft.edit")
    team.slack.command("rosa", "#releases", f"draft {text}")
    card = team.slack.wait_for(
        lambda: next(
            (e for e in team.cards("rosa", "#releases", "draft.edit") if e not in known), None
        )
    )
    assert "40 phases" in said(card)
    outline = team.open("rosa", card, "draft.edit", "outline")
    assert "Phase 1 of 40" in said(outline)
    for _ in range(2):
        outline = _turn(team, outline, "outline.next")
    assert "Phase 3 of 40" in said(outline)
    outline = _turn(team, outline, "outline.go_to", selected_option="39")
    assert "Phase 40 of 40" in said(outline)
    assert not offers(outline, "outline.next")
    team.menu("rosa", outline, "Stage 40", "Edit phase")
    form = team.slack.wait_for_view("rosa", "outline.phase")
    assert team.send("rosa", form, {"Name": "The very last stage"})["status"] == "ok"
    team.close_views("rosa")
    team.bind(card, qa_lead="dana", engineer="kenji")
    team.slack.wait_for(lambda: "very last stage" in said(team.again(card)) or None, 5)
    team.publish(card)
    made = team.release("Forty")
    living = team.reads(made, f"<@{KENJI}>")
    assert "80" in said(living)
    team.click("kenji", made, "system 1 ", "task.done")
    team.click("dana", made, "stage 1", "task.approve")
    team.card(made, "system 2 ", offering="task.done")
    assert "2 of 80" in said(team.reads(made, "2 of 80"))
    assert _invalid(team) == []


def test_names_that_would_ping_or_break_are_shown_as_typed_and_ping_nobody(team: Team):
    hostile = (
        '<!channel> & <!subteam^S0QATEAM01> "quoted" *bold* `code` ``` 🚀👩‍👩‍👧 '
        "\u202eevil\u202c שחרור גרסה"
    )
    card = team.draft(
        f"- The Engineer deploys {hostile} to production.\n"
        "- The QA lead signs off <@U0PRIYANAT> @here <https://evil.example|the results>.\n",
        title=f"Hostile {hostile}",
    )
    assert "Hostile" in said(card)
    team.bind(card, **_roles_of(card))
    card = team.publish(card)
    # The name is long and wild: the id that was made of it names the process.
    heard = team.told("rosa", lambda: team.slack.command("rosa", "#releases", "processes"))
    assert "&lt;!channel&gt;" in heard
    made = team.release("hostile", version='1.0 <!here> "x" \u202e')
    living = team.message(made)
    team.slack.wait_for(lambda: team.thread(made))
    task = team.card(made, "production", of="show_task")
    shown = [card, living, task, team.copy("kenji", "production")]
    for each in shown:
        assert pings(each) == [], said(each)
        assert "<@U0PRIYANAT>" not in said(each)
        assert "\u202e" not in said(each)
    assert "🚀" in said(task)
    assert "שחרור" in said(task)
    action = next(each for each in ("task.done", "task.failed") if offers(task, each))
    assert action == "task.done"
    team.slack.click(
        "kenji" if "Engineer" in said(task) else "rosa", "#releases", task["ts"], action
    )
    team.card(made, "the results", offering="task.approve")
    team.click("dana", made, "the results", "task.reject")
    assert team.reason("dana", f"No: {hostile} <!everyone>")["status"] == "ok"
    hold = team.card(made, "On hold", of="show_hold")
    assert pings(hold) == []
    assert "&lt;!everyone&gt;" in said(hold)
    audit = team.told(
        "rosa", lambda: team.slack.command("rosa", "#releases", f"audit {made.reference}")
    )
    assert "<!everyone>" not in audit
    assert _invalid(team) == []


# --- words that are nearly right ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("statsu", "status"),
        ("drafts", "draft"),
        ("proceses", "processes"),
        ("aduit WEB-1", "audit"),
    ],
)
def test_an_unknown_verb_gets_the_nearest_one_privately(team: Team, typed: str, meant: str):
    for act in (
        lambda: team.slack.command("dana", "#releases", typed),
        lambda: team.slack.say("dana", "#releases", f"@Drumbeat {typed}"),
        lambda: team.slack.say("dana", team.slack.open_dm("dana"), typed),
    ):
        heard = team.told("dana", act)
        assert f"I do not know “{typed.split(maxsplit=1)[0]}”" in heard
        assert f"Did you mean `/release {meant}`" in heard
        assert "help" in heard


def test_what_resembles_nothing_is_pointed_at_help(team: Team):
    heard = team.told("dana", lambda: team.slack.command("dana", "#releases", "xyzzy <!channel>"))
    assert "I do not know “xyzzy”" in heard
    assert "/release help" in heard


def test_an_unknown_process_gets_the_nearest_ones(team: Team, mobile: str):
    for text in ("process moble-app", "new mobil ap"):
        heard = team.told("dana", lambda text=text: team.slack.command("dana", "#releases", text))
        assert "There is no process" in heard
        assert "Did you mean" in heard
        assert "Mobile app" in heard
    assert team.slack.views("dana") == []


def test_an_unknown_reference_names_what_is_unfinished(team: Team, mobile: str):
    made = team.release(mobile)
    for verb in ("status", "start", "abort", "audit"):
        heard = team.told(
            "rosa", lambda verb=verb: team.slack.command("rosa", "#releases", f"{verb} XYZ-99")
        )
        assert "There is no release “XYZ-99”" in heard
        assert made.reference in heard
        assert team.slack.views("rosa") == []
    near = made.reference.replace("-", "")
    heard = team.told("rosa", lambda: team.slack.command("rosa", "#releases", f"status {near}"))
    assert made.reference in heard


def test_curly_quotes_long_dashes_and_strange_spaces_are_read_as_meant(team: Team, mobile: str):
    made = team.release(mobile)
    number = made.reference.split("-")[1]
    for typed in (
        f"status\u00a0{made.reference}",
        f"\u2003Status \u201c{made.reference}\u201d",
        f"status MOBI\u2013{number}".replace("MOBI", made.reference.split("-")[0]),
        f"status\u200b \u2018{made.reference.lower()}\u2019",
    ):
        heard = team.told(
            "dana", lambda typed=typed: team.slack.command("dana", "#releases", typed)
        )
        assert heard.startswith(made.reference), (typed, heard)
    heard = team.told(
        "dana",
        lambda: team.slack.command("dana", "#releases", "process \u201eMobile\u00a0app\u201c"),
    )
    assert "Mobile app" in heard


def test_someone_who_left_cannot_be_the_one_who_signs(team: Team):
    gil = team.slack.post("people", real_name="Gil Gone", name="gil", deactivated=True)["id"]
    card = team.draft("- The Security officer signs off the scan.", title="Ghost")
    view = team.open("rosa", card, "draft.roles", "roles")
    team.send("rosa", view, {"Security officer": [gil]})
    team.settled()
    heard = team.told(
        "rosa",
        lambda: team.slack.click(
            "rosa", "#releases", card["ts"], "draft.publish", stale=_with_publish(card)
        ),
    )
    assert "nobody is bound to that role" in heard
    assert "was published" not in said(team.again(card))


def test_a_role_bound_on_another_card_lets_this_one_be_published_too(team: Team):
    text = "- The Support lead signs off the scan."
    first, second = team.draft(text, title="First"), team.draft(text, title="Second")
    team.bind(first, support_lead="dana")
    team.publish(first)
    assert "nobody yet" in said(team.again(second))
    team.bind(second, support_lead="dana")  # it says so already; *Save* is what people press
    team.publish(second)


# --- circles ------------------------------------------------------------------------------------


def test_a_circle_made_in_the_outline_is_spelled_out_and_cannot_be_published(team: Team):
    card = team.draft(
        "- The Engineer builds the app.\n- Then the Engineer deploys the app.\n", title="Circle"
    )
    assert offers(card, "draft.publish")
    outline = team.open("rosa", card, "draft.edit", "outline")
    row = next(each for each in ("Build the app", "Builds the app") if each in said(outline))
    deploy = next(each for each in ("Deploy the app", "Deploys the app") if each in said(outline))
    answer = team.edit(card, row, {"Starts after": [deploy]})
    assert answer["status"] == "ok"
    now = team.slack.wait_for(lambda: "circle" in said(it := team.again(card)) and it)
    assert not offers(now, "draft.publish")
    assert said(now).count(row) >= 2
    assert "waits for" in said(now)
    heard = team.told(
        "rosa",
        lambda: team.slack.click(
            "rosa", "#releases", card["ts"], "draft.publish", stale=_with_publish(now)
        ),
    )
    assert "cannot be published yet" in heard
    assert "circle" in heard
    assert f"{row} waits for" in heard.replace("“", "").replace("”", "")
    # Mended, it can be published.
    assert team.edit(card, row, {"Starts after": []})["status"] == "ok"
    team.publish(card)


def _with_publish(card):
    import copy

    blocks = copy.deepcopy(card["blocks"])
    for block in blocks:
        for each in block.get("elements", ()):
            if each.get("action_id") == "draft.edit":
                each["action_id"] = "draft.publish"
    return blocks


def _turn(team: Team, outline, action_id: str, **more):
    team.slack.click("rosa", None, None, action_id, view_id=outline["id"], **more)
    before = said(outline)
    return team.slack.wait_for(
        lambda: (views := team.slack.views("rosa")) and said(views[-1]) != before and views[-1]
    )


def _roles_of(card) -> dict[str, str]:
    wanted = {"engineer": "kenji", "qa_lead": "dana"}
    return {
        role: who
        for role, who in wanted.items()
        if f"{role.replace('_', ' ')}: nobody yet" in said(card).lower()
    }


def _noise() -> str:
    chosen = random.Random(7)
    return " ".join(chosen.choice(WORDS) for _ in range(32_000))


def _cards(team: Team, text: str) -> list[Json]:
    return [e for e in team.slack.messages("rosa", "#releases", limit=1000) if text in said(e)]


def _drafts(team: Team) -> int:
    """How many drafts have a card anywhere."""
    places = ["#releases", team.slack.open_dm("rosa")]
    return sum(
        each["metadata"] is not None and "show_draft" in str(each["metadata"])
        for place in places
        for each in team.slack.messages("rosa", place, limit=1000)
    )


def _invalid(team: Team) -> list[str]:
    """Calls that Slack refused as malformed."""
    return [
        f"{each['method']}: {each['error']}"
        for each in team.slack.calls()
        if each["error"]
        in {"invalid_blocks", "invalid_arguments", "msg_too_long", "invalid_blocks_format"}
    ]
