"""`/release feed [FILTERS]`: a private link to the calendar for calendar programs."""

from __future__ import annotations

import secrets

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening
from bot.listeners.replies import Replace, Reply, Say
from bot.views import digest_buttons, feeds
from orchestration.errors import Rejected
from orchestration.feeds.model import PATH, token_of

_SECRET_BYTES = 32


def register(app: AsyncApp, doors: Doors) -> None:
    async def new(heard: Heard) -> Reply:
        return await _made(doors, heard, "")

    async def revoke(heard: Heard) -> Reply:
        about = heard.carried(digest_buttons.FeedButton)
        await doors.feeds.revoke(about.feed_id, by=heard.by)
        left = feeds.listed(await doors.feeds.of(heard.by))
        return Replace(left) if heard.ephemeral else Say(left)

    app.action(digest_buttons.FEED_NEW)(**listening(doors, payloads.action, record=new))
    app.action(digest_buttons.FEED_REVOKE)(**listening(doors, payloads.action, record=revoke))


async def said(doors: Doors, heard: Heard, filters: str) -> Reply:
    """With filters a link is made; which there are is asked without."""
    return await _made(doors, heard, filters)


async def asked(doors: Doors, heard: Heard, _words: str) -> Reply:
    _demand_address(doors)
    return Say(feeds.listed(await doors.feeds.of(heard.by)))


async def _made(doors: Doors, heard: Heard, filters: str) -> Reply:
    """The secret is made here and told once: only its hash is kept."""
    _demand_address(doors)
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    feed = await doors.feeds.make(heard.door_key, filters, secret, by=heard.by)
    link = f"{doors.url.rstrip('/')}{PATH}?token={token_of(feed.id, secret)}"
    return Say(feeds.made(feed, link))


def _demand_address(doors: Doors) -> None:
    if not doors.url:
        raise Rejected(feeds.WITHOUT_ADDRESS)
