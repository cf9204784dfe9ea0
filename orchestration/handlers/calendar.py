"""A message with a page of the calendar: at once as text, its picture when it is drawn."""

from __future__ import annotations

from dataclasses import replace

from orchestration.effects.calendar import ShowCalendar
from orchestration.effects.process import DrawPictures
from orchestration.errors import Permanent
from orchestration.handlers.messages import put_message
from orchestration.handlers.outside import Outside, Paid
from orchestration.handlers.picturing import with_pictures
from orchestration.people.rights import seen_by
from orchestration.ports import Claim, Posting, Transaction
from orchestration.read_models import pages
from orchestration.read_models.calendar_card import CalendarCard
from orchestration.read_models.calendar_lookup import card_in
from orchestration.read_models.picture_lookup import pictures_of
from orchestration.values import ChannelId


async def show_calendar(outside: Outside, claim: Claim, effect: ShowCalendar) -> Paid:
    """The page as it is now; what it was drawn from is kept, so that its picture is of the same.

    Raises `Permanent` where what it shows was forgotten.
    """
    now = outside.clock.now()

    def look(tx: Transaction) -> tuple[CalendarCard, Posting | None, bool, str]:
        message = tx.calendars.find(effect.message_id)
        if message is None:
            raise Permanent("this calendar is not kept any more")
        sees = seen_by(tx, outside.administrators, message.by)
        card = card_in(tx, message, sees=sees, now=now)
        pictures = pictures_of(tx, (card.page,))
        shown = card.model_copy(update={"file": pictures.file})
        return shown, tx.postings.find(effect.key), pictures.missing, pictures.key

    card, known, missing, key = await outside.database.read(look)
    channel = known.channel if known else ChannelId(effect.channel)
    paid = await put_message(outside, claim, card, known=known, channel=channel)
    then = paid.then

    def keep(tx: Transaction) -> None:
        if then:
            then(tx)
        tx.calendars.keep_drawn(effect.message_id, pages.written(card.page).decode())

    lacking = DrawPictures(show=effect, pages=key) if missing else None
    return with_pictures(replace(paid, then=keep), lacking, outside)
