"""A whole conversation with a real Bolt app; every test runs over both transports."""

import asyncio

import pytest_asyncio

from bot.playground.seed import BOT_USER, DANA, GENERAL, RELEASES, ROSA
from tests.playground.bolt_apps import TRANSPORTS, bolt
from tests.playground.sample_app import CARD, Heard, register


@pytest_asyncio.fixture(params=["socket", "http"])
async def heard(request, stage):
    app = bolt(stage.api_url)
    heard = Heard()
    register(app, heard)
    async with TRANSPORTS[request.param](app, stage):
        yield heard


async def test_a_command_is_answered_privately(stage, heard):
    done = await stage.act("command", channel=RELEASES, command="/release", text="help @dana")
    assert done["ok"]
    (shown,) = await stage.messages(RELEASES)
    assert (shown["text"], shown["ephemeral"]) == ("eight verbs", True)
    assert await stage.messages(RELEASES, who=DANA) == []
    form = heard[0][1]
    assert form["text"] == f"help <@{DANA}|dana>"
    for field in ("token", "team_id", "team_domain", "channel_id", "channel_name", "user_id",
                  "user_name", "command", "api_app_id", "is_enterprise_install",
                  "response_url", "trigger_id"):  # fmt: skip
        assert form[field]


async def test_an_answer_in_the_channel_shows_the_command_too(stage, heard):
    await stage.act("say", channel=RELEASES, text="/release status")
    texts = [m["text"] for m in await stage.messages(RELEASES, who=DANA)]
    assert texts == ["/release status", "said aloud"]


async def test_a_late_acknowledgement_is_shown_as_slacks_error(stage, heard):
    done = await stage.act("command", channel=RELEASES, command="/release", text="slow")
    assert (done["ok"], done["status"]) == (False, "operation_timeout")
    (shown,) = await stage.messages(RELEASES)
    assert shown["text"] == '/release failed with the error "operation_timeout"'
    assert shown["ephemeral"]


async def test_commands_do_not_exist_in_threads(stage, heard):
    said = await stage.act("say", channel=RELEASES, text="root")
    told = await stage.act("say", channel=RELEASES, text="/release help", thread_ts=said["ts"])
    assert told["error"] == "/release is not supported in threads. Sorry!"
    assert heard == []


async def test_a_response_url_is_private_unless_it_says_otherwise(stage, heard):
    await stage.act("command", channel=RELEASES, command="/release", text="respond")
    assert [m["text"] for m in await stage.messages(RELEASES)] == ["first", "second"]
    assert [m["text"] for m in await stage.messages(RELEASES, who=DANA)] == ["second"]


async def test_a_private_answer_can_be_replaced_and_stays_private(stage, heard):
    await stage.act("command", channel=RELEASES, command="/release", text="help")
    url = heard[0][1]["response_url"]
    body = {"replace_original": True, "response_type": "in_channel", "text": "nine verbs"}
    await stage.http.post(url, json=body)
    (shown,) = await stage.messages(RELEASES)
    assert (shown["text"], shown["ephemeral"]) == ("nine verbs", True)
    await stage.http.post(url, json={"delete_original": True})
    assert await stage.messages(RELEASES) == []


async def test_a_response_url_takes_five_posts(stage, heard):
    await stage.act("command", channel=RELEASES, command="/release", text="help")
    url = heard[0][1]["response_url"]
    statuses = [(await stage.http.post(url, json={"text": str(n)})).status_code for n in range(6)]
    assert statuses == [200] * 5 + [404]


