"""A small build server of another make, on 127.0.0.1: what the `http` provider is held against.

    POST /runs {job, key, inputs}       starts a run; one per Idempotency-Key
    GET  /runs?key=KEY                  [] or [run]
    GET  /runs/ID                       the run
    POST /runs/ID/cancel                stops it

A run is `{"run": {"id", "state", "why", "log", "artifact", "url"}}`. `misbehave` makes it fail.
"""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import contextmanager
from types import SimpleNamespace

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

TOKEN = "Bearer s3cret-of-the-build-server"


class BuildServer:
    def __init__(self) -> None:
        self.runs: dict[str, dict] = {}
        self.of_key: dict[str, str] = {}
        self.asked: list[SimpleNamespace] = []
        self.misbehave = ""
        """`before` or `after` starting it no answer comes; or it comes `slowly`."""
        self.honours_keys = True
        self.url = ""

    def starts(self, key: str) -> int:
        return sum(each["key"] == key for each in self.runs.values())

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/runs", self.start, methods=["POST"]),
                Route("/runs", self.look),
                Route("/runs/{id}", self.status),
                Route("/runs/{id}/cancel", self.cancel, methods=["POST"]),
            ]
        )

    async def start(self, request: Request) -> Response:
        body = await request.json()
        key = request.headers.get("idempotency-key", "")
        self.asked.append(SimpleNamespace(headers=dict(request.headers), body=body))
        if request.headers.get("authorization") != TOKEN:
            return JSONResponse({"message": "bad credentials"}, 401)
        if self.misbehave == "before":
            return await self._hang()
        if not (self.honours_keys and key in self.of_key):
            number = str(len(self.runs) + 1)
            self.runs[number] = {
                "id": int(number),
                "job": body["job"],
                "key": body["key"],
                "version": body.get("inputs", {}).get("version", ""),
                "begun": time.monotonic(),
                "state": "going",
            }
            self.of_key[key] = number
        if self.misbehave == "slowly":
            await asyncio.sleep(0.5)
        if self.misbehave == "after":
            return await self._hang()
        return self._told(self.of_key[key], 201)

    async def look(self, request: Request) -> Response:
        found = [n for n, run in self.runs.items() if run["key"] == request.query_params["key"]]
        return JSONResponse([self._run(each) for each in found])

    async def status(self, request: Request) -> Response:
        number = request.path_params["id"]
        if self.misbehave == "refuses":
            return JSONResponse({"message": "the token has ended"}, 401)
        if number not in self.runs:
            return JSONResponse({"message": "no such run"}, 404)
        return self._told(number)

    async def cancel(self, request: Request) -> Response:
        run = self.runs.get(request.path_params["id"])
        if run is None or self._run(request.path_params["id"])["run"]["state"] != "going":
            return JSONResponse({"message": "it has ended"}, 409)
        run["state"] = "stopped"
        return Response(status_code=204)

    def _told(self, number: str, status: int = 200) -> Response:
        return JSONResponse(self._run(number), status)

    def _run(self, number: str) -> dict:
        run = self.runs[number]
        over = time.monotonic() - run["begun"] > 0.05 and run["job"] != "waits"
        if run["state"] == "going" and over:
            run["state"] = "red" if run["job"] == "fails" else "green"
        ended = run["state"] != "going"
        return {
            "run": {
                "id": run["id"],
                "state": run["state"],
                "why": "exit code 3" if run["state"] == "red" else None,
                "log": f"hello from {run['job']}\n" if ended else None,
                "artifact": f"shop-{run['version']}" if run["state"] == "green" else None,
                "url": f"{self.url}/runs/{run['id']}",
            }
        }

    async def _hang(self) -> Response:
        await asyncio.sleep(30)
        return Response(status_code=500)


@contextmanager
def serving(app):
    """The application on a free port of 127.0.0.1, in a thread; its address."""
    config = uvicorn.Config(
        app, host="127.0.0.1", port=0, log_level="error", timeout_graceful_shutdown=0
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(5)


@contextmanager
def build_server():
    server = BuildServer()
    with serving(server.app()) as url:
        server.url = url
        yield server


def entry(url: str, name: str = "deploy", /, **changes) -> dict:
    """The server's pipeline as an operator would write it, apart from `changes`; None removes."""
    written = {
        "name": name,
        "url": f"{url}/runs",
        "headers": {"Authorization": "env:BUILD_TOKEN"},
        "body": {
            "job": name,
            "key": "{{ key }}",
            "inputs": {"version": "{{ inputs.version }}"},
        },
        "run-id": "$.run.id",
        "find": {"url": f"{url}/runs?key={{{{ key }}}}", "run-id": "$[0].run.id"},
        "status": {
            "url": f"{url}/runs/{{{{ run_id }}}}",
            "path": "$.run.state",
            "succeeded": ["green"],
            "failed": ["red"],
            "cancelled": ["stopped"],
            "running": ["going"],
            "reason": "$.run.why",
            "log": "$.run.log",
        },
        "link": "$.run.url",
        "inputs": ["version"],
        "outputs": {"artifact": "$.run.artifact"},
        "cancel": {"url": f"{url}/runs/{{{{ run_id }}}}/cancel"},
        "idempotent": True,
        "timeout": "5 s",
    }
    return {key: value for key, value in {**written, **changes}.items() if value is not None}
