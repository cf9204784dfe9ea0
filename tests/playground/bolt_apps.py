"""Real Bolt apps against a playground, over Socket Mode and over signed HTTP."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator

import uvicorn
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route

from bot.playground.config import DEMO_APP_TOKEN, DEMO_BOT_TOKEN, DEMO_SIGNING_SECRET


def bolt(api_url: str, secret: str = DEMO_SIGNING_SECRET) -> AsyncApp:
    client = AsyncWebClient(DEMO_BOT_TOKEN, base_url=api_url)
    return AsyncApp(client=client, signing_secret=secret, process_before_response=True)


@contextlib.asynccontextmanager
async def over_socket(app: AsyncApp, stage) -> AsyncIterator[AsyncSocketModeHandler]:
    handler = AsyncSocketModeHandler(app, DEMO_APP_TOKEN, ping_interval=1)
    await handler.connect_async()
    try:
        yield handler
    finally:
        await handler.close_async()


def listening_socket() -> socket.socket:
    """A socket whose connections get TCP_NODELAY: asyncio looks at the protocol's number."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    return listening


@contextlib.asynccontextmanager
async def over_http(app: AsyncApp, stage) -> AsyncIterator[None]:
    handler = AsyncSlackRequestHandler(app)

    async def events(request: Request):
        return await handler.handle(request)

    listening = listening_socket()
    url = f"http://127.0.0.1:{listening.getsockname()[1]}/slack/events"
    asgi = Starlette(routes=[Route("/slack/events", events, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(asgi, log_level="error"))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started:
        await asyncio.sleep(0.005)
    await stage.act("app", bot_url=url)
    try:
        yield
    finally:
        server.should_exit = True
        await serving


TRANSPORTS = {"socket": over_socket, "http": over_http}
