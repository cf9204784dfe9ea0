"""When a listener fails: the operator gets a log line with its number, the person gets the number.

Slack is always answered 200: a failure of ours is no reason for it to send the same thing again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import structlog
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard, Json
from bot.listeners.listening import by_its_name
from bot.listeners.replies import on_top, say
from bot.listeners.sending import send
from bot.listeners.telling import OnFault, Telling
from bot.views.modals import refusal
from orchestration.errors import Permanent, Rejected, Transient, Unsure

log = structlog.get_logger()
UNSURE = (
    "We did not hear whether that was recorded. Look at the card: where nothing has changed in a "
    "few seconds, please do it once more."
)


def read(body: Json) -> Heard | None:
    """The payload as far as somebody can be answered; None where it names nobody."""
    try:
        if body.get("command"):
            return payloads.command(body)
        if body.get("type") == "view_submission":
            return payloads.submission(body)
        if "event" in body:
            heard = payloads.event(body)
            return heard if heard.by and heard.spoken else None
        return payloads.action(body) if body.get("user") else None
    except (KeyError, TypeError, AttributeError):
        return None


def words_for(doors: Doors, error: Exception, key: str, *, committed: bool = False) -> str:
    """What the person is told: what to do, or a number their operator finds in the log.

    `committed`: it failed after Slack had its answer, so what was pressed may have counted.
    """
    state = "Look at the card, then" if committed else "Nothing was changed; please"
    match error:
        case Rejected(text=text):
            return by_its_name(doors, text)
        case Unsure():
            return UNSURE
        case Transient():
            return f"That could not be done just now. {state} try again."
        case Permanent(reason=reason):
            return reason
        case _:
            return (
                f"Something went wrong on our side. {state} try again, and if it goes on, "
                f"tell your operator the number {number_of(key)}."
            )


def number_of(key: str) -> str:
    """Short enough to be said aloud; in the log beside the key."""
    return hashlib.blake2b(key.encode(), digest_size=4).hexdigest().upper()


def logged(error: Exception, key: str) -> None:
    """One line for a passing fault; the traceback for one of ours."""
    if isinstance(error, Rejected | Transient | Permanent):
        reason = "" if isinstance(error, Rejected) else error.reason
        log.warning("request failed", key=key, fault=type(error).__name__, reason=reason)
        return
    log.error("request failed", key=key, number=number_of(key), exc_info=error)


def handler(doors: Doors, telling: Telling) -> Callable[..., Any]:
    """Bolt's error handler: runs before the answer to Slack, so it only prepares the telling."""

    async def failed(error: Exception, request: AsyncBoltRequest, body: Json) -> BoltResponse:
        heard = read(body)
        key = key_of(heard, request)
        logged(error, key)
        words = words_for(doors, error, key)
        if heard and heard.kind == "submission":
            answer = on_top(refusal.draw(words)).ack
            return BoltResponse(status=200, body=answer)
        if heard:
            telling.soon(send(doors, heard, say(words)))
        return BoltResponse(status=200, body="")

    return failed


def key_of(heard: Heard | None, request: AsyncBoltRequest) -> str:
    return (heard.door_key if heard else "") or str(request.body.get("event_id") or "unknown")


def after_ack(doors: Doors) -> OnFault:
    """The same for what fails while telling: Slack has its answer already."""

    async def failed(error: Exception, request: AsyncBoltRequest) -> None:
        heard = read(request.body)
        key = key_of(heard, request)
        logged(error, key)
        if heard:
            await send(doors, heard, say(words_for(doors, error, key, committed=True)))

    return failed
