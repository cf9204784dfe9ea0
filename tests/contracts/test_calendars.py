"""Messages that show the calendar, and limits, on every database."""

from orchestration.calendar.filters import CalendarAsked
from orchestration.calendar.limits import Limit, Limits, Shared, Shares
from orchestration.calendar.message import CalendarMessage
from orchestration.calendar.page import View
from tests.storage.building import ANA, BEN, NOON, RELEASES

BACKEND = Shared(kind=Shares.TAG, name="backend")


def message(view=View.MONTH):
    asked = CalendarAsked(view=view, day=NOON.date())
    return CalendarMessage(id="cal_1", by=ANA, channel=RELEASES, asked=asked)


async def test_a_calendar_message_is_on_the_page_it_was_turned_to_last(database):
    assert await database.read(lambda tx: tx.calendars.find("cal_1")) is None
    await database.transact(lambda tx: tx.calendars.put(message()))
    await database.transact(lambda tx: tx.calendars.put(message(View.WEEK)))
    assert await database.read(lambda tx: tx.calendars.find("cal_1")) == message(View.WEEK)


async def test_turning_its_page_leaves_what_was_drawn_until_it_is_drawn_anew(database):
    await database.transact(lambda tx: tx.calendars.put(message()))
    assert await database.read(lambda tx: tx.calendars.drawn("cal_1")) == ""
    await database.transact(lambda tx: tx.calendars.keep_drawn("cal_1", "{}"))
    await database.transact(lambda tx: tx.calendars.put(message(View.WEEK)))
    assert await database.read(lambda tx: tx.calendars.drawn("cal_1")) == "{}"


async def test_a_limit_holds_until_another_is_set_or_it_is_taken_away(database):
    def limited(most):
        return database.transact(lambda tx: tx.calendars.limit(BACKEND, most, by=BEN, at=NOON))

    await limited(3)
    await limited(2)
    known = await database.read(lambda tx: tx.calendars.limits())
    assert known == Limits(each=(Limit(of=BACKEND, most=2),))
    await limited(None)
    assert await database.read(lambda tx: tx.calendars.limits()) == Limits()
