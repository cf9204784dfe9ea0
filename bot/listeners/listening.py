"""How every listener is registered: commit, then acknowledge, then tell (architecture.md, 3).

`record` makes one service call within its budget and acknowledges; `tell` says what came of it,
or opens a form. A refusal is an answer like any other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypedDict

import structlog
from slack_bolt.async_app import AsyncAck, AsyncBoltContext

from bot.listeners.doors import Doors
from bot.listeners.heard import Heard, Json
from bot.listeners.replies import Reply, Submitted, errors, instead, on_top, say
from bot.listeners.sending import send
from bot.views.modals import refusal
from orchestration.errors import Rejected, Transient

log = structlog.get_logger()

BUDGET = 2.0
"""Seconds of Slack's three that the commit may take."""
TELLING = 20.0
"""Seconds for what follows the acknowledgement; nobody waits for longer."""
SLOW = (
    "This takes longer than Slack waits for. It may still go through in a moment: look at the "
    "card, and if nothing changed, try again. It cannot count twice."
)
_LONGEST_ERROR = 200

Read = Callable[[Json], Heard]
Step = Callable[[Heard], Awaitable[Reply | None]]
Submit = Callable[[Heard], Awaitable[Submitted]]


class Registration(TypedDict):
    """What Bolt's decorators take."""

    ack: Callable[..., Awaitable[Any]]
    lazy: list[Callable[..., Awaitable[None]]]


def listening(
    doors: Doors, read: Read, *, record: Step | None = None, tell: Step | None = None
) -> Registration:
    """`record` before the acknowledgement; `tell` after it, unless `record` had an answer."""

    async def commit(ack: AsyncAck, body: Json, context: AsyncBoltContext) -> None:
        context["reply"] = await _recorded(record, read(body)) if record else None
        await ack()
        context["recorded"] = True

    async def answer(body: Json, context: AsyncBoltContext) -> None:
        if not context.get("recorded"):
            return  # it failed, and the error handler has said so
        heard = read(body)
        reply: Reply | None = context["reply"]
        if reply is None and tell:
            try:
                async with asyncio.timeout(TELLING):
                    reply = await tell(heard)
            except Rejected as refused:
                reply = _refused(doors, refused)
            except TimeoutError as late:
                raise Transient("it took too long to answer") from late
        if reply and heard.spoken:
            await send(doors, heard, reply)

    async def _recorded(work: Step, heard: Heard) -> Reply | None:
        try:
            async with asyncio.timeout(BUDGET):
                return await work(heard)
        except Rejected as refused:
            return _refused(doors, refused)
        except TimeoutError:
            slow(heard)
            return say(SLOW)

    return {"ack": commit, "lazy": [answer]}


def submitting(doors: Doors, read: Read, submit: Submit, *, field: str = "") -> Registration:
    """A form that was sent: closed when it was kept, otherwise it stays with what is wrong.

    `field` is the block under which a short refusal stands; a long one, or one that names people,
    lies over the form; where that is the third already, it stands above its fields.
    """

    async def commit(ack: AsyncAck, body: Json, context: AsyncBoltContext) -> None:
        heard = read(body)
        try:
            async with asyncio.timeout(BUDGET):
                submitted = await submit(heard)
        except Rejected as refused:
            submitted = _kept_open(doors, heard, refused.text, field)
        except TimeoutError:
            slow(heard)
            submitted = _kept_open(doors, heard, SLOW, "")
        context["reply"] = submitted.reply
        await ack(**submitted.ack)

    async def answer(body: Json, context: AsyncBoltContext) -> None:
        if reply := context.get("reply"):
            await send(doors, read(body), reply)

    return {"ack": commit, "lazy": [answer]}


def slow(heard: Heard) -> None:
    """For the operator: the person was told that it took too long."""
    log.warning("not written in time", key=heard.door_key, by=heard.by, seconds=BUDGET)


def by_its_name(doors: Doors, text: str) -> str:
    """The core says `/release`; people are told the name their workspace uses."""
    return text.replace("`/release ", f"`{doors.command} ")


def _refused(doors: Doors, refused: Rejected) -> Reply:
    return say(by_its_name(doors, refused.text))


def _kept_open(doors: Doors, heard: Heard, text: str, field: str) -> Submitted:
    said = by_its_name(doors, text)
    if field and len(said) <= _LONGEST_ERROR and "{" not in said and "\n" not in said:
        return errors({field: said.replace("`", "")})
    if heard.third:
        return instead(refusal.above(heard.view, said))
    return on_top(refusal.draw(said))
