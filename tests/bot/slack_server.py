"""A local server in Slack's place: answers as told, method by method, and keeps what was asked."""

import asyncio
import contextlib
import json
import socket
from collections import defaultdict, deque
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route


class SlackServer:
    """Answers are queued per method; the last one stays. Without any the answer is `ok`."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self._answers: dict[str, deque[Any]] = defaultdict(deque)
        self.url = ""

    def answer(self, method: str, *bodies: Any, status: int = 200, **headers: str) -> None:
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        self._answers[method] += [(status, body, named) for body in bodies]

    def calls(self, method: str) -> list[dict[str, Any]]:
        return [asked for name, asked in self.asked if name == method]

    async def _call(self, request: Request) -> Response:
        method = request.path_params["method"]
        self.asked.append((method, await _arguments(request)))
        queue = self._answers[method]
        if not queue:
            return JSONResponse(
                {"ok": True, "channel": "C0123456", "ts": "1.1", "user_id": "U0BOT"}
            )
        status, body, headers = queue.popleft() if len(queue) > 1 else queue[0]
        if body == "hang":
            await asyncio.sleep(30)
        if isinstance(body, str):
            return PlainTextResponse(body, status, headers)
        return JSONResponse(body, status, headers)

    @contextlib.asynccontextmanager
    async def running(self):
        app = Starlette(routes=[Route("/api/{method}", self._call, methods=["GET", "POST"])])
        listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}/api/"
        config = uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=0)
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started:
            await asyncio.sleep(0.01)
        try:
            yield self
        finally:
            server.should_exit = True
            await serving


async def _arguments(request: Request) -> dict[str, Any]:
    body = await request.body()
    if body and request.headers["content-type"].startswith("application/json"):
        return dict(json.loads(body))
    return {**request.query_params, **(await request.form())}
