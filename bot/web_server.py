"""The web server of one process: its socket, its routes, and when it says that it is ready."""

from __future__ import annotations

import asyncio
import socket

import uvicorn
from sqlalchemy.exc import SQLAlchemyError

from bot.metrics import metrics_text
from bot.web import routes
from bot.wiring import Drumbeat
from orchestration.errors import Permanent, Transient
from orchestration.ports import untraced

READY = 2.0
"""Seconds in which the database must answer for this process to be ready."""


def listening_at(host: str, port: int) -> socket.socket:
    """A socket whose protocol is named: asyncio turns Nagle's delay off only for those."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise Permanent(
            f"Port {port} cannot be used ({error.strerror}). PORT chooses another."
        ) from error
    return listening


def web_server(drumbeat: Drumbeat, *, doors: bool = True) -> uvicorn.Server:
    """Without `doors` health and metrics only: nobody's events or callbacks come to a worker."""

    async def ready() -> str:
        try:
            async with asyncio.timeout(READY):
                await drumbeat.storage.answers()
        except TimeoutError:
            return f"the database does not answer within {READY:g} s"
        except Transient as error:
            return drumbeat.storage.health.reason or error.reason
        except SQLAlchemyError as error:
            return f"the database does not answer ({type(error).__name__})"
        return ""

    secret = drumbeat.settings.slack_signing_secret.get_secret_value()
    slack = drumbeat.app if doors and not drumbeat.settings.by_socket else None
    callbacks = drumbeat.callbacks if doors else None

    async def measured() -> bytes:
        return await metrics_text(drumbeat.metrics, drumbeat.storage, drumbeat.clock)

    tracing = drumbeat.traces.span if drumbeat.traces else untraced
    feeds = drumbeat.feeds if doors else None
    webhooks = drumbeat.webhooks if doors else None
    app = routes(slack, secret, ready, callbacks, measured, tracing, feeds, webhooks)
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]  # ours are in `serving`
    return server
