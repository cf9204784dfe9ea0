import asyncio

import pytest
from slack_sdk.errors import SlackApiError

from bot.playground.config import PlaygroundConfig
from bot.playground.seed import DANA, ROSA
from bot.playground.server import running


def modal(name: str = "One", **more) -> dict:
    element = {"type": "plain_text_input", "action_id": "a", "initial_value": "begun"}
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": name},
        "submit": {"type": "plain_text", "text": "Go"},
        "blocks": [
            {
                "type": "input",
                "block_id": "b",
                "label": {"type": "plain_text", "text": "L"},
                "element": element,
            }
        ],
        **more,
    }


async def refused(call) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return caught.value.response["error"]


async def test_a_trigger_serves_once_and_only_for_its_seconds(stage):
    web, triggers = stage.web, stage.slack.triggers
    trigger = triggers.issue(ROSA)
    await web.views_open(trigger_id=trigger, view=modal())
    assert await refused(web.views_open(trigger_id=trigger, view=modal())) == "exchanged_trigger_id"
    assert await refused(web.views_open(trigger_id="1.2.x", view=modal())) == "invalid_trigger_id"
    old = triggers.issue(ROSA, expired=True)
    assert await refused(web.views_open(trigger_id=old, view=modal())) == "expired_trigger_id"


async def test_an_update_with_an_old_hash_is_a_conflict(stage):
    opened = (
        await stage.web.views_open(trigger_id=stage.slack.triggers.issue(ROSA), view=modal())
    )["view"]
    update = {"view_id": opened["id"], "hash": opened["hash"]}
    await stage.web.views_update(view=modal("Two"), **update)
    assert await refused(stage.web.views_update(view=modal("Three"), **update)) == "hash_conflict"
    missing = stage.web.views_update(view_id="V0NOTHERE00", view=modal())
    assert await refused(missing) == "not_found"


async def test_what_was_typed_stays_while_block_and_action_stay(stage):
    opened = (
        await stage.web.views_open(trigger_id=stage.slack.triggers.issue(ROSA), view=modal())
    )["view"]
    await stage.act("view/input", view_id=opened["id"], values={"b": {"a": "typed"}})
    updated = await stage.web.views_update(view_id=opened["id"], view=modal("Two"))
    assert updated["view"]["state"]["values"]["b"]["a"]["value"] == "typed"


async def test_modals_stack_three_deep(stage):
    web, triggers = stage.web, stage.slack.triggers
    await web.views_open(trigger_id=triggers.issue(ROSA), view=modal())
    for _ in range(2):
        await web.views_push(trigger_id=triggers.issue(ROSA), view=modal())
    push = web.views_push(trigger_id=triggers.issue(ROSA), view=modal())
    assert await refused(push) == "push_limit_reached"
    assert len((await stage.look("state"))["views"]) == 3


async def test_external_ids_are_unique_and_find_their_view(stage):
    web, triggers = stage.web, stage.slack.triggers
    await web.views_open(trigger_id=triggers.issue(ROSA), view=modal(external_id="x1"))
    other = web.views_open(trigger_id=triggers.issue(DANA), view=modal(external_id="x1"))
    assert await refused(other) == "duplicate_external_id"
    updated = await web.views_update(external_id="x1", view=modal("Two", external_id="x1"))
    assert updated["view"]["title"]["text"] == "Two"


async def test_a_home_is_published_with_its_hash(stage):
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    first = (await stage.web.views_publish(user_id=ROSA, view=home))["view"]
    await stage.web.views_publish(user_id=ROSA, view=home, hash=first["hash"])
    again = stage.web.views_publish(user_id=ROSA, view=home, hash=first["hash"])
    assert await refused(again) == "hash_conflict"


async def test_a_client_does_not_send_what_it_can_see_is_wrong(stage):
    block = modal()["blocks"][0]
    number = {"type": "number_input", "action_id": "n", "is_decimal_allowed": False}
    number |= {"min_value": "1", "max_value": "5"}
    block = {**block, "element": number}
    view = (
        await stage.web.views_open(
            trigger_id=stage.slack.triggers.issue(ROSA), view=modal(blocks=[block])
        )
    )["view"]
    for typed, said in (("x", "valid"), ("1.5", "whole"), ("0", "at least"), ("9", "at most")):
        told = await stage.act("view/submit", view_id=view["id"], values={"b": {"n": typed}})
        assert told["status"] == "not_sent"
        assert said in told["errors"]["b"]


