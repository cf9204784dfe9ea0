"""Who we are in the workspace: asked of Slack once, not with every request."""

from __future__ import annotations

import asyncio
import time

import structlog
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack_answers import FAULTS

log = structlog.get_logger()
_PATIENCE = 0.5
"""Seconds: a click waits for this, and it is worth little."""
_AGAIN = 10.0
"""Seconds until Slack is asked again after it did not answer."""


class Identity:
    """Our user, bot and team; until Slack has said them, requests are served without."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._found: AuthorizeResult | None = None
        self._asking = asyncio.Lock()
        self._ask_after = 0.0

    async def known(self) -> AuthorizeResult:
        if self._found is None:
            async with self._asking:
                if self._found is None and time.monotonic() >= self._ask_after:
                    self._found = await self._asked()
                    self._ask_after = time.monotonic() + _AGAIN
        return self._found or AuthorizeResult(
            enterprise_id=None, team_id=None, bot_token=self._client.token
        )

    async def _asked(self) -> AuthorizeResult | None:
        try:
            async with asyncio.timeout(_PATIENCE):
                answer = await self._client.auth_test()
        except (*FAULTS, TimeoutError) as fault:
            log.warning("slack did not say who we are", fault=type(fault).__name__)
            return None
        return AuthorizeResult(
            enterprise_id=answer.get("enterprise_id"),
            team_id=answer.get("team_id"),
            bot_user_id=answer.get("user_id"),
            bot_id=answer.get("bot_id"),
            bot_token=self._client.token,
        )
