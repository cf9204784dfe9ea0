"""Whether Drumbeat is in a channel: it can post only where it was invited."""

from __future__ import annotations

import asyncio

from bot.listeners.doors import Doors
from bot.listeners.sending import asked
from bot.slack_answers import UNREACHABLE, SlackRefused
from orchestration.errors import Permanent, Transient
from orchestration.values import ChannelId

PATIENCE = 1.0
"""Seconds: the acknowledgement waits for this."""
INVITE = "Type `/invite @Drumbeat` there"


async def can_post(doors: Doors, channel: ChannelId) -> bool:
    """False where Slack says so; True where it does not say, since what is owed is tried anyway."""
    try:
        async with asyncio.timeout(PATIENCE):
            info = await asked(
                "conversations.info", doors.client.conversations_info(channel=channel)
            )
    except TimeoutError:
        return True
    except SlackRefused as refused:
        return refused.kind not in UNREACHABLE
    except (Transient, Permanent):
        return True
    shown = info.get("channel") or {}
    if shown.get("is_archived"):
        return False
    return bool(shown.get("is_im") or shown.get("is_member", True))
