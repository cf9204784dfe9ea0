import pytest
from slack_sdk.errors import SlackApiError

from bot.playground.seed import DANA, GENERAL, RELEASES, ROSA

SECTION = [{"type": "section", "text": {"type": "mrkdwn", "text": "*hello*"}}]


async def refused(call) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return caught.value.response["error"]


async def test_a_posted_message_comes_back_in_history_with_its_metadata_only_when_asked(stage):
    metadata = {"event_type": "posted", "event_payload": {"key": "k1"}}
    posted = await stage.web.chat_postMessage(
        channel=RELEASES, text="hi", blocks=SECTION, metadata=metadata
    )
    plain = await stage.web.conversations_history(channel=RELEASES)
    full = await stage.web.conversations_history(channel=RELEASES, include_all_metadata=True)
    assert plain["messages"][0]["ts"] == posted["ts"]
    assert "metadata" not in plain["messages"][0]
    assert full["messages"][0]["metadata"] == metadata
    assert full["messages"][0]["blocks"][0]["block_id"]


async def test_an_update_with_text_alone_removes_the_blocks_and_keeps_the_metadata(stage):
    metadata = {"event_type": "posted", "event_payload": {"key": "k1"}}
    posted = await stage.web.chat_postMessage(
        channel=RELEASES, text="hi", blocks=SECTION, metadata=metadata
    )
    await stage.web.chat_update(channel=RELEASES, ts=posted["ts"], text="later")
    found = await stage.web.conversations_history(channel=RELEASES, include_all_metadata=True)
    message = found["messages"][0]
    assert message["text"] == "later"
    assert "blocks" not in message
    assert message["metadata"] == metadata
    assert message["edited"]["user"] == "U0DRUMBEAT"


async def test_only_the_apps_own_messages_can_be_changed(stage):
    said = await stage.act("say", channel=RELEASES, text="mine")
    web = stage.web
    update = web.chat_update(channel=RELEASES, ts=said["ts"], text="no")
    assert await refused(update) == "cant_update_message"
    assert await refused(web.chat_delete(channel=RELEASES, ts=said["ts"])) == "cant_delete_message"
    missing = web.chat_update(channel=RELEASES, ts="1700000000.000001", text="no")
    assert await refused(missing) == "message_not_found"


async def test_channels_are_refused_with_slacks_codes(stage):
    web = stage.web
    assert await refused(web.chat_postMessage(channel="C0NOWHERE00", text="x")) == (
        "channel_not_found"
    )
    assert await refused(web.chat_postMessage(channel=GENERAL, text="x")) == "not_in_channel"
    await stage.act("channels", id=RELEASES, is_archived=True)
    assert await refused(web.chat_postMessage(channel=RELEASES, text="x")) == "is_archived"


async def test_texts_have_slacks_limits(stage):
    web = stage.web
    assert await refused(web.chat_postMessage(channel=RELEASES, text="")) == "no_text"
    long = await web.chat_postMessage(channel=RELEASES, text="x" * 50_000)
    assert len(long["message"]["text"]) == 40_000
    update = web.chat_update(channel=RELEASES, ts=long["ts"], text="x" * 4001)
    assert await refused(update) == "msg_too_long"
    both = web.chat_postMessage(channel=RELEASES, text="x", markdown_text="y")
    assert await refused(both) == "markdown_text_conflict"


async def test_a_reply_to_a_reply_joins_its_thread(stage):
    parent = await stage.web.chat_postMessage(channel=RELEASES, text="parent")
    reply = await stage.web.chat_postMessage(
        channel=RELEASES, text="one", thread_ts=parent["ts"], reply_broadcast=True
    )
    await stage.web.chat_postMessage(channel=RELEASES, text="two", thread_ts=reply["ts"])
    replies = await stage.web.conversations_replies(channel=RELEASES, ts=parent["ts"])
    assert [m["text"] for m in replies["messages"]] == ["parent", "one", "two"]
    assert replies["messages"][0]["reply_count"] == 2
    history = await stage.web.conversations_history(channel=RELEASES)
    assert [m["text"] for m in history["messages"]] == ["one", "parent"]


async def test_history_is_paged_and_bounded(stage):
    sent = [
        (await stage.web.chat_postMessage(channel=RELEASES, text=str(n)))["ts"] for n in range(5)
    ]
    first = await stage.web.conversations_history(channel=RELEASES, limit=2)
    cursor = first["response_metadata"]["next_cursor"]
    second = await stage.web.conversations_history(channel=RELEASES, limit=2, cursor=cursor)
    assert [m["text"] for m in [*first["messages"], *second["messages"]]] == ["4", "3", "2", "1"]
    between = await stage.web.conversations_history(
        channel=RELEASES, oldest=sent[1], latest=sent[3]
    )
    assert [m["text"] for m in between["messages"]] == ["2"]
    inclusive = await stage.web.conversations_history(
        channel=RELEASES, oldest=sent[1], latest=sent[3], inclusive=True
    )
    assert [m["text"] for m in inclusive["messages"]] == ["3", "2", "1"]


async def test_an_ephemeral_message_is_seen_by_one_person_and_by_no_api(stage):
    sent = await stage.web.chat_postEphemeral(channel=RELEASES, user=DANA, text="psst")
    assert [m["text"] for m in await stage.messages(RELEASES, who=DANA)] == ["psst"]
    assert await stage.messages(RELEASES, who=ROSA) == []
    assert (await stage.web.conversations_history(channel=RELEASES))["messages"] == []
    update = stage.web.chat_update(channel=RELEASES, ts=sent["message_ts"], text="x")
    assert await refused(update) == "message_not_found"


