"""Asking for the calendar, turning its pages, sharing it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from orchestration.calendar.filters import CalendarAsked, Filters, read_asked
from orchestration.calendar.message import CalendarMessage
from orchestration.calendar.page import View
from orchestration.calendar.window import stepped
from orchestration.effects.calendar import ShowCalendar
from orchestration.errors import Rejected
from orchestration.people.rights import Administrators, seen_by
from orchestration.ports import Clock, Database, Transaction
from orchestration.read_models.calendar import page_in, viewer_of
from orchestration.read_models.calendar_card import CalendarCard
from orchestration.read_models.calendar_lookup import card_in
from orchestration.values import ChannelId, UserId, id_from

_GONE = "This calendar is too old to be turned. `/release calendar` opens a new one."
_Turn = Callable[[CalendarAsked, date], CalendarAsked]
"""Which page comes instead, seen from today."""


class CalendarService:
    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def ask(
        self, door_key: str, text: str, *, by: UserId, to: ChannelId | UserId, post: bool
    ) -> CalendarMessage:
        """A page as somebody typed it; with `post` it comes as a message, else it is only kept.

        Raises `Rejected` for what cannot be read, or for a group or process there is none of.
        """

        def work(tx: Transaction) -> CalendarMessage:
            asked = read_asked(text, today=self._today(tx, by), by=by)
            message = CalendarMessage(id=id_from("cal", door_key), by=by, channel=to, asked=asked)
            self._check(tx, message)
            return self._kept(tx, message, post=post)

        return await self._database.transact(work, urgent=True, name="ask_calendar")

    async def turn(self, message_id: str, pages: int, *, post: bool) -> CalendarMessage:
        """So many pages later or earlier; 0 is the page of today."""

        def to(asked: CalendarAsked, today: date) -> CalendarAsked:
            day = stepped(asked.view, asked.day, pages) if pages else today
            return asked.model_copy(update={"day": day})

        return await self._changed(message_id, to, post=post)

    async def view(self, message_id: str, view: View, *, post: bool) -> CalendarMessage:
        return await self._changed(
            message_id, lambda asked, _: asked.model_copy(update={"view": view}), post=post
        )

    async def filter(
        self, message_id: str, text: str, *, by: UserId, post: bool
    ) -> CalendarMessage:
        """Only this from now on; nothing typed shows everything again."""

        def to(asked: CalendarAsked, today: date) -> CalendarAsked:
            chosen = read_asked(text, today=today, by=by).filters if text else Filters()
            return asked.model_copy(update={"filters": chosen})

        return await self._changed(message_id, to, post=post)

    async def share(
        self, door_key: str, message_id: str, *, by: UserId, channel: ChannelId
    ) -> CalendarMessage:
        """The page it is on, for everybody in a channel."""
        return await self._copied(door_key, message_id, by=by, to=channel, shared=True)

    async def open_mine(self, door_key: str, message_id: str, *, by: UserId) -> CalendarMessage:
        """The same page with one's own zone and buttons, as a direct message."""
        return await self._copied(door_key, message_id, by=by, to=by, shared=False)

    async def card(self, message_id: str) -> CalendarCard:
        """What it shows now."""

        def look(tx: Transaction) -> CalendarCard:
            message = _known(tx, message_id)
            sees = seen_by(tx, self._administrators, message.by)
            return card_in(tx, message, sees=sees, now=self._clock.now())

        return await self._database.read(look)

    async def _copied(
        self, door_key: str, message_id: str, *, by: UserId, to: ChannelId | UserId, shared: bool
    ) -> CalendarMessage:
        def work(tx: Transaction) -> CalendarMessage:
            of = _known(tx, message_id)
            copy = CalendarMessage(
                id=id_from("cal", door_key), by=by, channel=to, asked=of.asked, shared=shared
            )
            return self._kept(tx, copy, post=True)

        return await self._database.transact(work, urgent=True, name="copy_calendar")

    async def _changed(self, message_id: str, to: _Turn, *, post: bool) -> CalendarMessage:
        def work(tx: Transaction) -> CalendarMessage:
            message = _known(tx, message_id)
            if message.shared:
                raise Rejected("This page is for everybody here. *Open it for me* turns it.")
            asked = to(message.asked, self._today(tx, message.by))
            return self._kept(tx, message.model_copy(update={"asked": asked}), post=post)

        return await self._database.transact(work, urgent=True, name="turn_calendar")

    def _kept(self, tx: Transaction, message: CalendarMessage, *, post: bool) -> CalendarMessage:
        tx.calendars.put(message)
        if post:
            show = ShowCalendar(message_id=message.id, channel=message.channel, by=message.by)
            tx.owed.owe([show], at=self._clock.now())
        return message

    def _check(self, tx: Transaction, message: CalendarMessage) -> None:
        """Refuses a filter that nothing is called by, before anything is kept."""
        viewer = viewer_of(tx, message.by)
        sees = seen_by(tx, self._administrators, message.by)
        page_in(tx, message.asked, viewer=viewer, sees=sees, now=self._clock.now())

    def _today(self, tx: Transaction, by: UserId) -> date:
        return self._clock.now().astimezone(ZoneInfo(viewer_of(tx, by).zone)).date()


def _known(tx: Transaction, message_id: str) -> CalendarMessage:
    message = tx.calendars.find(message_id)
    if message is None:
        raise Rejected(_GONE)
    return message
