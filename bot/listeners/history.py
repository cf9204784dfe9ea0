"""The versions of a process, and putting one aside: from the private answer that shows it."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening
from bot.listeners.replies import Reply, Say, say
from bot.views import buttons, versions
from orchestration import words


def register(app: AsyncApp, doors: Doors) -> None:
    async def show(heard: Heard) -> Reply:
        about = heard.carried(buttons.ProcessButton)
        shown = await doors.history.of(about.process_id, by=heard.by)
        return Say(versions.draw(shown, pictures=doors.pictures))

    async def archive(heard: Heard) -> Reply:
        about = heard.carried(buttons.ProcessButton)
        process = await doors.history.archive(about.process_id, by=heard.by)
        return say(f"“{words.quote(process.name)}” is archived. No new release is made of it.")

    async def bring_back(heard: Heard) -> Reply:
        about = heard.carried(buttons.ProcessButton)
        process = await doors.history.bring_back(about.process_id, by=heard.by)
        return say(f"“{words.quote(process.name)}” is back: releases can be made of it again.")

    app.action(buttons.PROCESS_VERSIONS)(**listening(doors, payloads.action, tell=show))
    app.action(buttons.PROCESS_ARCHIVE)(**listening(doors, payloads.action, record=archive))
    app.action(buttons.PROCESS_BRING_BACK)(**listening(doors, payloads.action, record=bring_back))
