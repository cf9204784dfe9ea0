"""Around every payload of Slack's, by whichever transport: its time is taken, and what is logged
meanwhile, or told afterwards, says which key, release and activity it is about.
"""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any, Final

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.listeners.errors import key_of, read
from bot.metrics import Metrics
from bot.tracing import Tracing, untraced
from orchestration.about import NAMES, about

_KINDS: Final = {
    "block_actions": "action",
    "view_submission": "submission",
    "view_closed": "closed",
}
_DEEPEST: Final = 3
"""Levels of what a form carries: a form, its button, its ids."""


def watch(app: AsyncApp, metrics: Metrics, tracing: Tracing = untraced) -> None:
    """Surround the app's dispatch; what it starts for later inherits what it is about."""
    dispatch: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]] = app.async_dispatch

    async def watched(req: AsyncBoltRequest) -> BoltResponse:
        began = time.perf_counter()
        kind = kind_of(req.body)
        try:
            with (
                structlog.contextvars.bound_contextvars(**about_payload(req)),
                tracing(f"slack {kind}"),
            ):
                return await dispatch(req)
        finally:
            metrics.ack.labels(kind).observe(time.perf_counter() - began)

    app.async_dispatch = watched  # type: ignore[method-assign]


def kind_of(body: dict[str, Any]) -> str:
    if body.get("command"):
        return "command"
    return "event" if "event" in body else _KINDS.get(str(body.get("type")), "other")


def about_payload(request: AsyncBoltRequest) -> dict[str, str]:
    """Its natural key, and what the button or form that was pressed carries."""
    heard = read(request.body)
    key = key_of(heard, request)
    if heard is None:
        return about(key, {})
    form = heard.view.get("private_metadata") if isinstance(heard.view, dict) else ""
    carried = (heard.value, str(form or ""))
    return about(key, {name: each for text in carried for name, each in _ids_in(text)})


def _ids_in(text: str) -> Iterator[tuple[str, str]]:
    try:
        document = json.loads(text) if text.startswith("{") else None
    except (ValueError, RecursionError):
        return
    if isinstance(document, Mapping):
        yield from _ids_of(document, _DEEPEST)


def _ids_of(document: Mapping[str, Any], depth: int) -> Iterator[tuple[str, str]]:
    for name, value in document.items():
        if isinstance(value, Mapping) and depth:
            yield from _ids_of(value, depth - 1)
        elif name in NAMES and isinstance(value, str):
            yield name, value