async def test_a_click_reaches_the_app_and_its_button_vanishes(stage, heard):
    posted = await stage.web.chat_postMessage(channel=RELEASES, text="Sign off?", blocks=CARD)
    click = {"channel": RELEASES, "ts": posted["ts"], "action_id": "task.approve"}
    assert (await stage.act("click", who=DANA, **click))["ok"]
    body = heard[0][1]
    assert body["user"] == {
        "id": DANA, "username": "dana", "name": "dana", "team_id": "T0NORTHWND"
    }  # fmt: skip
    assert body["actions"][0]["value"] == "t1"
    assert body["container"]["message_ts"] == posted["ts"]
    assert body["state"]["values"]["b1"]["choose"]["selected_option"] is None
    assert body["message"]["text"] == "Sign off?"
    gone = await stage.act("click", who=DANA, status=409, **click)
    assert "no element 'task.approve' is shown here" in gone["error"]
    stale = await stage.act("click", who=DANA, message_version=0, **click)
    assert stale["ok"]
    assert heard.kinds() == ["click", "click"]


async def test_who_is_not_in_the_channel_cannot_click(stage, heard):
    posted = await stage.web.chat_postMessage(channel=RELEASES, text="Sign off?", blocks=CARD)
    await stage.act("channels", id=RELEASES, members=[ROSA, BOT_USER])
    click = {"channel": RELEASES, "ts": posted["ts"], "action_id": "task.approve"}
    await stage.act("click", who=DANA, status=403, **click)
    assert heard == []


async def test_a_menu_gives_the_whole_option_and_refuses_others(stage, heard):
    posted = await stage.web.chat_postMessage(channel=RELEASES, text="Sign off?", blocks=CARD)
    choice = {"channel": RELEASES, "ts": posted["ts"], "action_id": "choose"}
    await stage.act("click", selected_option="y", **choice)
    body = heard[0][1]
    assert body["actions"][0]["selected_option"]["value"] == "y"
    assert body["state"]["values"]["b1"]["choose"]["selected_option"]["value"] == "y"
    await stage.act("click", selected_option="z", status=409, **choice)


async def open_modal(stage) -> dict:
    await stage.act("command", channel=RELEASES, command="/release", text="new")
    (view,) = (await stage.look("state"))["views"]
    return view


async def test_a_modal_is_opened_filled_and_submitted(stage, heard):
    view = await open_modal(stage)
    empty = await stage.act("view/submit", view_id=view["id"])
    assert empty["errors"] == {"name": "Please complete this required field."}
    assert heard.kinds() == ["command"]
    values = {"name": {"text": "web"}, "who": {"people": [DANA]}}
    done = await stage.act("view/submit", view_id=view["id"], values=values)
    assert done["ok"]
    sent = heard[1][1]["view"]
    assert sent["state"]["values"]["name"]["text"] == {"type": "plain_text_input", "value": "web"}
    assert sent["state"]["values"]["who"]["people"]["selected_users"] == [DANA]
    assert sent["private_metadata"] == "p"
    assert (await stage.look("state"))["views"] == []


async def test_a_submission_can_be_refused_pushed_updated_and_cleared(stage, heard):
    view = await open_modal(stage)

    async def submit(name: str, view_id: str = view["id"]) -> dict:
        return await stage.act("view/submit", view_id=view_id, values={"name": {"text": name}})

    assert (await submit("taken"))["errors"] == {"name": "That name is taken."}
    assert (await submit("other"))["view"]["title"]["text"] == "Other"
    pushed = (await submit("more"))["view"]
    stack = (await stage.look("state"))["views"]
    assert [v["callback_id"] for v in stack] == ["new", "deeper"]
    assert pushed["previous_view_id"] == view["id"]
    await stage.act("view/close", view_id=pushed["id"])
    await submit("clear")
    assert (await stage.look("state"))["views"] == []


async def test_closing_a_modal_is_told_when_asked_for(stage, heard):
    view = await open_modal(stage)
    await stage.act("view/close", view_id=view["id"])
    assert (await heard.wait("closed"))["view"]["id"] == view["id"]


