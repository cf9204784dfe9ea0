"""The picture of a process, asked for in a private answer: sent, or shown where it was asked."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening
from bot.listeners.replies import Reply, say
from bot.views import buttons
from orchestration import words


def register(app: AsyncApp, doors: Doors) -> None:
    async def send(heard: Heard) -> Reply:
        return await _show(heard, heard.by, "in a direct message")

    async def show(heard: Heard) -> Reply:
        here = bool(heard.channel) and not heard.in_dm
        return await _show(heard, heard.channel or heard.by, "here" if here else "in our messages")

    async def _show(heard: Heard, to: str, where: str) -> Reply:
        about = heard.carried(buttons.VersionButton)
        shown = await doors.processes.show(
            heard.door_key, about.process_id, about.version, to=to, by=heard.by
        )
        return say(f"{words.quote(shown.process.name)} appears {where} in a moment.")

    app.action(buttons.PICTURE_SEND)(**listening(doors, payloads.action, record=send))
    app.action(buttons.PICTURE_HERE)(**listening(doors, payloads.action, record=show))
