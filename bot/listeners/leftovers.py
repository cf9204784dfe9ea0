"""What no other listener takes: buttons of older versions, fields that need no answer."""

from __future__ import annotations

import re

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import OUTDATED, Heard
from bot.listeners.listening import listening
from bot.listeners.replies import Reply, say

_ANY = re.compile(".*", re.DOTALL)


def register(app: AsyncApp, doors: Doors) -> None:
    """Registered last: Bolt takes the first that fits, and answers 404 where none does."""

    async def outdated(heard: Heard) -> Reply | None:
        clicked = heard.body["actions"][0]
        # A link's button only tells that it was followed; a select in a form waits for the form.
        if clicked.get("type") != "button" or clicked.get("url"):
            return None
        return say(OUTDATED)

    async def nothing(ack: AsyncAck) -> None:
        await ack()

    async def no_options(ack: AsyncAck) -> None:
        await ack(options=[])

    app.options(_ANY)(no_options)
    app.action(_ANY)(**listening(doors, payloads.action, tell=outdated))
    app.view(_ANY)(nothing)
    app.view_closed(_ANY)(nothing)
    app.shortcut(_ANY)(nothing)
    app.event(_ANY)(nothing)
