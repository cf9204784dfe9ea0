"""Reading the calendars of freezes that the operator configured, and no others."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import httpx

from orchestration.errors import Permanent
from orchestration.freezes.calendar_file import LARGEST

PATIENCE: Final = 20.0
"""Seconds for one calendar, from the first byte asked for to the last one read."""


class FreezeCalendars:
    """Addresses and files; a redirect is not followed, since it would lead elsewhere."""

    def __init__(self, configured: Sequence[str], http: httpx.AsyncClient) -> None:
        self.names = tuple(configured)
        self._http = http

    async def read(self, name: str) -> bytes:
        """Raises `Permanent` saying why it cannot be read."""
        if name not in self.names:
            raise Permanent("it is not configured")
        if name.startswith(("http://", "https://")):
            return await self._fetched(name)
        return await asyncio.to_thread(_file, Path(name))

    async def _fetched(self, url: str) -> bytes:
        try:
            async with (
                asyncio.timeout(PATIENCE),
                self._http.stream("GET", url, follow_redirects=False) as answer,
            ):
                if answer.status_code != httpx.codes.OK:
                    raise Permanent(f"its server answered {answer.status_code}")
                content = bytearray()
                async for part in answer.aiter_bytes():
                    content += part
                    if len(content) > LARGEST:
                        raise Permanent(f"it is larger than {LARGEST // 1_000_000} MB")
                return bytes(content)
        except TimeoutError as error:
            raise Permanent(f"its server did not answer within {PATIENCE:.0f} seconds") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            kind = type(error).__name__
            raise Permanent(f"its server cannot be reached ({kind})") from error


def _file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise Permanent(f"the file cannot be read: {error.strerror}") from error
    if len(content) > LARGEST:
        raise Permanent(f"it is larger than {LARGEST // 1_000_000} MB")
    return content
