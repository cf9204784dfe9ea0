"""Build servers tell how a run went: `/pipelines/http/callback`, `/pipelines/connections/NAME`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from orchestration.errors import Transient
from orchestration.pipelines.http import CALLBACK
from orchestration.pipelines.http_callback import Callbacks, Taken
from orchestration.pipelines.webhooks import Webhooks
from orchestration.ports import Tracing, untraced

LARGEST_BODY = 256_000
LARGEST_WEBHOOK = 5_000_000
"""GitHub and GitLab describe a run and its repository at length."""
WEBHOOK = "/pipelines/connections/{connection}"
STATUS = {
    Taken.RECORDED: 200,
    Taken.UNKNOWN: 202,
    Taken.UNSIGNED: 401,
    Taken.MALFORMED: 400,
}
log = structlog.get_logger()


def callback_route(callbacks: Callbacks, tracing: Tracing = untraced) -> Route:
    async def take(request: Request) -> Response:
        """What is logged of a signed one says which run it is about; each request has a context."""
        with tracing("pipeline callback"):
            return await answered(request)

    async def answered(request: Request) -> Response:
        if not callbacks.wanted:
            return _answer(404, "no pipeline takes callbacks")
        return await _taken(request, LARGEST_BODY, told)

    async def told(request: Request, body: bytes) -> Taken:
        stamp = request.headers.get("x-drumbeat-timestamp", "")
        return await callbacks.take(stamp, request.headers.get("x-drumbeat-signature", ""), body)

    return Route(CALLBACK, take, methods=["POST"])


def webhook_route(webhooks: Webhooks, tracing: Tracing = untraced) -> Route:
    """Every connection's own address; one that is not declared answers like a wrong secret."""

    async def take(request: Request) -> Response:
        with tracing("pipeline webhook"):
            return await _taken(request, LARGEST_WEBHOOK, told)

    async def told(request: Request, body: bytes) -> Taken:
        return await webhooks.take(request.path_params["connection"], request.headers, body)

    return Route(WEBHOOK, take, methods=["POST"])


async def _taken(
    request: Request, largest: int, told: Callable[[Request, bytes], Awaitable[Taken]]
) -> Response:
    body = await _body(request, largest)
    if body is None:
        return _answer(413, "too large")
    try:
        taken = await told(request, body)
    except Transient as error:
        return _answer(503, error.reason)
    return _answer(STATUS[taken], taken.value)


def _answer(status: int, said: str) -> Response:
    log.info("pipeline callback", status=status, said=said)
    headers = {"Retry-After": "5"} if status == 503 else None
    return JSONResponse({"callback": said}, status_code=status, headers=headers)


async def _body(request: Request, largest: int) -> bytes | None:
    """The whole body; None where it is larger than allowed or the client left."""
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared[:20]) > largest:
        return None
    body = b""
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > largest:
                return None
    except ClientDisconnect:
        return None
    return body
