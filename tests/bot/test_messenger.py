"""What the messenger sends to Slack, finds there again, and makes of Slack's refusals."""

from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from bot.budget import LocalBudget, Rate
from bot.messenger import SlackMessenger, slack_client
from orchestration.errors import MessageGone, Permanent, Transient
from orchestration.ports.outside import Posted
from orchestration.read_models.cards import HomeCard, Notice
from tests.bot.slack_server import SlackServer

SINCE = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HELLO = Notice(text="Hello {@U012DANA0}")
OURS = Posted(channel="C0123456", ts="1.1")


@pytest_asyncio.fixture
async def slack():
    async with SlackServer().running() as server:
        yield server


@pytest.fixture
def messenger(slack):
    return SlackMessenger(slack_client("xoxb-1", slack.url))


def message(key: str, *, ts: str = "5.5", user: str = "U0BOT", kind: str = "drumbeat"):
    metadata = {"event_type": kind, "event_payload": {"key": key}}
    return {"ts": ts, "user": user, "text": "x", "metadata": metadata}


async def test_a_message_carries_its_key_and_nothing_else_about_us(slack, messenger):
    posted = await messenger.post("C0123456", HELLO, key="tell:x:1", thread_ts="9.9")
    asked = slack.calls("chat.postMessage")[0]
    assert posted == OURS
    assert asked["metadata"] == {"event_type": "drumbeat", "event_payload": {"key": "tell:x:1"}}
    assert asked["text"] == "Hello <@U012DANA0>"
    assert asked["thread_ts"] == "9.9"
    assert asked["unfurl_links"] is False
    assert asked["unfurl_media"] is False
    assert "reply_broadcast" not in asked


async def test_a_person_is_written_to_in_their_dm_which_is_asked_for_once(slack, messenger):
    slack.answer("conversations.open", {"ok": True, "channel": {"id": "D0123456"}})
    slack.answer("chat.postMessage", {"ok": True, "channel": "D0123456", "ts": "2.2"})
    first = await messenger.post("U012DANA0", HELLO, key="a")
    await messenger.post("U012DANA0", HELLO, key="b")
    assert first == Posted(channel="D0123456", ts="2.2")
    assert slack.calls("chat.postMessage")[0]["channel"] == "D0123456"
    assert len(slack.calls("conversations.open")) == 1


async def test_an_update_leaves_the_key_in_place(slack, messenger):
    await messenger.update(OURS, HELLO)
    asked = slack.calls("chat.update")[0]
    assert (asked["channel"], asked["ts"]) == ("C0123456", "1.1")
    assert "metadata" not in asked


async def test_our_message_is_found_by_its_key(slack, messenger):
    slack.answer("conversations.history", {"ok": True, "messages": [message("b"), message("a")]})
    assert await messenger.find("C0123456", "a", since=SINCE) == Posted(
        channel="C0123456", ts="5.5"
    )
    asked = slack.calls("conversations.history")[0]
    assert float(asked["oldest"]) == (SINCE - timedelta(seconds=10)).timestamp()
    assert str(asked["include_all_metadata"]).lower() in {"1", "true"}


async def test_a_message_with_our_key_from_somebody_else_is_not_ours(slack, messenger):
    copies = [message("a", user="U0EVIL00"), message("a", kind="other")]
    slack.answer("conversations.history", {"ok": True, "messages": copies})
    assert await messenger.find("C0123456", "a", since=SINCE) is None


async def test_two_pages_are_looked_at_and_no_more(slack, messenger):
    page = {"ok": True, "messages": [], "response_metadata": {"next_cursor": "more"}}
    slack.answer("conversations.history", page)
    assert await messenger.find("C0123456", "a", since=SINCE) is None
    assert [each.get("cursor") for each in slack.calls("conversations.history")] == [None, "more"]


async def test_a_reply_is_looked_for_in_its_thread(slack, messenger):
    slack.answer("conversations.replies", {"ok": True, "messages": [message("a", ts="7.7")]})
    found = await messenger.find("C0123456", "a", since=SINCE, thread_ts="9.9")
    assert found == Posted(channel="C0123456", ts="7.7")
    assert slack.calls("conversations.replies")[0]["ts"] == "9.9"


