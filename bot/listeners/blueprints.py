"""Beginning a draft with a blueprint, or with the latest version of a process."""

from __future__ import annotations

import re

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.drafting import place_of_draft
from bot.listeners.heard import Heard
from bot.listeners.listening import listening
from bot.listeners.replies import Reply, say
from bot.views import buttons


def register(app: AsyncApp, doors: Doors) -> None:
    async def begin(heard: Heard) -> Reply:
        about = heard.carried(buttons.BlueprintButton)
        place, said = await place_of_draft(doors, heard, heard.channel)
        await doors.blueprints.begin(heard.door_key, about.name, by=heard.by, channel=place)
        return say(said)

    async def begin_with(heard: Heard) -> Reply:
        about = heard.carried(buttons.ProcessButton)
        place, said = await place_of_draft(doors, heard, heard.channel)
        await doors.blueprints.begin_with(
            heard.door_key, about.process_id, by=heard.by, channel=place
        )
        return say(f"{said} Releases use what is published until you publish it.")

    app.action(buttons.PROCESS_EDIT)(**listening(doors, payloads.action, record=begin_with))
    pattern = re.compile(rf"^{re.escape(buttons.BLUEPRINT)}\.")
    app.action(pattern)(**listening(doors, payloads.action, record=begin))
