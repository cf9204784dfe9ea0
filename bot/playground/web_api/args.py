"""A call's arguments: form and JSON bodies read alike, and Slack's refusals for bad ones."""

import json
from typing import Any

from starlette.requests import Request

from bot.playground.shapes import Json, SlackError


class Args:
    """Typed access to what was sent; a missing required one is Slack's `invalid_arguments`."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values

    def required(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise SlackError.arguments(f"[ERROR] missing required field: {name}")
        return value

    def text(self, name: str) -> str | None:
        value = self.values.get(name)
        return None if value is None else str(value)

    def flag(self, name: str) -> bool:
        return str(self.values.get(name, "")).lower() in ("1", "true", "t", "on")

    def integer(self, name: str, default: int) -> int:
        value = self.values.get(name)
        if value in (None, ""):
            return default
        try:
            return int(str(value))
        except ValueError as wrong:
            raise SlackError.arguments(f"[ERROR] must be an integer: {name}") from wrong

    def structure(self, name: str, refusal: str = "invalid_arguments") -> Any:
        """A list or object, sent as JSON or as a string of JSON; None when absent."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except ValueError as wrong:
            raise SlackError(refusal) from wrong


async def read_args(request: Request) -> dict[str, Any]:
    """Query and body together; the SDK labels some empty bodies JSON, which is no error."""
    values: dict[str, Any] = dict(request.query_params)
    content_type = request.headers.get("content-type", "")
    if "json" in content_type:
        values |= _json(await request.body())
    elif "form" in content_type:
        values |= dict(await request.form())
    return values


def _json(body: bytes) -> Json:
    if not body.strip():
        return {}
    try:
        values = json.loads(body)
    except ValueError as wrong:
        raise SlackError("invalid_json") from wrong
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise SlackError("json_not_object")
    return values


def page_of(found: list[Any], args: Args, default: int = 100) -> tuple[list[Any], str]:
    """One page of `found` and the cursor of the next ("" at the end)."""
    limit = max(1, min(1000, args.integer("limit", default)))
    cursor = args.text("cursor")
    try:
        start = int(cursor.removeprefix("next:")) if cursor else 0
    except ValueError as wrong:
        raise SlackError("invalid_cursor") from wrong
    end = start + limit
    return found[start:end], f"next:{end}" if end < len(found) else ""
