"""Socket Mode: tickets, up to ten connections, envelopes and their acknowledgements."""

import asyncio
import json
import secrets
from contextlib import suppress

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.playground.seed import APP_ID
from bot.playground.shapes import Json
from bot.playground.wire import abort

MOST_CONNECTIONS = 10
REFRESH_GRACE_SECONDS = 10.0
APPROXIMATE_CONNECTION_TIME = 18060  # seconds, what Slack announces in its hello


class SocketMode:
    """The app's open connections; any payload may go to any of them."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url.replace("http", "ws", 1)
        self._tickets: set[str] = set()
        self._connections: list[WebSocket] = []
        self._retiring: set[WebSocket] = set()
        self._waiting: dict[str, asyncio.Future[Json | None]] = {}
        self._closing: set[asyncio.Task[None]] = set()
        self._turn = 0

    @property
    def connected(self) -> bool:
        return any(each not in self._retiring for each in self._connections)

    @property
    def connections(self) -> int:
        return len(self._connections)

    def ticket_url(self) -> str:
        """A single-use address for one connection, as apps.connections.open returns it."""
        ticket = secrets.token_urlsafe(24)
        self._tickets.add(ticket)
        return f"{self._base_url}/link/?ticket={ticket}&app_id={APP_ID}"

    async def serve(self, socket: WebSocket) -> None:
        """One connection, from hello until it closes."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets or len(self._connections) >= MOST_CONNECTIONS:
            await socket.close(code=1008)
            return
        self._tickets.discard(ticket)
        await socket.accept()
        self._connections.append(socket)
        try:
            await socket.send_json(self._hello())
            while True:
                self._acknowledge(await socket.receive_text())
        except WebSocketDisconnect:
            pass
        finally:
            self._connections.remove(socket)
            self._retiring.discard(socket)

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._connections),
            "debug_info": {
                "host": "playground",
                "build_number": 1,
                "approximate_connection_time": APPROXIMATE_CONNECTION_TIME,
            },
            "connection_info": {"app_id": APP_ID},
        }

    def _acknowledge(self, text: str) -> None:
        # An acknowledgement may arrive on another connection than its envelope went out on.
        try:
            body = json.loads(text)
        except ValueError:
            return
        if not isinstance(body, dict):
            return
        waiting = self._waiting.pop(str(body.get("envelope_id")), None)
        if waiting is not None and not waiting.done():
            waiting.set_result(body)

    async def send(
        self, kind: str, payload: Json, retry: tuple[int, str] | None, seconds: float
    ) -> Json | None:
        """Send one envelope; the acknowledgement, or TimeoutError, or ConnectionError."""
        usable = [each for each in self._connections if each not in self._retiring]
        if not usable:
            raise ConnectionError("no connection")
        self._turn += 1
        socket = usable[self._turn % len(usable)]
        envelope: Json = {
            "envelope_id": secrets.token_hex(16),
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope["retry_attempt"] = retry[0] if retry else 0
            envelope["retry_reason"] = retry[1] if retry else ""
        answer: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self._waiting[envelope["envelope_id"]] = answer
        try:
            await socket.send_json(envelope)
            return await asyncio.wait_for(answer, seconds)
        except (WebSocketDisconnect, RuntimeError) as gone:
            raise ConnectionError(str(gone)) from gone
        finally:
            self._waiting.pop(envelope["envelope_id"], None)

    async def drop(self, *, abrupt: bool, warning_seconds: float = 10.0) -> int:
        """Close every connection: abruptly, or as Slack does, after a warning."""
        closing = list(self._connections)
        if not abrupt:
            for socket in closing:
                await self._tell(socket, "warning")
            await asyncio.sleep(warning_seconds)
        for socket in closing:
            self._retiring.add(socket)
            if not abrupt:
                await self._tell(socket, "refresh_requested")
                closing_later = asyncio.get_running_loop().create_task(self._close_later(socket))
                self._closing.add(closing_later)
                closing_later.add_done_callback(self._closing.discard)
            else:
                await abort(socket._receive)  # noqa: SLF001 - Starlette offers no way to reset
        return len(closing)

    async def _close_later(self, socket: WebSocket) -> None:
        # Acknowledgements of what went out before may still come on the old connection.
        await asyncio.sleep(REFRESH_GRACE_SECONDS)
        with suppress(RuntimeError, WebSocketDisconnect):
            await socket.close()

    async def _tell(self, socket: WebSocket, reason: str) -> None:
        with suppress(RuntimeError, WebSocketDisconnect):
            await socket.send_json(
                {"type": "disconnect", "reason": reason, "debug_info": {"host": "playground"}}
            )
