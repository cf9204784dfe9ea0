"""Asking for a draft: from a command, a mention or the form; its card goes where we can post."""

from __future__ import annotations

from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.membership import INVITE, can_post
from bot.listeners.replies import Open, Say, say
from bot.views import buttons
from bot.views.modals import draft
from orchestration.ports import DrafterChoice
from orchestration.processes.texts import readable
from orchestration.values import ChannelId, ProcessId

READING = "Reading it."
HERE = "appears in this channel in a moment."
BY_DM = "appears in your direct messages with Drumbeat in a moment."
NOT_IN = (
    "appears in your direct messages, since Drumbeat is not in this channel. "
    f"{INVITE} to have the next one here."
)


async def request_draft(
    doors: Doors,
    heard: Heard,
    text: str,
    *,
    title: str = "",
    channel: ChannelId | None = None,
    drafter: DrafterChoice = "",
) -> Say:
    """Keep the text and owe its reading; raises `Rejected` for what is no document."""
    readable(text)  # before asking Slack anything
    channel, said = await place_of_draft(doors, heard, channel or heard.channel)
    await doors.processes.request_draft(
        heard.door_key, text=text, by=heard.by, channel=channel, title=title, drafter=drafter
    )
    return say(f"{READING} {said}")


async def request_revision(
    doors: Doors,
    heard: Heard,
    process_id: ProcessId,
    said: str,
    *,
    channel: ChannelId | None,
    reader: DrafterChoice = "",
) -> Say:
    """Owe the reading of what shall change in what is published, in a draft of its next version."""
    place, where = await place_of_draft(doors, heard, channel)
    await doors.revisions.ask_of_process(
        heard.door_key, process_id, said, by=heard.by, channel=place, reader=reader
    )
    return say(begun(where))


def begun(where: str) -> str:
    return f"{where} What would change is proposed under it; releases use what is published."


async def draft_form(doors: Doors, heard: Heard) -> Open:
    """The form, with the processes of theirs that a text could change."""
    listed = await doors.processes.list(by=heard.by)
    there = [(each.id, each.name) for each in listed if each.archived_by is None]
    form = buttons.DraftForm(channel=heard.place, by=heard.by)
    return Open(draft.draw(form, processes=there, with_model=doors.with_model))


async def place_of_draft(
    doors: Doors, heard: Heard, channel: ChannelId | None, *, what: str = "The draft"
) -> tuple[ChannelId, str]:
    """Where the card of a draft goes, and what is said of it."""
    if channel is None or channel.startswith("D"):
        return ChannelId(heard.by), f"{what} {BY_DM}"
    # Slack tells us of mentions only where we are.
    if heard.kind == "event" or await can_post(doors, channel):
        return channel, f"{what} {HERE}"
    return ChannelId(heard.by), f"{what} {NOT_IN}"
