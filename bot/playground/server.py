"""The playground's server: Slack's routes, the control API, and the page."""

import asyncio
import base64
import contextlib
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from bot.playground import page
from bot.playground.acting.responding import answer_url
from bot.playground.config import PlaygroundConfig
from bot.playground.control.routes import Control
from bot.playground.playground import Playground
from bot.playground.shapes import SlackError
from bot.playground.web_api.args import read_args
from bot.playground.web_api.endpoint import WebApi
from bot.playground.web_api.files import receive_upload


class SlackRoutes:
    """What lives beside the Web API on Slack's hosts: response URLs, uploads, private files."""

    def __init__(self, slack: Playground) -> None:
        self._slack = slack

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/api/{method}", WebApi(self._slack).__call__, methods=["GET", "POST"]),
            Route("/commands/{key}", self._response_url, methods=["POST"]),
            Route("/upload/v1/{file}", self._upload, methods=["POST"]),
            Route("/files-pri/{file}/{name}", self._file),
            WebSocketRoute("/link/", self._slack.sockets.serve),
        ]

    async def _response_url(self, request: Request) -> Response:
        try:
            body = await read_args(request)
            answer_url(self._slack, request.path_params["key"], body)
        except SlackError as refused:
            status = 404 if refused.code in ("expired_url", "used_url") else 400
            return JSONResponse(refused.body(), status)
        return PlainTextResponse("ok")

    async def _upload(self, request: Request) -> Response:
        content = await request.body()
        if "multipart" in request.headers.get("content-type", ""):
            form = await request.form()
            first = next(iter(form.values()), "")
            content = first.encode() if isinstance(first, str) else await first.read()
        try:
            return PlainTextResponse(
                receive_upload(self._slack, request.path_params["file"], content)
            )
        except SlackError as refused:
            return PlainTextResponse(refused.code, 404)

    async def _file(self, request: Request) -> Response:
        """A private file, for the app's token or (the page's way) a person named by `as`."""
        file = self._slack.workspace.files.get(request.path_params["file"].partition("-")[2])
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        known = token == self._slack.config.bot_token
        if not known and request.query_params.get("as") not in self._slack.workspace.people:
            # Slack answers a stranger with its sign-in page and status 200.
            return Response("<!DOCTYPE html><title>Sign in | Slack</title>", media_type="text/html")
        if file is None:
            return PlainTextResponse("not found", 404)
        return Response(base64.b64decode(file.content), media_type=file.mimetype)


def build(config: PlaygroundConfig) -> Starlette:
    """The ASGI application of one workspace; `config.port` must be the port it is served on."""
    slack = Playground.assembled(config)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        await slack.close()

    routes = [*SlackRoutes(slack).routes(), *Control(slack).routes(), *page.routes()]
    app = Starlette(routes=routes, lifespan=lifespan)
    app.state.playground = slack
    return app


def bind(config: PlaygroundConfig) -> tuple[socket.socket, PlaygroundConfig]:
    """A listening socket, and the config with the port it really got."""
    # asyncio sets TCP_NODELAY only where the protocol is named: without it, each answer on a
    # kept connection waits 40 ms for the other side's delayed acknowledgement.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((config.host, config.port))
    return listening, replace(config, port=listening.getsockname()[1])


def server_for(config: PlaygroundConfig) -> uvicorn.Server:
    return uvicorn.Server(
        uvicorn.Config(
            build(config),
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=1,
            ws_max_size=16 * 1024 * 1024,
        )
    )


class Announcing(uvicorn.Server):
    """A server that says its address once it can be reached."""

    def __init__(self, config: uvicorn.Config, address: str) -> None:
        super().__init__(config)
        self._address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        sys.stdout.write(f"playground listening on {self._address}\n")
        sys.stdout.flush()


def run(config: PlaygroundConfig) -> None:
    """Serve until stopped, announcing the address in one line on standard output."""
    try:
        listening, bound = bind(config)
    except OSError as error:
        place = f"{config.host}:{config.port}"
        sys.stderr.write(f"The playground cannot listen on {place}: {error.strerror}.\n")
        raise SystemExit(1) from None
    server = Announcing(server_for(bound).config, bound.base_url)
    with contextlib.suppress(KeyboardInterrupt):  # uvicorn stopped, and raises it once more
        asyncio.run(server.serve(sockets=[listening]))


@asynccontextmanager
async def running(config: PlaygroundConfig) -> AsyncIterator[tuple[PlaygroundConfig, Playground]]:
    """A playground served inside the current event loop, for tests."""
    listening, bound = bind(config)
    server = server_for(bound)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started:
        await asyncio.sleep(0.005)
        if serving.done():
            await serving
    app = server.config.app
    if not isinstance(app, Starlette):
        raise TypeError("the playground is a Starlette application")
    try:
        yield bound, app.state.playground
    finally:
        server.should_exit = True
        await serving