async def test_a_home_is_published_for_its_person(slack, messenger):
    await messenger.show_home(HomeCard(person="U012DANA0"))
    asked = slack.calls("views.publish")[0]
    assert asked["user_id"] == "U012DANA0"


async def test_slowing_down_names_the_time_and_blocks_only_that_method(slack, messenger):
    slack.answer("chat.update", {"ok": False, "error": "ratelimited"}, status=429, retry_after="17")
    for _ in range(3):
        with pytest.raises(Transient) as refused:
            await messenger.update(OURS, HELLO)
        assert 16 < refused.value.retry_after.total_seconds() <= 26
    assert len(slack.calls("chat.update")) == 1
    await messenger.post("C0123456", HELLO, key="a")


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, "Internal Server Error"),
        (503, {"ok": False, "error": "service_unavailable"}),
        (200, {"ok": False, "error": "internal_error"}),
        (200, {"ok": False, "error": "fatal_error"}),
        (200, {"ok": False, "error": "request_timeout"}),
        (200, "<html>proxy</html>"),
        (502, "<html>bad gateway</html>"),
    ],
)
async def test_a_slack_that_is_unwell_is_asked_again_later(slack, messenger, status, body):
    slack.answer("chat.postMessage", body, status=status)
    with pytest.raises(Transient):
        await messenger.post("C0123456", HELLO, key="a")
    assert len(slack.calls("chat.postMessage")) == 1


async def test_a_slack_that_does_not_answer_is_given_up(slack):
    client = slack_client("xoxb-1", slack.url)
    client.timeout = 0.2
    slack.answer("chat.postMessage", "hang")
    with pytest.raises(Transient):
        await SlackMessenger(client).post("C0123456", HELLO, key="a")
    assert len(slack.calls("chat.postMessage")) == 1


async def test_a_slack_that_cannot_be_reached_is_asked_again_later():
    with pytest.raises(Transient):
        await SlackMessenger(slack_client("xoxb-1", "http://127.0.0.1:1/api")).update(OURS, HELLO)


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("channel_not_found", "/invite @Drumbeat"),
        ("not_in_channel", "/invite @Drumbeat"),
        ("is_archived", "archived"),
        ("invalid_auth", "SLACK_BOT_TOKEN"),
        ("token_revoked", "Install the app again"),
        ("missing_scope", "scope"),
        ("something_new", "something_new"),
    ],
)
async def test_a_refusal_for_good_says_what_to_do(slack, messenger, code, advice):
    slack.answer("chat.postMessage", {"ok": False, "error": code})
    with pytest.raises(Permanent) as refused:
        await messenger.post("C0123456", HELLO, key="a")
    assert advice in refused.value.reason


async def test_a_missing_scope_is_named(slack, messenger):
    slack.answer("chat.postMessage", {"ok": False, "error": "missing_scope", "needed": "im:write"})
    with pytest.raises(Permanent) as refused:
        await messenger.post("C0123456", HELLO, key="a")
    assert "needs im:write" in refused.value.reason


@pytest.mark.parametrize("code", ["message_not_found", "cant_update_message"])
async def test_an_update_of_a_deleted_message_can_be_told_apart(slack, messenger, code):
    slack.answer("chat.update", {"ok": False, "error": code})
    with pytest.raises(MessageGone) as refused:
        await messenger.update(OURS, HELLO)
    assert refused.value.kind == code


async def test_posts_to_one_channel_do_not_hold_up_another(slack):
    budget = LocalBudget({"chat.postMessage": Rate(1, 1, per_channel=True)})
    messenger = SlackMessenger(slack_client("xoxb-1", slack.url), budget)
    await messenger.post("C0123456", HELLO, key="a")
    with pytest.raises(Transient):
        await messenger.post("C0123456", HELLO, key="b")
    await messenger.post("C0999999", HELLO, key="c")
