"""Files that people gave in Slack as evidence, handed on a piece at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from slack_sdk.web.async_client import AsyncWebClient

from bot.budget import Budget
from bot.slack_files import SlackFiles
from bot.views.text import one_line
from orchestration.errors import Permanent, Transient
from orchestration.ports import LARGEST_EVIDENCE, GivenFile


class SlackGivenFiles:
    """`orchestration.ports.GivenFiles` over Slack's Web API."""

    def __init__(self, client: AsyncWebClient, budget: Budget | None = None) -> None:
        self._files = SlackFiles(client, budget)

    @asynccontextmanager
    async def opened(self, file: str) -> AsyncIterator[GivenFile]:
        known = await self._files.known(file)
        url, size = str(known.get("url_private") or ""), int(known.get("size") or 0)
        if known.get("mode") == "tombstone" or not url:
            raise Permanent("it is not in Slack any more; upload it again")
        if size > LARGEST_EVIDENCE:
            most = LARGEST_EVIDENCE // 1_000_000
            raise Permanent(f"it is larger than {most} MB; give a link to it instead")
        html = str(known.get("mimetype")) == "text/html"
        async with self._files.streamed(url, may_be_html=html) as content:
            yield GivenFile(
                name=one_line(str(known.get("name") or "file"), 120),
                link=str(known.get("permalink") or ""),
                content=_whole(content, size),
            )


async def _whole(content: AsyncIterator[bytes], size: int) -> AsyncIterator[bytes]:
    """All of it, or `Transient`: half a file has a hash too."""
    left = size
    async for chunk in content:
        left -= len(chunk)
        yield chunk
    if size and left:
        raise Transient("the file came in part")
