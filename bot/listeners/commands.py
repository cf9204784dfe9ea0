"""The slash command: `/release VERB [REF] [words]`, whatever its configured name."""

from __future__ import annotations

import re

from slack_bolt.async_app import AsyncApp

from bot import grammar
from bot.listeners import heard as payloads
from bot.listeners import verbs
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening
from bot.listeners.replies import Reply
from bot.slack_text import as_typed


def register(app: AsyncApp, doors: Doors) -> None:
    async def record(heard: Heard) -> Reply | None:
        return await verbs.commit(doors, heard, grammar.parse(as_typed(heard.text)))

    async def tell(heard: Heard) -> Reply | None:
        return await verbs.answer(doors, heard, grammar.parse(as_typed(heard.text)))

    # Slack delivers only the commands of our own manifest, so any name is ours.
    app.command(re.compile("^/"))(**listening(doors, payloads.command, record=record, tell=tell))
