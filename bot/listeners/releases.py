"""Starting and aborting releases by buttons, and saying which one is meant."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners import release_verbs
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening
from bot.listeners.replies import Replace, Reply, Say
from bot.views import buttons


def register(app: AsyncApp, doors: Doors) -> None:
    async def start(heard: Heard) -> Reply | None:
        release_id = heard.carried(buttons.ReleaseButton).release_id
        reply = await release_verbs.start(doors, heard, release_id)
        if heard.channel and heard.message_ts:
            await doors.digests.redraw(heard.channel, heard.message_ts)
        return _in_place(heard, reply)

    async def abort(heard: Heard) -> Reply:
        return await release_verbs.abort_form(
            doors, heard, heard.carried(buttons.ReleaseButton).release_id
        )

    async def chosen(heard: Heard) -> Reply | None:
        choice = heard.carried(buttons.ReleaseChoice)
        reply = await release_verbs.about_release(doors, heard, choice.verb, choice.release_id)
        return _in_place(heard, reply)

    app.action(buttons.RELEASE_START)(**listening(doors, payloads.action, record=start))
    app.action(buttons.RELEASE_ABORT)(**listening(doors, payloads.action, tell=abort))
    app.action(buttons.RELEASE_CHOOSE)(**listening(doors, payloads.action, tell=chosen))


def _in_place(heard: Heard, reply: Reply | None) -> Reply | None:
    """A private question is replaced by its answer, so that it cannot be answered twice."""
    return Replace(reply.drawn) if heard.ephemeral and isinstance(reply, Say) else reply
