"""Slack as a place for pictures: the three steps of an upload, and whether a file can be shown.

A file that is shared with no channel is seen by nobody but us until a message shows it (Slack's
blog, “Keep it in-house: private files for image blocks”). Slack looks at it first, for a second
or so: shown before, the message is refused (slackapi/python-slack-sdk, issue 1521).
"""

from __future__ import annotations

from datetime import timedelta

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.budget import Budget
from bot.messenger import SlackCalls
from bot.pictures.studio import draw
from bot.slack_answers import SlackRefused
from bot.views.picture_text import alt_text
from bot.views.text import one_line
from orchestration.errors import Transient
from orchestration.read_models.process_picture import PicturePage

_PATIENCE = aiohttp.ClientTimeout(total=20)
_LATER = timedelta(seconds=5)


class SlackPictures:
    """`orchestration.ports.PictureFiles` over Slack's Web API."""

    def __init__(self, client: AsyncWebClient, budget: Budget | None = None) -> None:
        self._client = client
        self._call = SlackCalls(client, budget)

    async def give(self, page: PicturePage) -> str:
        """Draw the page and upload it, for us alone; the file's id."""
        png = await draw(page)
        begun = await self._call(
            "files.getUploadURLExternal",
            lambda: self._client.files_getUploadURLExternal(
                filename=f"process-{page.key[:12]}.png",
                length=len(png),
                alt_txt=alt_text(page, 1000),
            ),
        )
        await self._send(str(begun["upload_url"]), png)
        file = str(begun["file_id"])
        title = one_line(f"{page.title}: {page.subtitle}", 150)
        await self._call(
            "files.completeUploadExternal",
            lambda: self._client.files_completeUploadExternal(files=[{"id": file, "title": title}]),
        )
        return file

    async def ready(self, file: str) -> bool:
        """True once Slack knows it as an image."""
        body = await self._call("files.info", lambda: self._client.files_info(file=file))
        return str((body.get("file") or {}).get("mimetype") or "").startswith("image/")

    async def _send(self, url: str, png: bytes) -> None:
        session = self._client.session or aiohttp.ClientSession()
        try:
            async with session.post(
                url,
                data=png,
                headers={"Content-Type": "image/png"},
                timeout=_PATIENCE,
                ssl=self._client.ssl or True,
                proxy=self._client.proxy,
            ) as answer:
                if answer.status == 200:
                    return
                if answer.status < 500 and answer.status != 429:
                    raise SlackRefused(f"http_{answer.status}", "the upload")
                raise Transient(f"the upload: Slack did not answer (HTTP {answer.status})", _LATER)
        except (aiohttp.ClientError, TimeoutError, OSError) as fault:
            raise Transient(f"the upload: {type(fault).__name__}", _LATER) from fault
        finally:
            if session is not self._client.session:
                await session.close()
