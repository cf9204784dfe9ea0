"""Store activities as files: sent to whoever asks, taken as a new version, published by a card."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.files import SENT
from bot.listeners.heard import Heard
from bot.listeners.listening import listening
from bot.listeners.replies import Open, Reply, say
from bot.views import file_buttons
from bot.views.modals import file
from bot.views.store import carried
from orchestration import words


def register(app: AsyncApp, doors: Doors) -> None:
    async def export(heard: Heard) -> Reply:
        about = heard.carried(carried.StoreVersionButton)
        await doors.proposals.export(about.activity_id, about.version, to=heard.by)
        return say(SENT)

    async def new_version(heard: Heard) -> Reply:
        about = heard.carried(carried.StoreButton)
        await doors.store.latest(about.activity_id)  # before somebody looks for a file
        channel = None if heard.in_dm else heard.channel
        return Open(file.draw(file_buttons.FileForm(channel=channel, store=True)))

    async def publish(heard: Heard) -> Reply:
        about = heard.carried(carried.ProposalButton)
        made = await doors.proposals.publish(about.proposal, about.was, by=heard.by)
        return say(
            f"“{words.quote(made.activity.name)}” is in the store as version {made.version}. "
            f"`{doors.command} store {made.activity.id}` finds it."
        )

    app.action(carried.EXPORT)(**listening(doors, payloads.action, record=export))
    app.action(carried.NEW_VERSION)(**listening(doors, payloads.action, tell=new_version))
    app.action(carried.PUBLISH)(**listening(doors, payloads.action, record=publish))
