"""The guard in front of Slack's route: nothing unsigned, stale, malformed or huge gets past it.

Signatures as Slack documents them (docs.slack.dev, "Verifying requests from Slack"): HMAC-SHA256
over `v0:{timestamp}:{raw body}`, five minutes either way, compared in constant time. Bolt would
answer some of these with 500 and log the body of a refused request (slack.md, "Signatures"), so
it is asked only for what passes here.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from urllib.parse import parse_qs

import structlog
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 1_000_000
"""Bytes; the largest payloads of Slack are far smaller."""
TOLERANCE = 5 * 60
"""Seconds that Slack's clock may differ from ours, either way."""
log = structlog.get_logger()


class SignatureGuard:
    """ASGI: passes signed requests with their body to `app`, refuses everything else itself."""

    def __init__(
        self, app: ASGIApp, signing_secret: str, *, clock: Callable[[], float] = time.time
    ) -> None:
        self._app = app
        self._secret = signing_secret.encode()
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, body = await self._judged(scope, receive)
        if status != 200:
            log.warning("slack request refused", status=status, size=len(body))
            await PlainTextResponse(_SAID[status], status)(scope, receive, send)
            return
        await self._app(scope, _replayed(body, receive), send)

    async def _judged(self, scope: Scope, receive: Receive) -> tuple[int, bytes]:
        headers = {name.lower(): value for name, value in scope["headers"]}
        declared = headers.get(b"content-length", b"")
        if declared.isdigit() and int(declared[:20]) > LARGEST_BODY:
            return 413, b""
        timestamp, signature = (
            headers.get(b"x-slack-request-timestamp", b""),
            headers.get(b"x-slack-signature", b""),
        )
        if not self._fresh(timestamp) or not signature.isascii():
            return 401, b""
        body = await _read(receive)
        if body is None:
            return 413, b""
        # Without a secret of ours nothing can be signed by Slack.
        if not self._secret or not hmac.compare_digest(self._signed(timestamp, body), signature):
            return 401, body
        return (200 if _readable(headers.get(b"content-type", b""), body) else 400), body

    def _fresh(self, timestamp: bytes) -> bool:
        # isdigit on bytes is ASCII only; ten digits last until the year 2286.
        if not timestamp.isdigit() or len(timestamp) > 12:
            return False
        return abs(self._clock() - int(timestamp)) <= TOLERANCE

    def _signed(self, timestamp: bytes, body: bytes) -> bytes:
        signed = hmac.new(self._secret, b"v0:" + timestamp + b":" + body, hashlib.sha256)
        return b"v0=" + signed.hexdigest().encode()


_SAID = {
    400: "malformed request",
    401: "not signed by Slack",
    413: "request too large",
}


async def _read(receive: Receive) -> bytes | None:
    """The whole body, or None where it is larger than allowed or the client left."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        part = message.get("body", b"")
        size += len(part)
        if size > LARGEST_BODY:
            return None
        parts.append(part)
        if not message.get("more_body"):
            return b"".join(parts)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """The body again, for whoever reads after us; then whatever really comes."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again


def _readable(content_type: bytes, body: bytes) -> bool:
    """True for what Slack sends: a JSON object, or a form whose `payload`, if any, is one."""
    try:
        text = body.decode("utf-8")
        if content_type.lower().startswith(b"application/json"):
            return isinstance(json.loads(text), dict)
        payload = parse_qs(text, max_num_fields=100).get("payload")
        return payload is None or isinstance(json.loads(payload[0]), dict)
    except (ValueError, RecursionError):
        return False
