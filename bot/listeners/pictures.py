"""Pictures of a process or of what a version changed, asked for in a private answer: sent, or shown
where that was.
"""

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

    async def difference(heard: Heard) -> Reply:
        about = heard.carried(buttons.DifferenceButton)
        process = await doors.history.show_difference(
            heard.door_key, about.process_id, about.was, about.now, to=heard.by, by=heard.by
        )
        return say(
            f"What version {about.now} of {words.quote(process.name)} changed comes to your direct "
            "messages with Drumbeat in a moment, in words and as a picture."
        )

    app.action(buttons.PICTURE_DIFFERENCE)(**listening(doors, payloads.action, record=difference))
    app.action(buttons.PICTURE_SEND)(**listening(doors, payloads.action, record=send))
    app.action(buttons.PICTURE_HERE)(**listening(doors, payloads.action, record=show))
