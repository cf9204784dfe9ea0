"""What stands in front of Slack's route, spoken to in raw HTTP."""

import asyncio
import contextlib
import hashlib
import hmac
import json
import socket
import time
from urllib.parse import urlencode

import pytest
import structlog
import structlog.testing
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from bot.web_guard import LARGEST_BODY, SignatureGuard

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
NOW = 1_790_000_000


@contextlib.asynccontextmanager
async def guarded(secret=SECRET):
    """A server with the guard in front of an app that says what it was given."""
    passed = []

    async def events(request: Request):
        passed.append(await request.body())
        return PlainTextResponse(f"heard {len(passed[-1])}")

    inner = Starlette(routes=[Route("/events", events, methods=["GET", "POST"])])
    app = Starlette(routes=[Mount("/slack", SignatureGuard(inner, secret, clock=lambda: NOW))])
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started:
        await asyncio.sleep(0.005)
    try:
        yield listening.getsockname()[1], passed
    finally:
        server.should_exit = True
        await serving


async def raw(port, headers, body=b"", *, length=None, method="POST"):
    """Exactly these bytes; the status line's number."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    lines = [f"{method} /slack/events HTTP/1.1".encode(), b"Host: localhost", b"Connection: close"]
    lines += [name.encode() + b": " + value for name, value in headers.items()]
    lines.append(f"Content-Length: {len(body) if length is None else length}".encode())
    writer.write(b"\r\n".join(lines) + b"\r\n\r\n" + body)
    with contextlib.suppress(ConnectionError):
        await writer.drain()
    answer = b""
    with contextlib.suppress(ConnectionError):
        answer = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    return int(answer.split(b" ", 2)[1])


def signed(body, *, at=NOW, secret=SECRET, kind=b"application/json", **more):
    base = b"v0:" + str(at).encode() + b":" + body
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": kind,
        "X-Slack-Request-Timestamp": str(at).encode(),
        "X-Slack-Signature": b"v0=" + digest.encode(),
    }
    return {**headers, **more}


FORM = b"application/x-www-form-urlencoded"
EVENT = json.dumps({"type": "event_callback"}).encode()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (EVENT, b"application/json"),
        (urlencode({"command": "/release", "text": "help"}).encode(), FORM),
        (urlencode({"payload": json.dumps({"type": "block_actions"})}).encode(), FORM),
        (b"ssl_check=1&token=x", FORM),
    ],
)
async def test_what_slack_signed_passes_with_its_body(body, kind):
    async with guarded() as (port, passed):
        assert await raw(port, signed(body, kind=kind), body) == 200
        assert passed == [body]


@pytest.mark.parametrize("at", [NOW - 300, NOW + 300, NOW - 299])
async def test_five_minutes_either_way_are_allowed(at):
    async with guarded() as (port, _):
        assert await raw(port, signed(EVENT, at=at), EVENT) == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Slack-Signature": b""},
        {"X-Slack-Signature": b"v0=0000"},
        {"X-Slack-Signature": b"v1=" + b"0" * 64},
        {"X-Slack-Signature": "v0=é".encode("latin-1")},
        {"X-Slack-Signature": "v0=é".encode()},
        {"X-Slack-Request-Timestamp": b"yesterday"},
        {"X-Slack-Request-Timestamp": b""},
        {"X-Slack-Request-Timestamp": b"-1790000000"},
        {"X-Slack-Request-Timestamp": b"1790000000.0"},
        {"X-Slack-Request-Timestamp": "١٧٩٠٠٠٠٠٠٠".encode()},
        {"X-Slack-Request-Timestamp": b"9" * 5000},
    ],
)
async def test_what_is_not_signed_as_slack_signs_is_refused(headers):
    async with guarded() as (port, passed):
        sent = {**signed(EVENT), **headers} if headers else {}
        assert await raw(port, sent, EVENT) == 401
        assert passed == []


@pytest.mark.parametrize("at", [NOW - 301, NOW + 301, 0])
async def test_a_stale_request_is_refused_however_well_it_is_signed(at):
    async with guarded() as (port, passed):
        assert await raw(port, signed(EVENT, at=at), EVENT) == 401
        assert passed == []


async def test_another_body_under_the_same_signature_is_refused():
    async with guarded() as (port, passed):
        assert await raw(port, signed(EVENT), EVENT.replace(b"event", b"Event")) == 401
        assert passed == []


async def test_without_a_secret_nothing_passes():
    async with guarded(secret="") as (port, passed):
        assert await raw(port, signed(EVENT, secret=""), EVENT) == 401
        assert await raw(port, {**signed(EVENT), "X-Slack-Signature": b"none"}, EVENT) == 401
        assert passed == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{not json", b"application/json"),
        (b"[1, 2]", b"application/json"),
        (b"", b"application/json"),
        (b"\xff\xfe{}", b"application/json"),
        (b"payload=%7Bnot", FORM),
        (b"payload=5", FORM),
        (b"a" + b"&a" * 200, FORM),
        (b"[" * 100_000, b"application/json"),
    ],
)
async def test_a_signed_but_malformed_body_is_a_bad_request(body, kind):
    async with guarded() as (port, passed):
        assert await raw(port, signed(body, kind=kind), body) == 400
        assert passed == []


async def test_a_body_over_a_megabyte_is_refused_before_it_is_read():
    async with guarded() as (port, passed):
        assert await raw(port, signed(EVENT), b"", length=LARGEST_BODY + 1) == 413
        assert await raw(port, signed(EVENT), b"", length=10**30) in {400, 413}
        assert passed == []


async def test_a_chunked_body_over_a_megabyte_is_refused_as_it_comes():
    async with guarded() as (port, passed):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = [b"POST /slack/events HTTP/1.1", b"Host: x", b"Transfer-Encoding: chunked"]
        head += [name.encode() + b": " + value for name, value in signed(EVENT).items()]
        writer.write(b"\r\n".join(head) + b"\r\n\r\n")
        with contextlib.suppress(ConnectionError):
            for _ in range(20):
                writer.write(b"186a0\r\n" + b"x" * 100_000 + b"\r\n")
                await writer.drain()
        assert (await asyncio.wait_for(reader.read(12), 5)) == b"HTTP/1.1 413"
        writer.close()
        assert passed == []


async def test_the_log_holds_nothing_of_a_refused_body():
    secret = b'{"text": "the launch code is 1234"}'
    with structlog.testing.capture_logs() as logs:
        async with guarded() as (port, _):
            assert await raw(port, {**signed(secret), "X-Slack-Signature": b"v0=0"}, secret) == 401
    assert logs
    assert "launch" not in str(logs)


def test_the_default_clock_is_now():
    assert abs(SignatureGuard(PlainTextResponse(), SECRET)._clock() - time.time()) < 5
