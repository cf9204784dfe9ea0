"""`away`, its form and *I am back*; direct messages on and off."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.replies import Open, Reply, Say, Submitted, errors, say
from bot.listeners.who import zone_of
from bot.views import buttons, private
from bot.views.modals import away as form
from orchestration import words
from orchestration.errors import Rejected
from orchestration.people.absence import Absence
from orchestration.people.until import MEANT, until_from
from orchestration.ports import Transaction
from orchestration.values import UserId

_PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_NAMED = re.compile(r"(?:\A|\s)@\S")
_BACK = frozenset({"back", "i am back", "i'm back", "over", "end"})
_USAGE = f"Write `/release away UNTIL @substitute`, where UNTIL is {MEANT}; `away back` ends it."


def register(app: AsyncApp, doors: Doors) -> None:
    async def open_form(heard: Heard) -> Reply:
        return Open(await _form(doors, heard))

    async def keep(heard: Heard) -> Submitted:
        answer = form.read(heard.view)
        if answer.until is None:
            return errors({form.UNTIL: "Choose the day and time when you are back."})
        await doors.away.leave(
            heard.by, until=answer.until, substitute=answer.substitute, by=heard.by
        )
        return Submitted()

    async def back(heard: Heard) -> None:
        await doors.away.come_back(heard.by, by=heard.by)

    async def copies(heard: Heard) -> None:
        await doors.preferences.want_direct_messages(heard.by, wanted=heard.value == buttons.ON)

    app.action(buttons.HOME_COPIES)(**listening(doors, payloads.action, record=copies))
    app.action(buttons.HOME_AWAY)(**listening(doors, payloads.action, tell=open_form))
    app.action(buttons.HOME_BACK)(**listening(doors, payloads.action, record=back))
    app.view(buttons.AWAY)(**submitting(doors, payloads.submission, keep, field=form.SUBSTITUTE))


async def said(doors: Doors, heard: Heard, typed: str) -> Reply:
    """`[@person] UNTIL [@substitute]` or `[@person] back`, as it was typed."""
    if _NAMED.search(_PERSON.sub("", typed)):
        raise Rejected("Choose people from Slack's own list as you type @, so that I know them.")
    named = list(_PERSON.finditer(typed))
    person, rest = heard.by, typed
    if named and not typed[: named[0].start()].strip():
        person, rest = UserId(named[0][1]), typed[named[0].end() :]
    substitutes = [UserId(each[1]) for each in _PERSON.finditer(rest)]
    when = re.sub(r"(?i)\b(substitute|with|instead)\b:?", "", _PERSON.sub("", rest)).strip(" ,;.")
    if when.lower() in _BACK:
        await doors.away.come_back(person, by=heard.by)
        return say(f"{_who(person, heard)} back: releases ask {_whom(person, heard)} again.")
    if len(substitutes) > 1:
        raise Rejected("Name one substitute. If they are away too, they name the next.")
    if not when:
        raise Rejected(_USAGE)
    zone = await doors.database.read(lambda tx: zone_of(tx, heard.by))
    until = until_from(when, now=doors.clock.now(), zone=zone)
    substitute = substitutes[0] if substitutes else None
    absence = await doors.away.leave(person, until=until, substitute=substitute, by=heard.by)
    return say(_kept(absence, heard))


async def asked(doors: Doors, heard: Heard) -> Reply:
    """The form, where one can be opened; else how it is typed."""
    if heard.trigger_id:
        return Open(await _form(doors, heard))
    return Say(private.offer(_USAGE, private.away_button()))


async def _form(doors: Doors, heard: Heard) -> payloads.Json:
    def look(tx: Transaction) -> tuple[Absence | None, ZoneInfo]:
        return tx.absences.find(heard.by), zone_of(tx, heard.by)

    absence, zone = await doors.database.read(look)
    if absence is not None:
        return form.draw(until=absence.until, substitute=absence.substitute or "")
    return form.draw(until=_next_morning(doors.clock.now(), zone))


def _next_morning(now: datetime, zone: ZoneInfo) -> datetime:
    tomorrow = now.astimezone(zone) + timedelta(days=1)
    return tomorrow.replace(hour=9, minute=0, second=0, microsecond=0)


def _kept(absence: Absence, heard: Heard) -> str:
    who, until = _who(absence.person, heard), words.moment(absence.until)
    if absence.substitute is None:
        return (
            f"{who} away until {until}, and nobody stands in: releases still ask "
            f"{_whom(absence.person, heard)}, and the backup of a role where nobody else is there."
        )
    return (
        f"{who} away until {until}. Until then releases ask {words.person(absence.substitute)} "
        f"instead. `/release away back` ends it earlier."
    )


def _who(person: UserId, heard: Heard) -> str:
    return "You are" if person == heard.by else f"{words.person(person)} is"


def _whom(person: UserId, heard: Heard) -> str:
    return "you" if person == heard.by else words.person(person)
