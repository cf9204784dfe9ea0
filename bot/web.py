"""The web server's routes: Slack's events, pipelines' callbacks, calendars by link; health."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from prometheus_client import CONTENT_TYPE_LATEST
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.web_callbacks import callback_route, webhook_route
from bot.web_feed import feed_route
from bot.web_guard import SignatureGuard
from orchestration.feeds.service import FeedService
from orchestration.pipelines.http_callback import Callbacks
from orchestration.pipelines.webhooks import Webhooks
from orchestration.ports import Tracing, untraced

Ready = Callable[[], Awaitable[str]]
"""Why it is not ready, or nothing."""


Measured = Callable[[], Awaitable[bytes]]
"""Prometheus's text format."""


def routes(
    app: AsyncApp | None,
    signing_secret: str,
    ready: Ready,
    callbacks: Callbacks | None = None,
    measured: Measured | None = None,
    tracing: Tracing = untraced,
    feeds: FeedService | None = None,
    webhooks: Webhooks | None = None,
) -> Starlette:
    """The ASGI application; where nobody could sign a request, there is no route or it is 404."""
    every = [Route("/healthz", _alive), Route("/readyz", _readiness(ready))]
    if measured is not None:
        every.append(Route("/metrics", _measurement(measured)))
    if feeds is not None:
        every.append(feed_route(feeds))
    if callbacks is not None:
        every.append(callback_route(callbacks, tracing))
    if webhooks is not None:
        every.append(webhook_route(webhooks, tracing))
    if app is not None and signing_secret:
        handler = AsyncSlackRequestHandler(app)

        async def slack_events(request: Request) -> Response:
            return await handler.handle(request)

        guarded = SignatureGuard(
            Route("/slack/events", slack_events, methods=["POST"]).app, signing_secret
        )
        every.append(Route("/slack/events", guarded, methods=["POST"]))
    return Starlette(routes=every)


async def _alive(_: Request) -> Response:
    return JSONResponse({"alive": True})


def _measurement(measured: Measured) -> Callable[[Request], Awaitable[Response]]:
    async def answer(_: Request) -> Response:
        return Response(await measured(), media_type=CONTENT_TYPE_LATEST)

    return answer


def _readiness(ready: Ready) -> Callable[[Request], Awaitable[Response]]:
    async def answer(_: Request) -> Response:
        reason = await ready()
        body = {"ready": not reason, "reason": reason}
        return JSONResponse(body, status_code=503 if reason else 200)

    return answer
