"""Uploaded pictures in blocks, refused and shown as Slack does."""

import asyncio

import pytest
from slack_sdk.errors import SlackApiError

from bot.playground.seed import RELEASES, ROSA

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


async def uploaded(stage, name="graph.png"):
    begun = await stage.web.files_getUploadURLExternal(filename=name, length=len(PNG))
    await stage.http.post(begun["upload_url"], content=PNG)
    await stage.web.files_completeUploadExternal(files=[{"id": begun["file_id"]}])
    return begun["file_id"]


def image(file_id):
    return {"type": "image", "slack_file": {"id": file_id}, "alt_text": "Build, then deploy"}


async def ready(stage, file_id):
    while not (await stage.web.files_info(file=file_id))["file"]["mimetype"]:
        await asyncio.sleep(0.02)


async def refusal(call):
    with pytest.raises(SlackApiError) as refused:
        await call
    return refused.value.response["errors"]


def say(stage, *blocks, **more):
    return stage.web.chat_postMessage(channel=RELEASES, text="x", blocks=[*blocks], **more)


async def test_an_upload_is_shown_in_a_message_once_it_is_ready(stage):
    file_id = await uploaded(stage)
    wrong = await refusal(say(stage, image(file_id)))
    assert wrong == ["invalid slack file [json-pointer:/blocks/0/slack_file]"]
    await ready(stage, file_id)
    posted = await say(stage, image(file_id))
    await stage.web.chat_update(
        channel=RELEASES, ts=posted["ts"], text="y", blocks=[image(file_id)]
    )


async def test_what_is_unknown_or_no_image_is_refused(stage):
    text = await uploaded(stage, "notes.txt")
    await ready(stage, text)
    unknown = "invalid slack file [json-pointer:/blocks/0/slack_file]"
    assert await refusal(say(stage, image("F0UNKNOWN1"))) == [unknown]
    assert await refusal(say(stage, image(text))) == [unknown]
    assert "regex" in (await refusal(say(stage, image("http://x"))))[0]


async def test_a_private_answer_shows_no_upload(stage):
    file_id = await uploaded(stage)
    await ready(stage, file_id)
    call = stage.web.chat_postEphemeral(
        channel=RELEASES, user=ROSA, text="x", blocks=[image(file_id)]
    )
    assert await refusal(call) == ["invalid slack file [json-pointer:/blocks/0/slack_file]"]
