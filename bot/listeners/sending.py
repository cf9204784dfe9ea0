"""Sending an answer to one person, by whatever way reaches them: none of it is ever owed."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import replace
from typing import Any, assert_never

import structlog
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.listeners.doors import Doors
from bot.listeners.heard import Heard, Json
from bot.listeners.replies import Open, Redraw, Redraws, Replace, Reply, Say, say
from bot.slack_answers import FAULTS, SlackRefused, meaning_of
from bot.views.blocks import Drawn
from bot.views.modals import refusal
from orchestration.errors import Permanent, Rejected, Transient

log = structlog.get_logger()
_TOO_LATE = "Slack waits three seconds for a form, and it took longer. Please press it once more."
_NOT_OPENED = "Slack could not open the form just now. Nothing was changed; please try once more."
_PATIENCE = 8
"""Seconds for a response URL."""


async def send(doors: Doors, heard: Heard, reply: Reply) -> None:
    """Answer; where that cannot arrive, a DM; where not even that, the log."""
    try:
        match reply:
            case Say(drawn=drawn, channel=channel):
                place = replace(heard, channel=channel) if channel else heard
                await _say(doors, place, drawn)
            case Replace(drawn=drawn):
                if not await _respond(doors, heard, drawn, replace=True):
                    await _say(doors, heard, drawn)
            case Open(view=view):
                await _open(doors, heard, view)
            case Redraw():
                await _redraw(doors, reply)
            case Redraws(each=each):
                for one in each:
                    await _redraw(doors, one)
            case _:
                assert_never(reply)
    except (Transient, Permanent) as fault:
        log.warning("could not answer", by=heard.by, key=heard.door_key, reason=fault.reason)


async def opened(doors: Doors, heard: Heard, view: Json) -> str:
    """Open a form, over the one that is open where one is; its view id.

    Raises `Rejected` where it did not open: whoever waits for a form must not wait in vain.
    """
    over_another = heard.view.get("type") == "modal"
    show = doors.client.views_push if over_another else doors.client.views_open
    method = "views.push" if over_another else "views.open"
    try:
        answer = await asked(method, show(trigger_id=heard.trigger_id, view=view))
    except (Transient, SlackRefused) as fault:
        late = isinstance(fault, SlackRefused) and "trigger" in fault.kind
        if not late:
            log.warning("no form", by=heard.by, key=heard.door_key, reason=fault.reason)
        raise Rejected(_TOO_LATE if late else _NOT_OPENED) from fault
    return str((answer.get("view") or {}).get("id", ""))


async def asked(method: str, call: Awaitable[Any]) -> Json:
    """One call of Slack's Web API; raises `Transient` or `SlackRefused`."""
    try:
        answer = await call
        body = answer.data
    except FAULTS as fault:
        raise meaning_of(fault, method) from fault
    return body if isinstance(body, dict) else {}


async def _open(doors: Doors, heard: Heard, view: Json) -> None:
    try:
        await opened(doors, heard, view)
    except Rejected as refused:
        await _say(doors, heard, say(refused.text).drawn)


async def _redraw(doors: Doors, reply: Redraw) -> None:
    update = doors.client.views_update
    try:
        await asked(
            "views.update",
            update(view_id=reply.view_id, view=reply.view, hash=reply.hash or None),
        )
    except SlackRefused as refused:
        # Somebody closed it, or a later click drew it: there is nothing left to redraw.
        if refused.kind not in {"hash_conflict", "not_found", "view_not_found"}:
            raise


async def _say(doors: Doors, heard: Heard, drawn: Drawn) -> None:
    if await _respond(doors, heard, drawn):
        return
    if heard.kind == "action" and heard.view and await _as_form(doors, heard, drawn):
        return
    if heard.channel and not heard.in_dm and await _ephemeral(doors, heard, drawn):
        return
    place = heard.channel if heard.in_dm and heard.channel else heard.by
    await asked(
        "chat.postMessage",
        doors.client.chat_postMessage(
            channel=place,
            text=drawn.text,
            blocks=drawn.blocks,
            thread_ts=heard.thread_ts or None if heard.in_dm else None,
            unfurl_links=False,
            unfurl_media=False,
        ),
    )


async def _respond(doors: Doors, heard: Heard, drawn: Drawn, *, replace: bool = False) -> bool:
    """By response URL: reaches the person in any channel, whether we are in it or not."""
    if not heard.response_url:
        return False
    webhook = AsyncWebhookClient(
        heard.response_url,
        timeout=_PATIENCE,
        ssl=doors.client.ssl,
        proxy=doors.client.proxy,
        session=doors.client.session,
    )
    message: Json = {
        "text": drawn.text,
        "blocks": drawn.blocks,
        "response_type": "ephemeral",
        "replace_original": replace,
    }
    try:
        answer = await webhook.send_dict(message)
    except FAULTS as fault:
        log.info("response url failed", by=heard.by, reason=type(fault).__name__)
        return False
    return answer.status_code == 200


async def _as_form(doors: Doors, heard: Heard, drawn: Drawn) -> bool:
    """Over a form or App Home, where no private message would be seen."""
    try:
        await opened(doors, heard, refusal.showing(drawn))
    except Rejected:
        return False
    return True


async def _ephemeral(doors: Doors, heard: Heard, drawn: Drawn) -> bool:
    try:
        await asked(
            "chat.postEphemeral",
            doors.client.chat_postEphemeral(
                channel=str(heard.channel),
                user=heard.by,
                text=drawn.text,
                blocks=drawn.blocks,
                thread_ts=heard.thread_ts or None,
            ),
        )
    except (Transient, Permanent):
        return False
    return True
