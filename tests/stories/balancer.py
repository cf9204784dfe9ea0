"""What stands before several replicas: each request goes to the next one that can be reached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.pipelines.ci_server import serving


class Balancer:
    def __init__(self, ports: Sequence[int]) -> None:
        self._turns = {clicks: list(ports) for clicks in (True, False)}
        self._client = httpx.AsyncClient(trust_env=False, timeout=5)
        self.taken: Counter[int] = Counter()
        """How many clicks each of them answered."""

    async def forward(self, request: Request) -> Response:
        """As nginx does: another is asked only where this one heard nothing of the request."""
        content, headers = await request.body(), dict(request.headers)
        is_click = content.startswith(b"payload=")
        turn = self._turns[is_click]
        for _ in turn:
            port = turn.pop(0)
            turn.append(port)
            url = f"http://127.0.0.1:{port}{request.url.path}"
            try:
                answer = await self._client.post(url, content=content, headers=headers)
            except httpx.ConnectError:
                continue
            except httpx.HTTPError:
                return Response(status_code=502)
            self.taken[port] += is_click
            kept = {
                k: v for k, v in answer.headers.items() if k in {"content-type", "x-slack-no-retry"}
            }
            return Response(answer.content, answer.status_code, kept)
        return Response(status_code=503)

    @contextmanager
    def open(self) -> Iterator[str]:
        """Its address, where everything goes to the replicas."""
        with serving(
            Starlette(routes=[Route("/{path:path}", self.forward, methods=["POST"])])
        ) as url:
            yield url
