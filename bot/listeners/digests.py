"""`/release digest`: a channel's digest and its form; one's own, on and off."""

from __future__ import annotations

from datetime import time

from slack_bolt.async_app import AsyncApp

from bot.listeners import calendar
from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.membership import INVITE, can_post
from bot.listeners.mine import mine
from bot.listeners.replies import Open, Reply, Say, Submitted, say
from bot.views import buttons, digest, digest_buttons, private
from bot.views.elements import button
from bot.views.modals import digest as form
from orchestration import words
from orchestration.digests.model import Digest
from orchestration.digests.service import DigestWanted
from orchestration.errors import Rejected
from orchestration.people.zones import zone_of
from orchestration.scheduling.cadence import Cadence
from orchestration.scheduling.reading import read_cadence
from orchestration.scheduling.reading_times import time_of_day
from orchestration.scheduling.said import Said
from orchestration.scheduling.saying import said as cadence_said
from orchestration.values import ChannelId, UserId

_USAGE = (
    "`/release digest` sets this channel's digest up, `digest on` and `digest off` switch it, "
    "`digest show` shows it to you alone. `digest me on 8:30` sends you your own each day."
)
_IN_A_CHANNEL = (
    "A digest belongs to a channel: set it up there. Your own is `/release digest me on`."
)


def register(app: AsyncApp, doors: Doors) -> None:
    async def open_form(heard: Heard) -> Reply:
        return await _form(doors, heard, _channel(heard))

    async def keep(heard: Heard) -> Submitted:
        channel = digest_buttons.DigestForm.model_validate_json(
            heard.view["private_metadata"]
        ).channel
        answer = form.read(heard.view)
        wanted = DigestWanted(
            on=answer.on,
            cadence=await _cadence(doors, answer.when, heard.by),
            sections=answer.sections,
            even_when_empty=answer.even_when_empty,
            everywhere=answer.everywhere,
        )
        if answer.on and not await can_post(doors, channel):
            raise Rejected(f"Drumbeat is not in this channel. {INVITE}.")
        kept = await doors.digests.keep(channel, wanted, by=heard.by)
        return Submitted(reply=Say(say(_kept(kept)).drawn, channel))

    async def my_tasks(heard: Heard) -> Reply:
        return Say(await mine(doors, heard))

    async def personal(heard: Heard) -> None:
        await doors.digests.of_person(heard.by, on=heard.value == buttons.ON)

    app.action(digest_buttons.SET_UP)(**listening(doors, payloads.action, tell=open_form))

    async def show_calendar(heard: Heard) -> Reply:
        return await calendar.asked_for(doors, heard, "week")

    app.action(digest_buttons.CALENDAR)(**listening(doors, payloads.action, record=show_calendar))
    app.action(digest_buttons.MINE)(**listening(doors, payloads.action, tell=my_tasks))
    app.action(digest_buttons.HOME_PERSONAL)(**listening(doors, payloads.action, record=personal))
    app.view(digest_buttons.FORM)(**submitting(doors, payloads.submission, keep, field=form.WHEN))


async def said(doors: Doors, heard: Heard, typed: str) -> Reply | None:
    """What is complete as it was typed: `on`, `off`, `me on 8:30`, `me off`."""
    match typed.lower().split(maxsplit=2):
        case ["on" | "off" as switch]:
            return await _switched(doors, heard, on=switch == "on")
        case ["me", "on" | "off" as switch, *at]:
            when = _time(at[0]) if at else None
            kept = await doors.digests.of_person(heard.by, on=switch == "on", at=when)
            return say(_own(kept))
        case _:
            return None


async def asked(doors: Doors, heard: Heard, typed: str) -> Reply:
    """The form, or what the digest would say now."""
    match typed.lower().split():
        case []:
            return await _form(doors, heard, _channel(heard))
        case ["show"]:
            return Say(digest.draw(await doors.digests.shown(_channel(heard), by=heard.by)))
        case ["me"] | ["me", "show"]:
            return Say(digest.draw(await doors.digests.shown(heard.by, by=heard.by)))
        case _:
            raise Rejected(f"I do not understand “{words.quote(typed, 60)}”. {_USAGE}")


async def _switched(doors: Doors, heard: Heard, *, on: bool) -> Reply:
    channel = _channel(heard)
    if on and not await can_post(doors, channel):
        raise Rejected(f"Drumbeat is not in this channel. {INVITE}.")
    return say(_kept(await doors.digests.switch(channel, on=on, by=heard.by)))


async def _form(doors: Doors, heard: Heard, channel: ChannelId) -> Reply:
    known = await doors.digests.of_channel(channel, by=heard.by)
    if heard.trigger_id:
        return Open(form.draw(known, new=not known.revision))
    state = _kept(known) if known.revision else "This channel has no digest yet."
    press = button("Set it up…", digest_buttons.SET_UP, style="primary")
    return Say(private.offer(state, press))


async def _cadence(doors: Doors, typed: str, by: UserId) -> Cadence:
    zone = await doors.database.read(lambda tx: zone_of(tx, by))
    today = doors.clock.now().astimezone(zone).date()
    return read_cadence(typed, today=today, zone=zone.key).cadence


def _time(typed: str) -> time:
    read = Said(f"at {typed}")
    found = time_of_day(read)
    if found is None or read.left:
        raise Rejected(f"“{words.quote(typed, 40)}” is no time of day. Write one such as 8:30.")
    return found


def _channel(heard: Heard) -> ChannelId:
    if heard.channel is None or heard.in_dm:
        raise Rejected(_IN_A_CHANNEL)
    return heard.channel


def _kept(digest: Digest) -> str:
    if not digest.on:
        return "This channel gets no digest. `/release digest on` sends it again."
    nextly = f" The next one is sent {words.moment(digest.looks_at)}." if digest.looks_at else ""
    empty = "" if digest.even_when_empty else " Nothing is sent where there is nothing to say."
    return f"This channel gets its digest {cadence_said(digest.cadence)}.{nextly}{empty}"


def _own(digest: Digest) -> str:
    if not digest.on:
        return "You get no digest. `/release digest me on` sends it again."
    return (
        f"You get your own digest each day at {digest.cadence.at:%H:%M} where you are, on the days "
        "on which you work and are not away. Nothing is sent when nothing waits for you."
    )
