"""Drafting from what somebody points at: a message by its shortcut, a thread or files by a mention.

Slack's menu of a message runs the shortcut (docs.slack.dev, "Message shortcuts"); its payload
holds the message, so that it can be drafted from also where Drumbeat is not in the channel.
"""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.given_words import said_in
from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.drafting import READING, place_of_draft
from bot.listeners.heard import Heard
from bot.listeners.listening import listening
from bot.listeners.replies import Reply, Say, say
from orchestration.processes.gathering import Message

SHORTCUT = "draft.from_message"
"""Its callback id in `docs/manifest.json`."""


def register(app: AsyncApp, doors: Doors) -> None:
    async def draft(heard: Heard) -> Reply:
        pointed_at = said_in(heard.body.get("message") or {})
        message = Message(
            source=heard.channel,
            text=pointed_at.text,
            files=pointed_at.files,
            ts=pointed_at.ts,
            thread=heard.thread_ts or pointed_at.ts,
        )
        return await _asked(doors, heard, message)

    app.shortcut(SHORTCUT)(**listening(doors, payloads.shortcut, record=draft))


def points_at_something(heard: Heard, words: str) -> bool:
    """True for `draft` with files, or with nothing but the thread that it is said in."""
    return bool(heard.attached) or (bool(heard.thread_ts) and not words.strip())


async def draft_from_here(doors: Doors, heard: Heard, words: str) -> Say:
    """From the words and files of a mention; without either, from its thread."""
    asked = str((heard.body.get("event") or {}).get("ts") or "")
    given = Message(source=heard.channel, text=words, files=heard.attached, ts=asked)
    if not (words.strip() or given.files):
        given = Message(source=heard.channel, thread=heard.thread_ts, asked=asked)
    return await _asked(doors, heard, given)


async def _asked(doors: Doors, heard: Heard, message: Message) -> Say:
    place, said = await place_of_draft(doors, heard, heard.channel)
    await doors.gathering.request(heard.door_key, message, by=heard.by, channel=place)
    return say(f"{READING} {said}")
