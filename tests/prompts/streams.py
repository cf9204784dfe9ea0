"""Answers that come piece by piece, as an endpoint sends them."""

import asyncio
import json

import httpx


def piece(content=None, *, finish=None, usage=None):
    choice = {"index": 0, "delta": {"content": content}, "finish_reason": finish}
    return {
        "id": "c1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "m",
        "choices": [choice] if usage is None else [],
        "usage": usage,
    }


def pieces(said, *, size=40, finish="stop"):
    """The words of an answer, its end, and what it cost."""
    text = said if isinstance(said, str) else json.dumps(said)
    parts = [piece(text[at : at + size]) for at in range(0, len(text), size)]
    usage = piece(usage={"prompt_tokens": 100, "completion_tokens": 50, "total_tokens": 150})
    return [*parts, piece(finish=finish), usage]


class Line(httpx.AsyncByteStream):
    """One connection: it sends events, and does what a function says that stands among them."""

    def __init__(self, script, *, done=True):
        self._script = script
        self._done = done
        self.closed = False

    async def __aiter__(self):
        for each in self._script:
            if callable(each):
                await each()
            else:
                body = each if isinstance(each, str) else json.dumps(each)
                yield f"data: {body}\n\n".encode()
                await asyncio.sleep(0)
        if self._done:
            yield b"data: [DONE]\n\n"

    async def aclose(self):
        self.closed = True


def stream(script, *, done=True):
    return httpx.Response(
        200, headers={"content-type": "text/event-stream"}, stream=Line(script, done=done)
    )


async def cut():
    raise httpx.RemoteProtocolError("peer closed connection")


async def silence():
    await asyncio.Event().wait()
