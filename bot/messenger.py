"""Slack as a place to say things: post, redraw, find our own messages again, App Home."""

from __future__ import annotations

import ssl
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.budget import Budget, LocalBudget
from bot.slack_answers import FAULTS, SlackRefused, meaning_of
from bot.views import cards, home
from bot.views.blocks import Drawn
from orchestration.errors import Transient
from orchestration.ports.outside import Posted
from orchestration.read_models.cards import Card, HomeCard
from orchestration.values import ChannelId, UserId

log = structlog.get_logger()

EVENT_TYPE = "drumbeat"
_PAGES, _PAGE = 2, 200
_BEFORE = timedelta(seconds=10)
"""Our clock and Slack's may differ by so much."""
_DMS = 5000
_BAD_BLOCKS = {"invalid_blocks", "invalid_arguments"}
"""Of a message, and of a view."""
TIMEOUT = 10
"""Seconds; after it the outcome of a post is unknown and `find` is asked."""


def slack_client(
    token: str,
    api_url: str = "https://slack.com/api/",
    *,
    session: aiohttp.ClientSession | None = None,
    tls: ssl.SSLContext | None = None,
) -> AsyncWebClient:
    """A client that never repeats a call by itself: a repeated post is a second message."""
    return AsyncWebClient(
        token=token,
        base_url=api_url.rstrip("/") + "/",
        timeout=TIMEOUT,
        session=session,
        ssl=tls,
        retry_handlers=[],
    )


class SlackCalls:
    """One call at a time, within budget, with its failure translated."""

    def __init__(self, client: AsyncWebClient, budget: Budget | None = None) -> None:
        self.client = client
        self._budget = budget or LocalBudget()

    async def __call__(
        self, method: str, call: Callable[[], Awaitable[Any]], *, channel: str = ""
    ) -> dict[str, Any]:
        """The answer's body; raises `Transient` or `SlackRefused`."""
        await self._budget.spend(method, channel)
        try:
            answer = await call()
            body = answer.data
        except FAULTS as fault:
            meaning = meaning_of(fault, method)
            # Only a 429 is about everybody; one silence says nothing about the next call.
            if isinstance(meaning, Transient) and meaning.untried and meaning.retry_after:
                self._budget.blocked(method, meaning.retry_after.total_seconds())
            raise meaning from fault
        if not isinstance(body, dict):
            raise Transient(f"{method}: Slack's answer could not be read")
        return body


