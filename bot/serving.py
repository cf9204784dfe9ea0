"""`serve`: the web server, the worker, the clock and Socket Mode, started and stopped together."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import signal
import socket
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import structlog
import uvicorn
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler

from bot.budget import Budget
from bot.clock import started_clock
from bot.settings import Settings
from bot.web_server import listening_at, web_server
from bot.wiring import Drumbeat, wire
from orchestration.errors import Permanent, Transient
from orchestration.lease import LEASE
from orchestration.ports import Observer, Transaction
from storage import (
    HOLD,
    SERVES,
    WORKS,
    await_database,
    check_schema,
    is_shared,
    lock_file,
    migrate,
    moved_away,
)

log = structlog.get_logger()

IN_DOUBT = timedelta(seconds=10)
"""How long a request of a process that died may still arrive at Slack (architecture.md)."""
SETTLED = 2.0
"""Seconds after which a replica that starts beside us has named itself to the database."""


def serve(
    settings: Settings,
    *,
    say: Callable[[str], None],
    observer: Observer | None = None,
    in_doubt: timedelta = IN_DOUBT,
    budget: Budget | None = None,
    lease: timedelta = LEASE,
) -> None:
    """Bring the database up to date, hold its lock, and run until told to stop."""
    with lock_file(settings.database_url) as alone:
        await_database(settings.database_url, say)
        migrate(settings.database_url, say)
        _refuse_moved(settings.database_url)
        asyncio.run(_serve(settings, say, observer, in_doubt if alone else None, budget, lease))


def _refuse_moved(url: str) -> None:
    """It would take people's clicks away from the database that goes on in its place."""
    if moved := moved_away(url):
        raise Permanent(
            f"This database was {moved}: set DATABASE_URL to that one. Only if that was given up"
            " for good: drumbeat resume, and what was done there is looked for before it is done."
        )


def work(
    settings: Settings,
    *,
    say: Callable[[str], None],
    observer: Observer | None = None,
    budget: Budget | None = None,
    lease: timedelta = LEASE,
) -> None:
    """Pay what the replicas of a shared database owe, and nothing else, until told to stop."""
    if not is_shared(settings.database_url):
        raise Permanent(
            "Extra workers need PostgreSQL: set DATABASE_URL to"
            " postgresql://user:password@host:5432/database. On SQLite `drumbeat serve` does all."
        )
    await_database(settings.database_url, say)
    check_schema(settings.database_url)
    asyncio.run(_work(settings, say, observer, budget, lease))


async def _work(
    settings: Settings,
    say: Callable[[str], None],
    observer: Observer | None,
    budget: Budget | None,
    lease: timedelta,
) -> None:
    name = _own_name()
    drumbeat = wire(settings, name=name, role=WORKS, observer=observer, budget=budget, lease=lease)
    stopped = _stopped_by_signal()
    server, health = None, ""
    running = _paying(drumbeat)
    try:
        if settings.port_is_set:
            listening = listening_at(settings.host, settings.port)
            server = web_server(drumbeat, doors=False)
            running.append(_web_task(server, listening))
            health = f"; health at :{listening.getsockname()[1]}/readyz"
        say(f"drumbeat worker {name} pays what is owed{health}")
        await _until_one_ends(stopped, running)
    finally:
        await _ended(running, server)
        await drumbeat.close()


def _own_name() -> str:
    """Of this run, not of this place: a container that starts again is another worker."""
    return f"{socket.gethostname()}.{os.getpid()}.{secrets.token_hex(3)}"


def _stopped_by_signal() -> asyncio.Event:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, stopped.set)
    return stopped


def _paying(drumbeat: Drumbeat) -> list[asyncio.Task[None]]:
    return [asyncio.create_task(each(), name="worker") for each in drumbeat.workers]


def _web_task(server: uvicorn.Server, listening: socket.socket) -> asyncio.Task[None]:
    return asyncio.create_task(server.serve(sockets=[listening]), name="web")


async def _ended(running: Sequence[asyncio.Task[None]], server: uvicorn.Server | None) -> None:
    """The web server finishes what it answers; the workers are told to stop."""
    if server is not None:
        server.should_exit = True
    for task in running:
        if task.get_name() == "worker":
            task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.gather(*running, return_exceptions=True)


async def _until_one_ends(stopped: asyncio.Event, running: Sequence[asyncio.Task[None]]) -> None:
    """Raises what ended one of them."""
    ending = asyncio.create_task(stopped.wait(), name="signal")
    await asyncio.wait([ending, *running], return_when=asyncio.FIRST_COMPLETED)
    ending.cancel()
    for task in running:
        if task.done() and not task.cancelled() and (fault := task.exception()):
            raise fault


async def _serve(
    settings: Settings,
    say: Callable[[str], None],
    observer: Observer | None,
    in_doubt: timedelta | None,
    budget: Budget | None,
    lease: timedelta,
) -> None:
    drumbeat = wire(
        settings, name=_own_name(), role=SERVES, observer=observer, budget=budget, lease=lease
    )
    if in_doubt is not None:
        until = drumbeat.clock.now() + in_doubt
        await drumbeat.storage.transact(lambda tx: tx.owed.orphaned(until=until), name="orphaned")
    if held := await drumbeat.storage.read(_held):
        say(f"held: {held}")
    stopped = _stopped_by_signal()
    listening = listening_at(settings.host, settings.port)
    port = listening.getsockname()[1]
    server = web_server(drumbeat)
    clock = started_clock(drumbeat)
    running = [_web_task(server, listening), *_paying(drumbeat)]
    handler: AsyncSocketModeHandler | None = None
    try:
        if settings.by_socket:
            handler = AsyncSocketModeHandler(
                drumbeat.app, settings.slack_app_token.get_secret_value()
            )
            handler.client.message_listeners.append(_counting(drumbeat))
            await handler.connect_async()  # type: ignore[no-untyped-call]
        transport = "Socket Mode" if settings.by_socket else f"HTTP at :{port}/slack/events"
        say(f"drumbeat serves {settings.command} by {transport}; health at :{port}/readyz")
        await _until_one_ends(stopped, running)
    finally:
        clock.shutdown(wait=False)
        if handler is not None:
            await handler.close_async()  # type: ignore[no-untyped-call]
        await _ended(running, server)
        await drumbeat.close()


def _counting(drumbeat: Drumbeat) -> Any:
    """Slack's hello says how many connections the app has: more than ours take clicks away."""
    counting: set[asyncio.Task[None]] = set()

    async def compare(connections: int) -> None:
        await asyncio.sleep(SETTLED)
        with contextlib.suppress(Transient):
            ours = max(await drumbeat.storage.replicas(), 1)
            drumbeat.metrics.foreign.set(max(connections - ours, 0))

    async def heard(_client: object, message: dict[str, Any], _raw: str | None = None) -> None:
        if message.get("type") == "hello":
            connections = message.get("num_connections") or 0
            drumbeat.metrics.connections.set(connections)
            task = asyncio.create_task(compare(connections))
            counting.add(task)
            task.add_done_callback(counting.discard)

    return heard


def _held(tx: Transaction) -> str:
    """Why nothing is paid, where it comes from a backup."""
    return next((each.reason for each in tx.owed.rows(state="stuck") if each.key == HOLD), "")
