"""Files in Slack: the three steps of an upload, and a download from Slack's own host alone.

A file that is shared with no channel is seen by nobody but us until a message shows it (Slack's
blog, “Keep it in-house: private files for image blocks”). What people uploaded is read at its
`url_private` with our token: that address is only followed where it is Slack's, and a redirect
(Slack's sign-in page, where the scope is missing) never.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.budget import Budget
from bot.messenger import SlackCalls
from bot.slack_answers import SlackRefused
from orchestration.errors import Permanent, Transient

_PATIENCE = aiohttp.ClientTimeout(total=20)
_AT_LENGTH = aiohttp.ClientTimeout(total=540, sock_connect=20, sock_read=20)
"""Of a large file, as long as it keeps coming."""
_PIECE = 256 * 1024
_LATER = timedelta(seconds=5)
_HIDDEN = (
    "Slack did not hand it over. Drumbeat may lack the permission `files:read`: "
    "an administrator can run `drumbeat doctor`."
)


class SlackFiles:
    """Bytes to Slack and from it."""

    def __init__(self, client: AsyncWebClient, budget: Budget | None = None) -> None:
        self.client = client
        self.call = SlackCalls(client, budget)

    async def upload(
        self,
        name: str,
        content: bytes,
        *,
        mimetype: str,
        title: str,
        alt: str = "",
        channel: str = "",
        comment: str = "",
    ) -> str:
        """The id of the new file: in `channel` as a message of ours, or seen by nobody yet."""
        begun = await self.call(
            "files.getUploadURLExternal",
            lambda: self.client.files_getUploadURLExternal(
                filename=name, length=len(content), alt_txt=alt or None
            ),
        )
        async with self._request("POST", str(begun["upload_url"]), content, mimetype) as answer:
            _demand_success(answer, "the upload")
        file = str(begun["file_id"])
        await self.call(
            "files.completeUploadExternal",
            lambda: self.client.files_completeUploadExternal(
                files=[{"id": file, "title": title}],
                channel_id=channel or None,
                initial_comment=comment or None,
            ),
            channel=channel,
        )
        return file

    async def known(self, file: str) -> dict[str, Any]:
        """What Slack knows of a file."""
        body = await self.call("files.info", lambda: self.client.files_info(file=file))
        found = body.get("file")
        return found if isinstance(found, dict) else {}

    @asynccontextmanager
    async def streamed(self, url: str, *, may_be_html: bool) -> AsyncIterator[AsyncIterator[bytes]]:
        """A piece at a time, however large; raises `Permanent` where it is not Slack's."""
        if not self._is_slacks(url):
            raise Permanent("It does not lie in Slack itself. Upload the file to Slack.")
        token = {"Authorization": f"Bearer {self.client.token}"}
        async with self._request("GET", url, headers=token, patience=_AT_LENGTH) as answer:
            if 300 <= answer.status < 400:
                raise Permanent(_HIDDEN)
            _demand_success(answer, "the file")
            if answer.content_type == "text/html" and not may_be_html:  # a sign-in page
                raise Permanent(_HIDDEN)
            yield answer.content.iter_chunked(_PIECE)

    async def download(self, url: str, *, most: int) -> bytes:
        """At most so many bytes; raises `Permanent` for more, or where it is not Slack's."""
        content = bytearray()
        async with self.streamed(url, may_be_html=False) as pieces:
            async for piece in pieces:
                content += piece
                if len(content) > most:
                    raise Permanent(too_large(most))
        return bytes(content)

    def _is_slacks(self, url: str) -> bool:
        ours, theirs = urlsplit(self.client.base_url), urlsplit(url)
        if (theirs.scheme, theirs.netloc) == (ours.scheme, ours.netloc):
            return True
        return theirs.scheme == "https" and theirs.netloc == f"files.{ours.hostname}"

    @asynccontextmanager
    async def _request(
        self,
        method: str,
        url: str,
        content: bytes | None = None,
        mimetype: str = "",
        *,
        headers: dict[str, str] | None = None,
        patience: aiohttp.ClientTimeout = _PATIENCE,
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        session = self.client.session or aiohttp.ClientSession()
        try:
            async with session.request(
                method,
                url,
                data=content,
                headers={**(headers or {}), **({"Content-Type": mimetype} if mimetype else {})},
                timeout=patience,
                ssl=self.client.ssl or True,
                proxy=self.client.proxy,
                allow_redirects=False,
            ) as answer:
                yield answer
        except (aiohttp.ClientError, TimeoutError, OSError) as fault:
            raise Transient(f"a file: {type(fault).__name__}", _LATER) from fault
        finally:
            if session is not self.client.session:
                await session.close()


def too_large(most: int) -> str:
    size = f"{most // 1_000_000} MB"
    return f"It is larger than {size}; a process of a thousand activities takes 200 kB."


def _demand_success(answer: aiohttp.ClientResponse, what: str) -> None:
    if answer.status == 200:
        return
    if answer.status < 500 and answer.status != 429:
        raise SlackRefused(f"http_{answer.status}", what)
    raise Transient(f"{what}: Slack did not answer (HTTP {answer.status})", _LATER)
