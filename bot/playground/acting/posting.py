"""Putting messages into channels: those people type and those the app answers with."""

import time
from typing import Any

from bot.playground.block_kit import check_message_blocks, check_slack_files, tidy_blocks
from bot.playground.model import Channel, Message
from bot.playground.playground import Playground
from bot.playground.seed import BOT_ID
from bot.playground.shapes import Json, SlackError
from bot.playground.text import as_kept

MOST_TEXT = 40_000


def post(slack: Playground, message: Message) -> Message:
    """Keep `message` and tell the app of it."""
    slack.workspace.save(message)
    if not message.visible_to:
        channel = slack.workspace.channels[message.channel]
        channel.last_read[message.user] = message.ts
        slack.workspace.journal.put(channel.kind, channel.key, channel.dump())
    slack.tell_of_message(message)
    return message


def app_message(
    slack: Playground, channel: Channel, said: Json, *, visible_to: str | None = None
) -> Message:
    """A message of the app from an API call's arguments or a response body; not yet posted."""
    blocks = said.get("blocks")
    if blocks:
        check_message_blocks(blocks)
        private = visible_to is not None
        check_slack_files(blocks, slack.workspace.files, private=private, now=time.time())
    message = Message(
        channel=channel.id,
        ts=slack.workspace.timestamps.issue(),
        user=slack.workspace.bot_user,
        bot_id=BOT_ID,
        text=as_kept(str(said.get("text") or ""))[:MOST_TEXT],
        blocks=tidy_blocks(blocks) if blocks else None,
        attachments=said.get("attachments") or None,
        metadata=said.get("metadata") or None,
        thread_ts=said.get("thread_ts") or None,
        reply_broadcast=bool(said.get("reply_broadcast")),
        visible_to=visible_to,
    )
    if not (message.text or message.blocks or message.attachments):
        raise SlackError("no_text")
    return message


def slackbot_says(slack: Playground, channel: str, user: str, text: str) -> None:
    """Slack's own private remark to one person."""
    slack.workspace.save(
        Message(
            channel=channel,
            ts=slack.workspace.timestamps.issue(),
            user="USLACKBOT",
            username="Slackbot",
            text=text,
            visible_to=user,
        )
    )


def respond(slack: Playground, channel: Channel, user: str, said: Any, **place: Any) -> Message:
    """Post an answer to a command or interaction: ephemeral unless it says `in_channel`."""
    body = said if isinstance(said, dict) else {"text": str(said)}
    private = body.get("response_type") != "in_channel"
    message = app_message(slack, channel, {**place, **body}, visible_to=user if private else None)
    return post(slack, message)
