"""`POST /pipelines/http/callback`: a build server tells how a run went."""

from __future__ import annotations

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from orchestration.errors import Transient
from orchestration.pipelines.http import CALLBACK
from orchestration.pipelines.http_callback import Callbacks, Taken
from orchestration.ports import Tracing, untraced

LARGEST_BODY = 256_000
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
        body = await _body(request)
        if body is None:
            return _answer(413, "too large")
        try:
            taken = await callbacks.take(
                request.headers.get("x-drumbeat-timestamp", ""),
                request.headers.get("x-drumbeat-signature", ""),
                body,
            )
        except Transient as error:
            return _answer(503, error.reason)
        return _answer(STATUS[taken], taken.value)

    return Route(CALLBACK, take, methods=["POST"])


def _answer(status: int, said: str) -> Response:
    log.info("pipeline callback", status=status, said=said)
    headers = {"Retry-After": "5"} if status == 503 else None
    return JSONResponse({"callback": said}, status_code=status, headers=headers)


async def _body(request: Request) -> bytes | None:
    """The whole body; None where it is larger than allowed or the client left."""
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared[:20]) > LARGEST_BODY:
        return None
    body = b""
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > LARGEST_BODY:
                return None
    except ClientDisconnect:
        return None
    return body
