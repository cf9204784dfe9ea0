"""Slack says that people or user groups changed: they are fetched again."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.identity import Identity
from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening
from bot.listeners.replies import Reply

_CHANGES = (
    "user_change",
    "team_join",
    "subteam_created",
    "subteam_updated",
    "subteam_members_changed",
)


def register(app: AsyncApp, doors: Doors, identity: Identity) -> None:
    async def changed(heard: Heard) -> Reply | None:
        await doors.people.changed(ids_in(heard.body["event"]))
        return None

    async def joined(heard: Heard) -> Reply | None:
        """Only our own arrival: who brought us in is asked for, since they act next."""
        us = (await identity.known()).bot_user_id
        if us and heard.by == us:
            inviter = str(heard.body["event"].get("inviter") or "")
            await doors.people.changed([each for each in (us, inviter) if each])
        return None

    for kind in _CHANGES:
        app.event(kind)(**listening(doors, payloads.event, record=changed))
    app.event("member_joined_channel")(**listening(doors, payloads.event, record=joined))


def ids_in(event: dict[str, Any]) -> list[str]:
    """Whom an event is about: a user (an object or an id) or a user group."""
    user, group = event.get("user"), event.get("subteam")
    found = [
        user.get("id") if isinstance(user, dict) else user,
        group.get("id") if isinstance(group, dict) else group,
        event.get("subteam_id"),
    ]
    return [str(each) for each in found if each]
