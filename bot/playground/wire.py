"""Breaking connections on purpose, below HTTP: a client sees a reset rather than an answer."""

import asyncio
from typing import Any


async def abort(receive: Any) -> bool:
    """Reset the connection behind an ASGI `receive`; False where the server hides its transport.

    uvicorn's `receive` is a method of the protocol (or of its request), which holds the transport.
    """
    transport = getattr(getattr(receive, "__self__", None), "transport", None)
    if transport is None:
        return False
    transport.abort()
    await asyncio.sleep(
        0.05
    )  # lets connection_lost run, so that the server adds no answer of its own
    return True
