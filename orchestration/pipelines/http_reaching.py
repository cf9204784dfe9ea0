"""Whether a server can be reached at all: a connection, and nothing sent over it."""

from __future__ import annotations

import asyncio

from orchestration.pipelines.http_template import origin_of

PATIENCE = 3.0
"""Seconds for the connection."""


async def silence_of(url: str) -> str:
    """Why nobody answers at the host of this address; empty where somebody does."""
    _, host, port = origin_of(url)
    try:
        async with asyncio.timeout(PATIENCE):
            _, writer = await asyncio.open_connection(host, port)
    except TimeoutError:
        return f"{host}:{port} does not answer"
    except OSError as error:
        return f"{host}:{port} cannot be reached: {error.strerror or 'no such host'}"
    writer.close()
    return ""
