"""A request of a worker that slept past its lease never leaves the machine.

Looked at in the same step of the loop in which the request is written: aiohttp writes a body in a
task of its own, which after a sleep may run before the payer is told that its time is over.
"""

from __future__ import annotations

from types import SimpleNamespace

import aiohttp

from orchestration.lease import overslept


def fence() -> aiohttp.TraceConfig:
    """For a client's session: last among its trace configs, since others may take time."""
    tracing = aiohttp.TraceConfig()
    tracing.on_request_chunk_sent.append(_while_held)
    return tracing


async def _while_held(
    _session: aiohttp.ClientSession,
    _context: SimpleNamespace,
    _chunk: aiohttp.TraceRequestChunkSentParams,
) -> None:
    if overslept():
        raise ConnectionAbortedError("this worker slept past its lease; nothing was sent")
