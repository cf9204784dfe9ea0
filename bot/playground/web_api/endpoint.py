"""The Web API's one entrance: arguments, token, faults, rate limits, then the method."""

import asyncio
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.playground.calls import Call
from bot.playground.config import SCOPES
from bot.playground.faults import Fault
from bot.playground.playground import Playground
from bot.playground.shapes import Json, SlackError
from bot.playground.web_api import basics, chat, conversations, files, marks, people, streams, views
from bot.playground.web_api.args import Args, read_args
from bot.playground.wire import abort

Method = Callable[[Playground, Args], Json]

METHODS: dict[str, Method] = {
    **basics.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **marks.METHODS,
    **people.METHODS,
    **streams.METHODS,
    **views.METHODS,
}
WITHOUT_TOKEN = frozenset({"api.test", "blocks.validate"})
WITH_APP_TOKEN = frozenset({"apps.connections.open"})


class WebApi:
    """Answers `/api/{method}` as slack.com does."""

    def __init__(self, slack: Playground) -> None:
        self._slack = slack

    async def __call__(self, request: Request) -> Response:
        method = request.path_params["method"]
        try:
            values = await read_args(request)
        except SlackError as refused:
            call = self._slack.calls.begin(method, {})
            return self._told(call, refused.body())
        call = self._slack.calls.begin(method, values)
        fault = self._slack.faults.strike(
            method, "429", "500", "hang", "dropped", "expired_trigger", *_error_kinds(self._slack)
        )
        if fault and (suffered := await self._suffer(fault, call, request)):
            return suffered
        if refusal := self._refusal(method, request, values):
            return self._told(call, {"ok": False, "error": refusal})
        if (wait := self._slack.limits.admit(method, self._limited_channel(values))) is not None:
            return self._limited(call, wait)
        body = self._performed(method, Args(values))
        if fault and fault.kind == "dropped":
            call.ok, call.error = body["ok"], "dropped"
            await abort(request.receive)
            return Response(status_code=503)
        return self._told(call, body)

    def _limited_channel(self, values: Json) -> str | None:
        named = str(values.get("channel") or "")
        channel = self._slack.workspace.channel_named(named) if named else None
        return channel.id if channel else named or None

    def _refusal(self, method: str, request: Request, values: Json) -> str | None:
        """The code for a token that is missing, wrong, or of the wrong kind."""
        if method not in METHODS:
            return "unknown_method"
        if method in WITHOUT_TOKEN:
            return None
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        token = token.strip() if scheme.lower() == "bearer" else str(values.get("token") or "")
        if not token:
            return "not_authed"
        config = self._slack.config
        if token not in (config.bot_token, config.app_token):
            return "invalid_auth"
        wanted = config.app_token if method in WITH_APP_TOKEN else config.bot_token
        return None if token == wanted else "not_allowed_token_type"

    def _performed(self, method: str, args: Args) -> Json:
        args.values.pop("token", None)
        try:
            return {"ok": True, **METHODS[method](self._slack, args)}
        except SlackError as refused:
            return refused.body()

    async def _suffer(self, fault: Fault, call: Call, request: Request) -> Response | None:
        """What a fault does instead of the method; None lets the method run."""
        match fault.kind:
            case "429":
                return self._limited(call, fault.retry_after)
            case "500":
                call.error, call.status = "http_500", 500
                return PlainTextResponse("Internal Server Error", 500)
            case "hang":
                call.error = "hang"
                await asyncio.sleep(fault.seconds)
                await abort(request.receive)
                return Response(status_code=503)
            case "expired_trigger":
                return self._told(call, {"ok": False, "error": "expired_trigger_id"})
            case kind if kind.startswith("error:"):
                return self._told(call, {"ok": False, "error": kind.removeprefix("error:")})
            case _:
                return None

    def _limited(self, call: Call, wait: int) -> Response:
        call.error, call.status = "ratelimited", 429
        body = {"ok": False, "error": "ratelimited"}
        return JSONResponse(body, 429, headers={"Retry-After": str(wait)})

    def _told(self, call: Call, body: Json) -> Response:
        call.ok, call.error, call.status = body["ok"], body.get("error"), 200
        headers = {"X-OAuth-Scopes": SCOPES, "X-Accepted-OAuth-Scopes": SCOPES}
        return JSONResponse(body, headers=headers)


def _error_kinds(slack: Playground) -> list[str]:
    return [each["kind"] for each in slack.faults.listing() if each["kind"].startswith("error:")]
