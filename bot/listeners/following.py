"""Following a release: shared where somebody asks, watched, and on the board of its channel."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening
from bot.listeners.membership import INVITE, can_post
from bot.listeners.replies import Reply, Say, say
from bot.listeners.sending import asked
from bot.views import buttons, follow_buttons, private
from orchestration import words
from orchestration.errors import Permanent, Rejected, Transient
from orchestration.values import ReleaseId

_COMES = "The board of this channel comes in a moment, and is kept current."
_PRIVATE = "Only you would see it here. Do that in a channel."


def register(app: AsyncApp, doors: Doors) -> None:
    def pressed(
        act: Callable[[Doors, Heard, ReleaseId], Awaitable[Reply]],
    ) -> Callable[[Heard], Awaitable[Reply]]:
        async def record(heard: Heard) -> Reply:
            return await act(doors, heard, heard.carried(buttons.ReleaseButton).release_id)

        return record

    for action_id, act in (
        (follow_buttons.SHARE, share),
        (follow_buttons.WATCH, watch),
        (follow_buttons.STOP_WATCHING, stop_watching),
    ):
        app.action(action_id)(**listening(doors, payloads.action, record=pressed(act)))


async def share(doors: Doors, heard: Heard, release_id: ReleaseId) -> Reply:
    """Its sentence, in the channel or thread where that was asked."""
    if heard.channel is None or heard.in_dm:
        raise Rejected(_PRIVATE)
    if not await can_post(doors, heard.channel):
        raise Rejected(f"Drumbeat is not in this channel. {INVITE}.")
    release = await doors.watching.share(
        release_id,
        heard.door_key,
        by=heard.by,
        channel=heard.channel,
        thread_ts=heard.thread_ts,
    )
    return say(f"How {words.quote(release.title)} stands is said here in a moment.")


async def watch(doors: Doors, heard: Heard, release_id: ReleaseId) -> Reply:
    release = await doors.watching.watch(release_id, by=heard.by)
    said = (
        f"You watch {words.quote(release.title)}. You get a direct message when it ends, is "
        "paused or on hold, or begins to wait for somebody."
    )
    return Say(private.offer(said, follow_buttons.stop_watching(release_id, release.title)))


async def stop_watching(doors: Doors, heard: Heard, release_id: ReleaseId) -> Reply:
    release = await doors.watching.stop_watching(release_id, by=heard.by)
    return say(f"You do not watch {words.quote(release.title)} any more.")


async def board(doors: Doors, heard: Heard) -> Reply:
    """The channel's one board: posted, or where it is."""
    if heard.channel is None or heard.in_dm:
        raise Rejected("A board belongs to a channel: it has the releases of that channel.")
    if not await can_post(doors, heard.channel):
        raise Rejected(f"Drumbeat is not in this channel. {INVITE}.")
    there = await doors.watching.board(heard.channel)
    if there is None:
        return say(_COMES)
    try:
        call = doors.client.chat_getPermalink(channel=there.channel, message_ts=there.ts)
        link = str((await asked("chat.getPermalink", call)).get("permalink", ""))
    except (Transient, Permanent):  # somebody deleted it: it is posted anew
        return say(_COMES)
    return Say(private.linking("This channel has its board already:", link))