async def test_a_file_can_be_put_into_a_form(stage):
    block = {**modal()["blocks"][0], "element": {"type": "file_input", "action_id": "f"}}
    trigger = stage.slack.triggers.issue(ROSA)
    view = (await stage.web.views_open(trigger_id=trigger, view=modal(blocks=[block])))["view"]
    file = (await stage.act("upload", name="p.yaml", content="a: 1"))["file"]
    typed = {"b": {"f": {"type": "file_input", "files": [file]}}}
    shown = (await stage.act("view/input", view_id=view["id"], values=typed))["view"]
    assert shown["state"]["values"]["b"]["f"]["files"][0]["name"] == "p.yaml"
    assert (await stage.web.files_info(file=file["id"]))["content"] == "a: 1"


async def test_a_form_takes_only_as_many_files_of_the_kind_it_asks_for(stage):
    element = {"type": "file_input", "action_id": "f", "filetypes": ["yaml"], "max_files": 1}
    view = modal(blocks=[{**modal()["blocks"][0], "element": element}])
    opened = await stage.web.views_open(trigger_id=stage.slack.triggers.issue(ROSA), view=view)
    yaml = (await stage.act("upload", name="p.YAML", content="a: 1"))["file"]
    picture = (await stage.act("upload", name="p.png", content="a"))["file"]
    vast = {**yaml, "size": 11 * 1024 * 1024}
    for files, said in (
        ([yaml, yaml], "more than 1 file."),
        ([picture], "yaml"),
        ([vast], "10 MB"),
    ):
        values = {"b": {"f": files}}
        told = await stage.act("view/submit", view_id=opened["view"]["id"], values=values)
        assert told["status"] == "not_sent"
        assert said in told["errors"]["b"]
    with pytest.raises(SlackApiError, match="enum"):
        wrong = modal(blocks=[{**view["blocks"][0], "element": {**element, "max_files": 11}}])
        await stage.web.views_open(trigger_id=stage.slack.triggers.issue(ROSA), view=wrong)


async def test_a_button_redrawn_under_the_finger_is_the_same_button(stage):
    def home(value):
        go = {"type": "button", "action_id": "go", "value": value}
        go["text"] = {"type": "plain_text", "text": "Go"}
        return {"type": "home", "blocks": [{"type": "actions", "elements": [go]}]}

    drawn = (await stage.web.views_publish(user_id=ROSA, view=home("1")))["view"]
    click = {"view_id": drawn["id"], "action_id": "go"}
    click |= {"block_id": drawn["blocks"][0]["block_id"], "value": "1"}
    again = (await stage.web.views_publish(user_id=ROSA, view=home("1")))["view"]
    assert again["blocks"][0]["block_id"] != click["block_id"]
    assert (await stage.act("click", **click))["status"] == "app_not_connected"
    await stage.web.views_publish(user_id=ROSA, view=home("2"))
    await stage.act("click", status=409, **click)


async def test_the_workspace_survives_its_process(tmp_path):
    config = PlaygroundConfig(file=tmp_path / "slack.db", port=0)
    async with running(config) as (_, slack):
        from slack_sdk.web.async_client import AsyncWebClient

        web = AsyncWebClient(config.bot_token, base_url=f"{slack.config.base_url}/api/")
        posted = await web.chat_postMessage(channel="C0RELEASES", text="kept")
        await web.chat_postMessage(channel="C0RELEASES", text="reply", thread_ts=posted["ts"])
        await web.chat_postEphemeral(channel="C0RELEASES", user=ROSA, text="not kept")
        dm = await web.conversations_open(users=DANA)
        await web.pins_add(channel="C0RELEASES", timestamp=posted["ts"])
        home = {"type": "home", "blocks": [{"type": "divider"}]}
        await web.views_publish(user_id=ROSA, view=home)
    async with running(config) as (_, slack):
        web = AsyncWebClient(config.bot_token, base_url=f"{slack.config.base_url}/api/")
        replies = await web.conversations_replies(channel="C0RELEASES", ts=posted["ts"])
        assert [m["text"] for m in replies["messages"]] == ["kept", "reply"]
        assert replies["messages"][0]["pinned_to"] == ["C0RELEASES"]
        assert (await web.conversations_open(users=DANA))["channel"]["id"] == dm["channel"]["id"]
        assert slack.workspace.home_of(ROSA) is not None
        later = await web.chat_postMessage(channel="C0RELEASES", text="later")
        assert later["ts"] > posted["ts"]


async def test_changes_are_streamed(stage):
    async with stage.http.stream("GET", "/_workspace/events") as stream:
        lines = stream.aiter_lines()
        await anext(lines)
        await stage.web.chat_postMessage(channel="C0RELEASES", text="x")
        async with asyncio.timeout(5):
            async for line in lines:
                if "C0RELEASES" in line:
                    break