class SlackMessenger:
    """`orchestration.ports.outside.Messenger` over Slack's Web API."""

    def __init__(self, client: AsyncWebClient, budget: Budget | None = None) -> None:
        self._client = client
        self._call = SlackCalls(client, budget)
        self._dms: dict[UserId, ChannelId] = {}
        self._me: tuple[str, str] | None = None

    async def post(
        self,
        channel: ChannelId,
        card: Card,
        *,
        key: str,
        thread_ts: str = "",
        broadcast: bool = False,
    ) -> Posted:
        """Post a new message that carries `key`; an id of a person means their DM."""
        place = await self._place(channel)
        body = await self._shown(
            cards.draw(card),
            lambda drawn: self._call(
                "chat.postMessage",
                lambda: self._client.chat_postMessage(
                    channel=place,
                    text=drawn.text,
                    blocks=drawn.blocks,
                    thread_ts=thread_ts or None,
                    reply_broadcast=broadcast or None,
                    # Anyone in the channel can read metadata: ids only.
                    metadata={"event_type": EVENT_TYPE, "event_payload": {"key": key}},
                    unfurl_links=False,
                    unfurl_media=False,
                ),
                channel=place,
            ),
        )
        return Posted(channel=ChannelId(body.get("channel") or place), ts=body["ts"])

    async def update(self, posted: Posted, card: Card) -> None:
        """Redraw a message of ours; the metadata stays, since it is not sent."""
        await self._shown(
            cards.draw(card),
            lambda drawn: self._call(
                "chat.update",
                lambda: self._client.chat_update(
                    channel=posted.channel, ts=posted.ts, text=drawn.text, blocks=drawn.blocks
                ),
            ),
        )

    async def _shown(
        self, drawn: Drawn, say: Callable[[Drawn], Awaitable[dict[str, Any]]]
    ) -> dict[str, Any]:
        """With its pictures; without them where Slack has lost one: no card waits for a picture."""
        try:
            return await say(drawn)
        except SlackRefused as refused:
            plain = drawn.without_pictures()
            if refused.kind not in _BAD_BLOCKS or plain == drawn:
                raise
            log.warning("shown without its picture", reason=refused.reason)
            return await say(plain)

    async def find(
        self, channel: ChannelId, key: str, *, since: datetime, thread_ts: str = ""
    ) -> Posted | None:
        """The message of ours that carries `key`, posted since then; looks at most two pages."""
        place = await self._place(channel)
        me = await self._who_we_are()
        oldest = f"{(since - _BEFORE).timestamp():.6f}"
        cursor = ""
        for _ in range(_PAGES):
            body = await self._page(place, thread_ts, oldest, cursor)
            for message in body.get("messages", ()):
                if _is_ours(message, me) and _key_of(message) == key:
                    return Posted(channel=place, ts=message["ts"])
            cursor = (body.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
        return None

    async def link_to(self, posted: Posted) -> str:
        """An address that opens a message; for those who may see its channel."""
        body = await self._call(
            "chat.getPermalink",
            lambda: self._client.chat_getPermalink(channel=posted.channel, message_ts=posted.ts),
        )
        return str(body.get("permalink") or "")

    async def pin(self, posted: Posted, *, pinned: bool) -> None:
        """Pin a message in its channel, or take the pin away."""
        place = {"channel": posted.channel, "timestamp": posted.ts}
        try:
            if pinned:
                await self._call("pins.add", lambda: self._client.pins_add(**place))
            else:
                await self._call("pins.remove", lambda: self._client.pins_remove(**place))
        except SlackRefused as refused:
            if refused.kind not in {"already_pinned", "no_pin", "not_pinned"}:
                raise

    async def messages_after(self, posted: Posted, *, most: int) -> int:
        """How many messages came after this one; Slack's history has no replies in it."""
        body = await self._call(
            "conversations.history",
            lambda: self._client.conversations_history(
                channel=posted.channel, oldest=posted.ts, inclusive=False, limit=most
            ),
        )
        return len(body.get("messages") or ())

    async def dm_of(self, person: UserId) -> ChannelId:
        """The direct conversation with a person; asked for once."""
        if person not in self._dms:
            body = await self._call(
                "conversations.open", lambda: self._client.conversations_open(users=person)
            )
            if len(self._dms) >= _DMS:
                self._dms.clear()
            self._dms[person] = ChannelId(body["channel"]["id"])
        return self._dms[person]

    async def show_home(self, card: HomeCard) -> None:
        """Draw a person's App Home."""

        async def publish(shown: HomeCard) -> None:
            view = home.draw(shown)
            await self._call(
                "views.publish",
                lambda: self._client.views_publish(user_id=card.person, view=view),
            )

        try:
            await publish(card)
        except SlackRefused as refused:
            if refused.kind not in _BAD_BLOCKS or not card.week_file:
                raise
            log.warning("shown without its picture", reason=refused.reason)
            await publish(card.model_copy(update={"week_file": ""}))

    async def _page(
        self, place: ChannelId, thread_ts: str, oldest: str, cursor: str
    ) -> dict[str, Any]:
        asked: dict[str, Any] = {
            "channel": place,
            "oldest": oldest,
            "limit": _PAGE,
            "include_all_metadata": True,
            **({"cursor": cursor} if cursor else {}),
        }
        if thread_ts:
            return await self._call(
                "conversations.replies",
                lambda: self._client.conversations_replies(ts=thread_ts, **asked),
            )
        return await self._call(
            "conversations.history", lambda: self._client.conversations_history(**asked)
        )

    async def _place(self, channel: ChannelId) -> ChannelId:
        return await self.dm_of(UserId(channel)) if channel[:1] in {"U", "W"} else channel

    async def _who_we_are(self) -> tuple[str, str]:
        """Our user's and our bot's id."""
        if self._me is None:
            body = await self._call("auth.test", self._client.auth_test)
            self._me = (body.get("user_id") or "", body.get("bot_id") or "")
        return self._me


def _is_ours(message: dict[str, Any], me: tuple[str, str]) -> bool:
    user, bot = me
    return bool((user and message.get("user") == user) or (bot and message.get("bot_id") == bot))


def _key_of(message: dict[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return None
    key = (metadata.get("event_payload") or {}).get("key")
    return key if isinstance(key, str) else None
