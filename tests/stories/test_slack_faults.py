"""Slack late, refusing or silent: what is owed waits, is paid once, or is kept and told."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import time
from collections.abc import Iterator
from urllib.parse import urlencode

import httpx
import pytest

from tests.playground_client import BOT_USER, DANA, KENJI, PRIYA, ROSA, SIGNING_SECRET, Json
from tests.stories.team import Team, offers, said, working

pytestmark = pytest.mark.story

TEXT = "- The QA lead signs off the regression results.\n"
EVERYONE = [ROSA, DANA, KENJI, PRIYA]


@pytest.fixture(scope="module")
def team(tmp_path_factory) -> Iterator[Team]:
    with working(tmp_path_factory.mktemp("faults")) as team:
        yield team


@pytest.fixture(autouse=True)
def mended(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "team" in request.fixturenames:
        request.getfixturevalue("team").slack.clear_faults()


@pytest.fixture(scope="module")
def shop(team: Team) -> str:
    return team.process("Shop", TEXT, qa_lead="dana")


@pytest.fixture(scope="module")
def by_http(tmp_path_factory) -> Iterator[Team]:
    directory = tmp_path_factory.mktemp("by-http")
    with working(directory, senseless=True, transport="http") as team:
        yield team


# --- calls that fail ----------------------------------------------------------------------------


def test_whatever_slack_answers_every_message_is_posted_once(team: Team, shop: str):
    """A 500, a request that is never answered, and one that was done but never answered."""
    known = {each["ts"] for each in team.living()}
    for kind in ("500", "hang", "dropped"):
        faults = len(team.slack.get("faults")["faults"])
        team.slack.fault("chat.postMessage", kind, seconds=0.5)
        assert team.make(shop, f"1.{kind}")["status"] == "ok"
        team.slack.wait_for(
            lambda faults=faults: team.slack.get("faults")["faults"][faults]["struck"] == 1
        )
    # One silence says nothing about the next message: others are posted meanwhile.
    assert team.make(shop, "1.meanwhile")["status"] == "ok"
    team.slack.wait_for(lambda: _of(team, known, "1.meanwhile"), 5)
    team.slack.fault("chat.postMessage", "429", retry_after=2)
    assert team.make(shop, "1.429")["status"] == "ok"
    team.slack.wait_for(lambda: _of(team, known, "1.429"), 20)
    for kind in ("500", "hang", "dropped"):
        team.slack.wait_for(lambda kind=kind: _of(team, known, f"1.{kind}"), 25)
    for kind in ("500", "hang", "dropped", "429"):
        (living,) = _of(team, known, f"1.{kind}")
        cards = team.slack.wait_for(
            lambda living=living: team.slack.messages("rosa", "#releases", living["ts"])[1:], 25
        )
        assert len(cards) == 1
    team.settled(25)
    keys = team.town.keys_posted()
    assert len(keys) == len(set(keys))


def test_a_redraw_that_fails_is_made_good_with_the_latest_picture(team: Team, shop: str):
    made = team.release(shop, version="2.0")
    card = team.card(made, "regression", offering="task.approve")
    team.slack.fault("chat.update", "429", times=2, retry_after=1)
    team.slack.fault("views.publish", "429", retry_after=1)
    answer = team.slack.click("dana", "#releases", card["ts"], "task.approve")
    assert answer["status"] == "ok"
    team.reads(made, "succeeded")
    drawn = team.slack.wait_for(
        lambda: not offers(now := team.again(card, "dana", "#releases"), "task.approve") and now
    )
    assert f"<@{DANA}>" in said(drawn)


def test_a_decision_counts_while_slack_does_not_answer_at_all(team: Team, shop: str):
    made = team.release(shop, version="2.1")
    card = team.card(made, "regression", offering="task.approve")
    team.slack.fault("*", "429", times=6, retry_after=1)
    assert team.slack.click("dana", "#releases", card["ts"], "task.approve")["status"] == "ok"
    team.reads(made, "succeeded", timeout=30)


# --- deliveries that fail -----------------------------------------------------------------------


def test_a_mention_delivered_again_makes_one_draft_and_one_answer(team: Team):
    before = team.cards("kenji", "#releases", "draft.edit")

    def say_twice(text: str) -> None:
        team.slack.fault("delivery", "redeliver")
        team.slack.say("kenji", "#releases", f"@Drumbeat {text}")

    heard = team.told("kenji", lambda: say_twice("draft - The Engineer deploys it."))
    assert "Reading it" in heard
    team.slack.wait_for(lambda: len(team.cards("kenji", "#releases", "draft.edit")) > len(before))
    time.sleep(0.5)
    count = len(_ephemerals(team, "kenji"))
    say_twice("help")
    team.slack.wait_for(lambda: len(_ephemerals(team, "kenji")) > count)
    time.sleep(0.7)
    assert len(_ephemerals(team, "kenji")) == count + 1
    assert len(team.cards("kenji", "#releases", "draft.edit")) == len(before) + 1
    assert [each["struck"] for each in team.slack.get("faults")["faults"]] == [1, 1]


def test_a_form_sent_twice_makes_one_release(team: Team, shop: str):
    known = {each["ts"] for each in team.living()}
    team.close_views("rosa")
    team.slack.command("rosa", "#releases", f"new {shop}")
    team.slack.wait_for_view("rosa", "release.new")
    team.slack.fault("delivery", "redeliver", after=1)
    assert team.make(shop, "3.0")["status"] == "ok"
    team.slack.wait_for(lambda: _of(team, known, "3.0"))
    time.sleep(0.7)
    assert len(_of(team, known, "3.0")) == 1
    assert [each["struck"] for each in team.slack.get("faults")["faults"]] == [1]


def test_a_form_that_can_no_longer_open_says_so_privately(team: Team, shop: str):
    team.close_views("rosa")
    for text in ("draft", f"new {shop}"):
        team.slack.fault("delivery", "expired_trigger")
        heard = team.told("rosa", lambda text=text: team.slack.command("rosa", "#releases", text))
        assert "once more" in heard
        assert "three seconds" in heard
    made = team.release(shop, version="3.1")
    card = team.card(made, "regression", offering="task.reject")
    team.slack.fault("delivery", "expired_trigger")
    heard = team.told(
        "dana", lambda: team.slack.click("dana", "#releases", card["ts"], "task.reject"), made
    )
    assert "once more" in heard
    assert team.slack.views("dana") == []


@pytest.mark.parametrize("kind", ["500", "429", "dropped", "error:internal_error"])
def test_a_form_that_slack_does_not_open_is_not_waited_for_in_vain(team: Team, kind: str):
    team.close_views("rosa")
    team.slack.fault("views.open", kind)
    heard = team.told("rosa", lambda: team.slack.command("rosa", "#releases", "draft"))
    assert "could not open the form" in heard
    assert "try once more" in heard


def test_a_dropped_socket_is_opened_again_and_nothing_is_lost(team: Team, shop: str):
    made = team.release(shop, version="4.0")
    card = team.card(made, "regression", offering="task.approve")
    for abrupt in (False, True):
        team.slack.drop_sockets(abrupt=abrupt, warning_seconds=0)
        team.slack.wait_connected()
    team.slack.wait_for(
        lambda: (
            team.slack.click("dana", "#releases", card["ts"], "task.approve", message_version=0)[
                "status"
            ]
            == "ok"
        ),
        20,
    )
    team.reads(made, "succeeded")


# --- places that cannot be reached --------------------------------------------------------------


def test_a_channel_without_drumbeat_is_told_and_the_draft_comes_by_dm(team: Team, shop: str):
    answer = team.slack.command("priya", "#general", "draft - The Engineer deploys it.")
    assert answer["status"] == "ok"
    dm = team.slack.open_dm("priya")
    card = team.slack.wait_for(lambda: (team.cards("priya", dm, "draft.edit") or [None])[-1])
    assert "Deploy" in said(card)
    heard = "\n".join(said(each) for each in _ephemerals(team, "priya", "#general"))
    assert "/invite @Drumbeat" in heard
    answer = team.make(shop, "5.0", channel="#general")
    assert "/invite @Drumbeat" in str(answer.get("errors")), answer
    team.close_views("rosa")


def test_what_fails_for_good_is_kept_told_listed_and_paid_once_mended(team: Team, shop: str):
    made = team.release(shop, version="6.0", channel="#web-team")
    card = team.card(made, "regression", offering="task.approve")
    team.slack.post("channels", id="C0WEBTEAM1", members=EVERYONE)
    dm = team.slack.open_dm("rosa")
    place = team.slack.open_dm("dana")
    copy = team.copy("dana", made.reference, offering="task.approve")
    assert team.slack.click("dana", place, copy["ts"], "task.approve")["status"] == "ok"
    told = team.slack.wait_for(
        lambda: next(
            (
                each
                for each in team.slack.messages("rosa", dm, limit=1000)
                if "could not be done" in said(each) and made.reference in said(each)
            ),
            None,
        ),
        20,
    )
    assert "/invite @Drumbeat" in said(told)
    assert "drumbeat owed retry" in said(told)
    listed = team.slack.wait_for(
        lambda: (now := team.town.drumbeat("owed", "list", "--state", "stuck").stdout) and now
    )
    assert "stuck" in listed
    team.slack.post("channels", id="C0WEBTEAM1", members=[*EVERYONE, BOT_USER])
    assert offers(team.again(card, "dana", "#web-team"), "task.approve")  # not redrawn yet
    for _ in range(20):
        numbers = _stuck(team)
        if not numbers:
            break
        for number in numbers:
            assert team.town.drumbeat("owed", "retry", number).returncode == 0
        time.sleep(0.5)
    team.slack.wait_for(
        lambda: not offers(team.again(card, "dana", "#web-team"), "task.approve"), 20
    )
    team.reads(made, "succeeded")
    wrong = team.town.drumbeat("owed", "retry", "999999")
    assert wrong.returncode == 1
    assert "not stuck" in wrong.stderr


# --- the HTTP door ------------------------------------------------------------------------------


def _post(
    team: Team,
    body: bytes,
    *,
    timestamp: str | None = None,
    skew: int = 0,
    signature: str | bytes | None = None,
    content_type: str = "application/x-www-form-urlencoded",
) -> httpx.Response:
    at = timestamp if timestamp is not None else str(int(time.time()) + skew)
    signed = hmac.new(SIGNING_SECRET.encode(), f"v0:{at}:".encode() + body, hashlib.sha256)
    headers = {
        "content-type": content_type,
        "x-slack-request-timestamp": at,
        "x-slack-signature": signature if signature is not None else f"v0={signed.hexdigest()}",
    }
    url = f"http://127.0.0.1:{team.town.port}/slack/events"
    raw = [(k.encode(), v if isinstance(v, bytes) else v.encode()) for k, v in headers.items()]
    return httpx.post(url, content=body, headers=raw, timeout=10, trust_env=False)


COMMAND = urlencode(
    {
        "command": "/release",
        "text": "help canary-in-the-body",
        "user_id": ROSA,
        "channel_id": "C0RELEASES",
        "team_id": "T0NORTHWND",
        "trigger_id": "1.2.3",
        "response_url": "",
    }
).encode()


@pytest.mark.parametrize(
    ("how", "status"),
    [
        ({}, 200),
        ({"signature": "v0=" + "0" * 64}, 401),
        ({"signature": ""}, 401),
        ({"signature": "v0=ünsigned".encode()}, 401),
        ({"skew": -600}, 401),
        ({"skew": 600}, 401),
        ({"timestamp": "yesterday"}, 401),
        ({"timestamp": "1e9"}, 401),
        ({"timestamp": ""}, 401),
    ],
)
def test_only_what_slack_signed_lately_is_heard(by_http: Team, how: Json, status: int):
    answer = _post(by_http, COMMAND, **how)
    assert answer.status_code == status, answer.text
    assert "canary-in-the-body" not in by_http.town.log.read_text()


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b'{"type": "event_callback", canary', "application/json", 400),
        (b"payload=%7Bcanary", "application/x-www-form-urlencoded", 400),
        (b"\xff\xfe canary", "application/json", 400),
        (b"[" * 50_000, "application/json", 400),
        (b'["canary"]', "application/json", 400),
        (b'{"canary": "' + b"x" * 1_100_000 + b'"}', "application/json", 413),
    ],
)
def test_a_malformed_or_huge_body_is_refused_and_never_logged(
    by_http: Team, body: bytes, content_type: str, status: int
):
    answer = _post(by_http, body, content_type=content_type)
    assert answer.status_code == status, answer.text
    log = by_http.town.log.read_text()
    assert "canary" not in log
    assert "Traceback" not in log


@pytest.mark.parametrize(
    "body",
    [
        {"type": "event_callback", "event": {"type": "nothing_we_know"}, "event_id": "Ev1"},
        {"type": "event_callback", "event": {"type": "message"}},
        {"type": "block_actions", "user": {"id": ROSA}, "actions": [{"action_id": "task.approve"}]},
        {
            "type": "view_submission",
            "user": {"id": ROSA},
            "view": {"id": "V1", "type": "modal", "callback_id": "reason"},
        },
        {"type": "block_actions"},
        {},
    ],
)
def test_signed_but_senseless_payloads_do_no_harm(by_http: Team, body: Json):
    if body.get("type") in {"block_actions", "view_submission"}:
        answer = _post(by_http, urlencode({"payload": json.dumps(body)}).encode())
    else:
        answer = _post(by_http, json.dumps(body).encode(), content_type="application/json")
    assert answer.status_code < 500, answer.text
    assert httpx.get(f"http://127.0.0.1:{by_http.town.port}/readyz").status_code == 200


def test_slacks_url_verification_is_answered(by_http: Team):
    body = json.dumps({"type": "url_verification", "challenge": "c0ffee", "token": "x"}).encode()
    answer = _post(by_http, body, content_type="application/json")
    assert answer.status_code == 200
    assert "c0ffee" in answer.text


def test_health_is_told_without_a_signature(by_http: Team):
    base = f"http://127.0.0.1:{by_http.town.port}"
    assert httpx.get(f"{base}/healthz").status_code == 200
    assert httpx.get(f"{base}/readyz").json()["ready"] is True
    assert httpx.get(f"{base}/slack/events").status_code == 405


# --- looking ------------------------------------------------------------------------------------


def _of(team: Team, known: set[str], version: str) -> list[Json]:
    return [e for e in team.living() if e["ts"] not in known and f"Shop {version}" in e["text"]]


def _ephemerals(team: Team, who: str, channel: str = "#releases") -> list[Json]:
    return [e for e in team.slack.messages(who, channel, limit=1000) if e["ephemeral"]]


def _stuck(team: Team) -> list[str]:
    listed = team.town.drumbeat("owed", "list", "--state", "stuck").stdout
    return re.findall(r"^[│|]\s*(\d+)\s*[│|]", listed, re.MULTILINE)
