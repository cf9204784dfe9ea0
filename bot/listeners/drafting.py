"""Asking for a draft: from a command, a mention or the form; its card goes where we can post."""

from __future__ import annotations

from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.membership import INVITE, can_post
from bot.listeners.replies import Say, say
from orchestration.processes.texts import readable
from orchestration.values import ChannelId

READING = "Reading it."
HERE = "The draft appears in this channel in a moment."
BY_DM = "The draft appears in your direct messages with Drumbeat in a moment."
NOT_IN = (
    "Drumbeat is not in this channel, so the draft comes to your direct messages. "
    f"{INVITE} to have the next one here."
)


async def request_draft(
    doors: Doors,
    heard: Heard,
    text: str,
    *,
    title: str = "",
    channel: ChannelId | None = None,
) -> Say:
    """Keep the text and owe its reading; raises `Rejected` for what is no document."""
    readable(text)  # before asking Slack anything
    channel, said = await place_of_draft(doors, heard, channel or heard.channel)
    await doors.processes.request_draft(
        heard.door_key, text=text, by=heard.by, channel=channel, title=title
    )
    return say(f"{READING} {said}")


async def place_of_draft(
    doors: Doors, heard: Heard, channel: ChannelId | None
) -> tuple[ChannelId, str]:
    """Where the card of a draft goes, and what is said of it."""
    if channel is None or channel.startswith("D"):
        return ChannelId(heard.by), BY_DM
    # Slack tells us of mentions only where we are.
    if heard.kind == "event" or await can_post(doors, channel):
        return channel, HERE
    return ChannelId(heard.by), NOT_IN