async def test_what_a_person_types_is_escaped_and_linked(stage):
    typed = "@Dana Whitfield <!channel> a & b in #releases for @qa-team"
    await stage.act("say", channel=RELEASES, text=typed)
    (message,) = await stage.messages(RELEASES)
    assert message["text"] == (
        f"<@{DANA}> &lt;!channel&gt; a &amp; b in <#{RELEASES}|releases> for <!subteam^S0QATEAM01>"
    )


async def test_stray_markup_of_the_app_comes_back_escaped(stage):
    posted = await stage.web.chat_postMessage(channel=RELEASES, text=f"a & b < c <@{DANA}> &amp;")
    assert posted["message"]["text"] == f"a &amp; b &lt; c <@{DANA}> &amp;"


async def test_a_streamed_reply_grows_and_ends(stage):
    asked = await stage.act("say", channel=RELEASES, text="draft please")
    web = stage.web
    bare = web.chat_startStream(channel=RELEASES, thread_ts=asked["ts"])
    assert await refused(bare) == "missing_recipient_user_id"
    stream = await web.chat_startStream(
        channel=RELEASES,
        thread_ts=asked["ts"],
        recipient_user_id=ROSA,
        recipient_team_id="T0NORTHWND",
        task_display_mode="plan",
    )
    task = {"type": "task_update", "id": "t1", "title": "Read", "status": "in_progress"}
    await web.chat_appendStream(channel=RELEASES, ts=stream["ts"], chunks=[task])
    done = {**task, "status": "complete"}
    text = {"type": "markdown_text", "text": "Phases"}
    await web.chat_appendStream(channel=RELEASES, ts=stream["ts"], chunks=[done, text])
    early = web.chat_update(channel=RELEASES, ts=stream["ts"], text="x")
    assert await refused(early) == "streaming_state_conflict"
    await web.chat_stopStream(channel=RELEASES, ts=stream["ts"], blocks=SECTION)
    late = web.chat_appendStream(channel=RELEASES, ts=stream["ts"], markdown_text="x")
    assert await refused(late) == "message_not_in_streaming_state"
    shown = (await stage.messages(RELEASES, thread_ts=asked["ts"]))[-1]
    assert shown["text"] == "Phases"
    assert [b["type"] for b in shown["blocks"]] == ["plan", "markdown", "section"]
    assert shown["blocks"][0]["tasks"][0]["status"] == "complete"


async def test_a_file_goes_up_in_three_steps(stage):
    result = await stage.web.files_upload_v2(
        channel=RELEASES, content="a: 1\n", filename="process.yaml", title="Process"
    )
    file = (await stage.web.files_info(file=result["file"]["id"]))["file"]
    assert file["title"] == "Process"
    (message,) = await stage.messages(RELEASES)
    url = message["files"][0]["url_private"]
    with_token = await stage.http.get(url, headers={"Authorization": f"Bearer {stage.web.token}"})
    assert with_token.text == "a: 1\n"
    assert "Sign in" in (await stage.http.get(url)).text


async def test_marks_are_made_once(stage):
    posted = await stage.web.chat_postMessage(channel=RELEASES, text="pin me")
    web = stage.web
    await web.pins_add(channel=RELEASES, timestamp=posted["ts"])
    assert await refused(web.pins_add(channel=RELEASES, timestamp=posted["ts"])) == "already_pinned"
    await web.reactions_add(channel=RELEASES, timestamp=posted["ts"], name="eyes")
    again = web.reactions_add(channel=RELEASES, timestamp=posted["ts"], name="eyes")
    assert await refused(again) == "already_reacted"
    (shown,) = await stage.messages(RELEASES)
    assert shown["pinned"]
    assert shown["reactions"] == [{"name": "eyes", "users": ["U0DRUMBEAT"], "count": 1}]


async def test_changed_blocks_do_not_mark_a_message_as_edited(stage):
    posted = await stage.web.chat_postMessage(channel=RELEASES, text="hi", blocks=SECTION)
    await stage.web.chat_update(channel=RELEASES, ts=posted["ts"], text="yo", blocks=SECTION)
    (message,) = await stage.messages(RELEASES)
    assert (message["text"], message["edited"]) == ("yo", None)


async def test_every_text_of_a_conversation_survives_a_round_trip(stage):
    nasty = "\u202eright to left\u202c 🚀 \"quotes\" 'more' `code` <script>&amp;\n\nsecond line"
    await stage.act("say", channel=RELEASES, text=nasty)
    (message,) = await stage.messages(RELEASES)
    (element,) = message["blocks"][0]["elements"][0]["elements"]
    assert element["text"] == nasty
    assert "&lt;script&gt;&amp;amp;" in message["text"]


async def test_a_direct_message_is_opened_with_a_person_only(stage):
    first = (await stage.web.conversations_open(users=DANA))["channel"]["id"]
    assert (await stage.web.chat_postMessage(channel=DANA, text="x"))["channel"] == first
    assert await refused(stage.web.conversations_open(users="U0DRUMBEAT")) == "cannot_dm_bot"
    assert await refused(stage.web.conversations_open(users="U0NOBODY00")) == "user_not_found"
    await stage.act("people", id=DANA, deactivated=True)
    assert await refused(stage.web.conversations_open(users=DANA)) == "user_disabled"