async def test_a_mention_reaches_the_app_where_it_is_a_member(stage, heard):
    await stage.act("say", channel=GENERAL, text="@Drumbeat hello?")
    said = await stage.act("say", channel=RELEASES, text="@Drumbeat status")
    event = await heard.wait("mention")
    assert event["text"] == f"<@{BOT_USER}> status"
    assert (event["channel"], event["user"], event["ts"]) == (RELEASES, ROSA, said["ts"])
    for _ in range(100):
        thread = await stage.messages(RELEASES, thread_ts=said["ts"])
        if len(thread) == 2:
            break
        await asyncio.sleep(0.02)
    assert thread[1]["text"] == "here"
    assert heard.kinds() == ["mention"]


async def test_a_direct_message_reaches_the_app(stage, heard):
    channel = (await stage.act("dm"))["channel"]
    await stage.act("say", channel=channel, text="mine")
    event = await heard.wait("message")
    assert (event["channel_type"], event["text"]) == ("im", "mine")


async def test_the_home_tab_is_published_when_opened(stage, heard):
    await stage.act("home")
    await heard.wait("home")
    for _ in range(100):
        home = (await stage.look("state"))["home"]
        if home:
            break
        await asyncio.sleep(0.02)
    assert home["blocks"][0]["text"]["text"] == "your tasks"


async def test_a_changed_person_is_told(stage, heard):
    await stage.act("people", id=DANA, tz="Asia/Tokyo")
    event = await heard.wait("user_change")
    assert (event["user"]["id"], event["user"]["tz_offset"]) == (DANA, 9 * 3600)


async def test_a_message_shortcut_carries_the_message(stage, heard):
    said = await stage.act("say", channel=RELEASES, text="1. build")
    await stage.act("shortcut", callback_id="draft_from", channel=RELEASES, ts=said["ts"])
    assert heard[0][1]["message"]["text"] == "1. build"


async def test_a_redelivery_is_the_same_event_again(stage, heard):
    await stage.act("faults", method="delivery", kind="redeliver", times=1)
    await stage.act("say", channel=RELEASES, text="@Drumbeat status")
    await heard.wait("mention", 2)
    first, second = (body for kind, body in heard if kind == "mention")
    assert first["ts"] == second["ts"]


async def test_a_lost_acknowledgement_makes_slack_deliver_the_event_again(stage, heard):
    await stage.act("faults", method="delivery", kind="dropped", times=1)
    await stage.act("say", channel=RELEASES, text="@Drumbeat status")
    await heard.wait("mention", 2)


async def test_a_trigger_can_come_too_late(stage, heard):
    await stage.act("faults", method="delivery", kind="expired_trigger", times=1)
    await stage.act("command", channel=RELEASES, command="/release", text="new")
    (call,) = (await stage.look("calls", method="views.open"))["calls"]
    assert call["error"] == "expired_trigger_id"


async def test_a_global_shortcut_can_open_a_modal(stage, heard):
    assert (await stage.act("shortcut", callback_id="anywhere"))["ok"]
    assert heard[0][1]["type"] == "shortcut"
    assert (await stage.look("state"))["views"][0]["callback_id"] == "new"


async def test_an_external_menu_asks_the_app_for_its_options(stage, heard):
    menu = {"type": "external_select", "action_id": "find", "min_query_length": 0}
    posted = await stage.web.chat_postMessage(
        channel=RELEASES, text="?", blocks=[{"type": "actions", "elements": [menu]}]
    )
    where = {"channel": RELEASES, "ts": posted["ts"], "action_id": "find"}
    offered = (await stage.act("suggest", value="web", **where))["options"]
    assert offered[0]["text"]["text"] == "found web"
    await stage.act("click", selected_option=offered[0], **where)
    assert (await heard.wait("found"))["actions"][0]["selected_option"] == offered[0]


async def test_two_clicks_are_two_deliveries(stage, heard):
    posted = await stage.web.chat_postMessage(channel=RELEASES, text="Sign off?", blocks=CARD)
    click = {"channel": RELEASES, "ts": posted["ts"], "action_id": "task.approve", "stale": CARD}
    await asyncio.gather(stage.act("click", **click), stage.act("click", **click))
    assert heard.kinds() == ["click", "click"]
    assert heard[0][1]["trigger_id"] != heard[1][1]["trigger_id"]
