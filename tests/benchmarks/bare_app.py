"""A Bolt app that does nothing, served as Drumbeat is: what an acknowledgement cannot cost less
than. The same settings, the same guard, the same routes, the same web server; no work."""

from __future__ import annotations

import asyncio
import re
import socket

import uvicorn
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.identity import Identity
from bot.messenger import slack_client
from bot.settings import Settings
from bot.web import routes


def bare(settings: Settings) -> AsyncApp:
    """As `bot.app.build_app` makes it: signatures checked again by Bolt, who we are asked once."""
    us = Identity(slack_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url))

    async def authorize() -> AuthorizeResult:
        return await us.known()

    app = AsyncApp(
        signing_secret=settings.slack_signing_secret.get_secret_value(),
        authorize=authorize,
        process_before_response=True,
    )

    async def acknowledge(ack: AsyncAck) -> None:
        await ack()

    app.action(re.compile(r"^task\."))(acknowledge)
    return app


async def serve(settings: Settings) -> None:
    async def ready() -> str:
        return ""

    secret = settings.slack_signing_secret.get_secret_value()
    app = routes(bare(settings), secret, ready)
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off")
    # The protocol is named so that asyncio sets TCP_NODELAY: see bot/playground/server.py.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind((settings.host, settings.port))
    await uvicorn.Server(config).serve(sockets=[listening])


if __name__ == "__main__":
    asyncio.run(serve(Settings()))
