"""A playground on a free port inside the test's own loop, and Slack's own client against it."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest_asyncio
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.config import DEMO_BOT_TOKEN, PlaygroundConfig
from bot.playground.playground import Playground
from bot.playground.seed import ROSA
from bot.playground.server import running


class Stage:
    """One running playground: its parts, a Web API client, and the control API."""

    def __init__(self, config: PlaygroundConfig, slack: Playground) -> None:
        self.config = config
        self.slack = slack
        self.api_url = f"{config.base_url}/api/"
        self.web = AsyncWebClient(DEMO_BOT_TOKEN, base_url=self.api_url)
        self.http = httpx.AsyncClient(base_url=config.base_url, timeout=20, trust_env=False)

    async def act(self, what: str, *, who: str = ROSA, status: int = 200, **body: Any) -> Any:
        response = await self.http.post(f"/_workspace/{what}", json={"as": who, **body})
        assert response.status_code == status, response.text
        return response.json()

    async def look(self, what: str, *, who: str | None = ROSA, **query: Any) -> Any:
        params = {**query, **({"as": who} if who else {})}
        response = await self.http.get(f"/_workspace/{what}", params=params)
        assert response.status_code == 200, response.text
        return response.json()

    async def messages(self, channel: str, *, who: str = ROSA, **query: Any) -> list[Any]:
        return (await self.look("messages", who=who, channel=channel, **query))["messages"]


@pytest_asyncio.fixture
async def config() -> PlaygroundConfig:
    return PlaygroundConfig(
        port=0, rate_limits=False, ack_seconds=0.6, event_retry_delays=(0.0, 0.05, 0.05)
    )


@pytest_asyncio.fixture
async def stage(config: PlaygroundConfig) -> AsyncIterator[Stage]:
    async with running(config) as (bound, slack):
        made = Stage(bound, slack)
        try:
            yield made
        finally:
            await made.http.aclose()
