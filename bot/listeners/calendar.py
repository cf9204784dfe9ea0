"""`/release calendar`: its text where that was asked, its picture in the person's own messages.

A private answer cannot show a picture that Slack keeps for us, so the message with the picture is
a direct one; both are on the same page, whichever of them was turned (docs/decisions/0122).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening
from bot.listeners.membership import INVITE, can_post
from bot.listeners.replies import Replace, Reply, Say, say
from bot.views import calendar
from bot.views.blocks import Drawn
from bot.views.calendar import CalendarButton
from orchestration.calendar.message import CalendarMessage
from orchestration.calendar.page import View
from orchestration.errors import Rejected
from orchestration.values import ChannelId

_COMES = "The picture comes to your direct messages with Drumbeat"
_Turn = Callable[[Heard], Awaitable[CalendarMessage]]


def register(app: AsyncApp, doors: Doors) -> None:
    def turning(turn: _Turn) -> Callable[[Heard], Awaitable[Reply | None]]:
        async def record(heard: Heard) -> Reply | None:
            message = await turn(heard)
            if not heard.ephemeral:
                return None  # the message is redrawn from what is owed
            return Replace(await _text(doors, heard, message))

        return record

    def by(pages: int) -> _Turn:
        return lambda heard: doors.calendars.turn(_of(heard), pages, post=doors.pictures)

    def view(heard: Heard) -> Awaitable[CalendarMessage]:
        chosen = calendar.message_id(_block(heard))
        return doors.calendars.view(chosen, View(heard.value), post=doors.pictures)

    def show_only(heard: Heard) -> Awaitable[CalendarMessage]:
        text = "" if heard.value == calendar.ALL else heard.value
        chosen = calendar.message_id(_block(heard))
        return doors.calendars.filter(chosen, text, by=heard.by, post=doors.pictures)

    async def share(heard: Heard) -> Reply:
        return await _shared(doors, heard, _of(heard), heard.channel)

    async def share_in(heard: Heard) -> Reply:
        clicked = heard.body["actions"][0]
        channel = ChannelId(str(clicked.get("selected_conversation") or ""))
        return await _shared(doors, heard, calendar.message_id(_block(heard)), channel)

    async def open_(heard: Heard) -> Reply:
        await doors.calendars.ask(heard.door_key, "", by=heard.by, to=heard.by, post=True)
        return say("The calendar comes to your direct messages with Drumbeat in a moment.")

    async def mine(heard: Heard) -> Reply:
        await doors.calendars.open_mine(heard.door_key, _of(heard), by=heard.by)
        return say("It comes to your direct messages with Drumbeat in a moment.")

    for action_id, turn in (
        (calendar.EARLIER, by(-1)),
        (calendar.TODAY, by(0)),
        (calendar.LATER, by(1)),
        (calendar.VIEW, view),
        (calendar.FILTER, show_only),
    ):
        app.action(action_id)(**listening(doors, payloads.action, record=turning(turn)))
    app.action(calendar.SHARE)(**listening(doors, payloads.action, record=share))
    app.action(calendar.SHARE_IN)(**listening(doors, payloads.action, record=share_in))
    app.action(calendar.OPEN)(**listening(doors, payloads.action, record=open_))
    app.action(calendar.MINE)(**listening(doors, payloads.action, record=mine))


async def asked_for(doors: Doors, heard: Heard, text: str) -> Reply:
    """In a channel the text at once, for this person; in their direct messages all of it."""
    to = heard.channel if heard.in_dm and heard.channel else heard.by
    message = await doors.calendars.ask(
        heard.door_key, text, by=heard.by, to=to, post=doors.pictures
    )
    if heard.in_dm and doors.pictures:
        return say("The calendar comes in a moment.")
    comes = f"{_COMES} in a moment." if doors.pictures else ""
    return Say(await _text(doors, heard, message, comes))


async def _text(doors: Doors, heard: Heard, message: CalendarMessage, comes: str = "") -> Drawn:
    card = await doors.calendars.card(message.id)
    here = bool(heard.channel) and not heard.in_dm
    return calendar.draw(card, here=here, said=comes)


async def _shared(doors: Doors, heard: Heard, message_id: str, channel: ChannelId | None) -> Reply:
    if not channel:
        raise Rejected("Only you would see it here. Do that in a channel.")
    if not await can_post(doors, channel):
        raise Rejected(f"Drumbeat is not in that channel. {INVITE}.")
    await doors.calendars.share(heard.door_key, message_id, by=heard.by, channel=channel)
    return say("The calendar appears there in a moment, for everybody.")


def _of(heard: Heard) -> str:
    return heard.carried(CalendarButton).message_id


def _block(heard: Heard) -> str:
    """Menus carry what is chosen; which message they belong to, their block says."""
    return str(heard.body["actions"][0].get("block_id") or "")
