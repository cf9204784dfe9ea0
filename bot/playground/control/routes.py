"""The control API's routes: reading, acting, arranging, faults, and the stream of changes."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.playground.acting import clicking, filing, speaking, viewing
from bot.playground.control import arranging, reading
from bot.playground.playground import Playground
from bot.playground.shapes import Json, Refused, SlackError

Act = Callable[[Playground, Json], Awaitable[Json]]
KEEP_ALIVE_SECONDS = 15.0


def _now(act: Callable[[Playground, Json], Json]) -> Act:
    async def later(slack: Playground, body: Json) -> Json:
        return act(slack, body)

    return later


async def _drop_sockets(slack: Playground, body: Json) -> Json:
    warning = float(body.get("warning_seconds", 10.0))
    abrupt = bool(body.get("abrupt"))
    return {"ok": True, "dropped": await slack.sockets.drop(abrupt=abrupt, warning_seconds=warning)}


def _rate_limits(slack: Playground, body: Json) -> Json:
    slack.limits.on = bool(body.get("on", True))
    slack.limits.forget()
    return {"ok": True, "on": slack.limits.on}


def _reset(slack: Playground, _body: Json) -> Json:
    slack.workspace.reset()
    slack.faults.clear()
    slack.calls.clear()
    slack.limits.forget()
    return {"ok": True}


def _app(slack: Playground, body: Json) -> Json:
    """Change where HTTP deliveries go and which events the app hears."""
    if "bot_url" in body:
        slack.delivery.bot_url = body["bot_url"] or None
    if "subscriptions" in body:
        slack.subscriptions = {str(name) for name in body["subscriptions"]}
    shown = sorted(slack.subscriptions)
    return {"ok": True, "bot_url": slack.delivery.bot_url, "subscriptions": shown}


def _add_fault(slack: Playground, body: Json) -> Json:
    return {"ok": True, "fault": asdict(slack.faults.add(body))}


def _read(slack: Playground, body: Json) -> Json:
    return reading.mark_read(slack, str(body.get("channel")), str(body.get("as")))


ACTS: dict[str, Act] = {
    "say": speaking.say,
    "command": speaking.run_command,
    "click": clicking.click,
    "suggest": clicking.suggest,
    "shortcut": clicking.shortcut,
    "view/submit": viewing.submit,
    "view/close": viewing.close,
    "view/input": _now(viewing.type_in),
    "home": _now(lambda slack, body: viewing.open_home(slack, body, tab="home")),
    "dm": _now(lambda slack, body: viewing.open_home(slack, body, tab="messages")),
    "read": _now(_read),
    "upload": _now(filing.upload),
    "people": _now(arranging.put_person),
    "groups": _now(arranging.put_group),
    "channels": _now(arranging.put_channel),
    "faults": _now(_add_fault),
    "rate-limits": _now(_rate_limits),
    "socket/drop": _drop_sockets,
    "app": _now(_app),
    "reset": _now(_reset),
}


class Control:
    """Serves the control API for one playground."""

    def __init__(self, slack: Playground) -> None:
        self._slack = slack

    def routes(self) -> list[Route]:
        return [
            Route("/_workspace/state", self._state),
            Route("/_workspace/messages", self._messages),
            Route("/_workspace/calls", self._calls, methods=["GET", "DELETE"]),
            Route("/_workspace/deliveries", self._deliveries),
            Route("/_workspace/events", self._events),
            Route("/_workspace/faults", self._faults, methods=["GET", "DELETE"]),
            Route("/_workspace/{act:path}", self._act, methods=["POST"]),
        ]

    async def _act(self, request: Request) -> Response:
        act = ACTS.get(request.path_params["act"])
        if act is None:
            return _refused(f"unknown act {request.path_params['act']!r}", 404)
        try:
            body = json.loads(await request.body() or b"{}")
        except ValueError:
            return _refused("the body is not JSON", 400)
        if not isinstance(body, dict):
            return _refused("the body must be a JSON object", 400)
        try:
            return JSONResponse(await act(self._slack, body))
        except Refused as refused:
            return _refused(refused.message, refused.status)
        except SlackError as refused:
            return _refused(refused.code, 409)
        except (TypeError, ValueError, KeyError) as wrong:
            return _refused(f"malformed body: {wrong}", 400)

    async def _state(self, request: Request) -> Response:
        return JSONResponse(reading.state(self._slack, request.query_params.get("as")))

    async def _messages(self, request: Request) -> Response:
        query = request.query_params
        try:
            found = reading.messages(
                self._slack,
                query.get("channel", ""),
                query.get("as"),
                query.get("thread_ts"),
                int(query.get("limit", "200")),
            )
        except Refused as refused:
            return _refused(refused.message, refused.status)
        except ValueError:
            return _refused("limit must be a number", 400)
        return JSONResponse(found)

    async def _calls(self, request: Request) -> Response:
        if request.method == "DELETE":
            self._slack.calls.clear()
            return JSONResponse({"ok": True})
        query = request.query_params
        try:
            since = int(query.get("since", "0"))
        except ValueError:
            return _refused("since must be a sequence number", 400)
        return JSONResponse({"calls": self._slack.calls.listing(query.get("method"), since)})

    async def _deliveries(self, _request: Request) -> Response:
        return JSONResponse({"deliveries": self._slack.delivery.log})

    async def _faults(self, request: Request) -> Response:
        if request.method == "DELETE":
            self._slack.faults.clear()
        return JSONResponse({"faults": self._slack.faults.listing()})

    async def _events(self, _request: Request) -> Response:
        return StreamingResponse(
            self._changes(),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"},
        )

    async def _changes(self) -> AsyncIterator[str]:
        """Server-sent events, bursts folded into one."""
        workspace = self._slack.workspace
        watcher = workspace.watch()
        try:
            yield _event({"revision": workspace.revision, "channels": []})
            while True:
                try:
                    change = await asyncio.wait_for(watcher.get(), KEEP_ALIVE_SECONDS)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                channels = set(change["channels"])
                while not watcher.empty():
                    change = watcher.get_nowait()
                    channels |= set(change["channels"])
                yield _event({"revision": change["revision"], "channels": sorted(channels)})
        finally:
            workspace.unwatch(watcher)


def _event(body: Json) -> str:
    return f"data: {json.dumps(body)}\n\n"


def _refused(message: str, status: int) -> Response:
    return JSONResponse({"ok": False, "error": message}, status)
