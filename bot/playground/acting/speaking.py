"""People speaking: messages and slash commands, as the message box of Slack's client takes them."""

import uuid
from typing import Any

from bot.playground.acting.filing import store
from bot.playground.acting.posting import post, respond, slackbot_says
from bot.playground.delivery import COMMAND
from bot.playground.model import Message
from bot.playground.playground import Playground
from bot.playground.shapes import Json, Refused, SlackError
from bot.playground.text import Typing, as_rich_text

MOST_TYPED = 40_000


async def say(slack: Playground, body: Json) -> Json:
    """Post what a person typed; a text that begins with "/" is a slash command."""
    person = slack.workspace.person(str(body.get("as")))
    channel = slack.workspace.open_channel(str(body.get("channel")), person.id)
    typed = str(body.get("text") or "")
    thread_ts = body.get("thread_ts")
    if typed.startswith("/"):
        command, *rest = typed.split(maxsplit=1)
        text = rest[0] if rest else ""
        if thread_ts:
            refusal = f"{command} is not supported in threads. Sorry!"
            slackbot_says(slack, channel.id, person.id, refusal)
            return {"ok": False, "status": "not_in_thread", "error": refusal}
        asked = {"as": person.id, "channel": channel.id, "command": command, "text": text}
        return {"command": command, **await run_command(slack, asked)}
    if thread_ts:
        parent = slack.workspace.messages[channel.id].get(str(thread_ts))
        if parent is None or parent.visible_to:
            raise Refused(f"there is no message {thread_ts} to reply to", 404)
        thread_ts = parent.thread_ts or parent.ts
    files = [store(slack, each, person.id, channel.id) for each in body.get("files") or ()]
    if not typed.strip() and not files:
        raise Refused("there is nothing to send")
    text = Typing(slack.workspace).sent(typed[:MOST_TYPED])
    message = Message(
        channel=channel.id,
        ts=slack.workspace.timestamps.issue(),
        user=person.id,
        text=text,
        blocks=as_rich_text(text) if text else None,
        thread_ts=thread_ts,
        reply_broadcast=bool(thread_ts and body.get("reply_broadcast")),
        files=[file.id for file in files],
        subtype="file_share" if files else None,
        client_msg_id=str(uuid.uuid4()),
    )
    post(slack, message)
    return {"ok": True, "ts": message.ts, "channel": channel.id}


async def run_command(slack: Playground, body: Json) -> Json:
    """Send a slash command, wait for its acknowledgement, and show what it said."""
    person = slack.workspace.person(str(body.get("as")))
    channel = slack.workspace.open_channel(str(body.get("channel")), person.id)
    command = str(body.get("command") or slack.config.command)
    if command != slack.config.command:
        refusal = f"`{command}` is not a valid command."
        slackbot_says(slack, channel.id, person.id, refusal)
        return {"ok": False, "status": "invalid_command", "error": refusal, "ms": 0}
    text = Typing(slack.workspace, command=True).sent(str(body.get("text") or "").strip())
    passes = {
        "response_url": slack.response_urls.issue(channel.id, person.id),
        "trigger_id": slack.trigger(person.id),
    }
    form = slack.payloads.command(person, channel, command, text, passes=passes)
    answer = await slack.delivery.deliver(COMMAND, form)
    if not answer.ok:
        slackbot_says(slack, channel.id, person.id, _failure(command, answer.status))
        return {"ok": False, "status": answer.status, "response": answer.body, "ms": answer.ms}
    if _says_something(answer.body):
        if answer.body.get("response_type") == "in_channel":
            typed = f"{command} {text}".strip()
            ts = slack.workspace.timestamps.issue()
            post(slack, Message(channel=channel.id, ts=ts, user=person.id, text=typed))
        try:
            answered = respond(slack, channel, person.id, answer.body)
            slack.response_urls.answers(passes["response_url"], answered.ts)
        except SlackError as refused:
            slackbot_says(slack, channel.id, person.id, _failure(command, "dispatch_failed"))
            return {
                "ok": False,
                "status": refused.code,
                "response": refused.body(),
                "ms": answer.ms,
            }
    return {"ok": True, "status": "ok", "response": answer.body, "ms": answer.ms}


def _says_something(body: Any) -> bool:
    return isinstance(body, dict) and bool(
        body.get("text") or body.get("blocks") or body.get("attachments")
    )


def _failure(command: str, status: str) -> str:
    if status == "app_not_connected":
        return f"{command} failed because the app did not respond"
    return f'{command} failed with the error "{status}"'
