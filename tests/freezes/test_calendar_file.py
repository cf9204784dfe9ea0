"""Freezes in .ics files: what is taken over, and what is refused whole."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from bot.freeze_calendars import FreezeCalendars
from orchestration.errors import Permanent
from orchestration.freezes.calendar_file import LARGEST, freezes_in
from orchestration.freezes.importing import take_over
from orchestration.freezes.model import FreezeEffect
from tests.freezes.building import DAN, NOW, berlin, window

CALENDAR = "/srv/freezes.ics"
CHRISTMAS = """BEGIN:VEVENT
UID:1@example.com
SUMMARY:Christmas
DTSTART;VALUE=DATE:20261224
DTEND;VALUE=DATE:20261227
END:VEVENT
"""
WEEKENDS = """BEGIN:VEVENT
UID:2@example.com
SUMMARY:Weekends
DTSTART;TZID=Europe/Berlin:20261127T160000
DTEND;TZID=Europe/Berlin:20261130T080000
RRULE:FREQ=WEEKLY;COUNT=3
EXDATE;TZID=Europe/Berlin:20261204T160000
END:VEVENT
"""


def calendar(*events, zone="Europe/Berlin"):
    head = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//\nX-WR-TIMEZONE:{zone}\n"
    return (head + "".join(events) + "END:VCALENDAR\n").replace("\n", "\r\n").encode()


def test_whole_days_and_times_that_recur_are_read_by_the_clock_of_their_zone():
    christmas, weekends = freezes_in(calendar(CHRISTMAS, WEEKENDS), NOW)
    assert christmas.windows == (window(berlin(2026, 12, 24), berlin(2026, 12, 27)),)
    assert weekends.windows == (
        window(berlin(2026, 11, 27, 16), berlin(2026, 11, 30, 8)),
        window(berlin(2026, 12, 11, 16), berlin(2026, 12, 14, 8)),
    )


def test_what_is_over_or_cancelled_or_has_no_length_is_no_freeze():
    past = CHRISTMAS.replace("2026", "2025")
    cancelled = CHRISTMAS.replace("END:VEVENT", "STATUS:CANCELLED\nEND:VEVENT")
    moment = CHRISTMAS.replace("DTEND;VALUE=DATE:20261227\n", "").replace(
        "DTSTART;VALUE=DATE:20261224", "DTSTART:20261224T100000Z"
    )
    for each in (past, cancelled, moment):
        assert freezes_in(calendar(each), NOW) == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"not a calendar", "no calendar|no dates|dates"),
        (b"\xff\xfe\x00", "no calendar|dates"),
        (calendar(CHRISTMAS)[:-60], "no calendar|dates|UID"),
        (calendar(CHRISTMAS.replace("20261224", "20269999")), "."),
        (calendar(CHRISTMAS.replace("UID:1@example.com\n", "")), "no UID"),
        (calendar(WEEKENDS.replace("WEEKLY;COUNT=3", "SECONDLY")), "more than once a day"),
        (calendar(CHRISTMAS.replace("20261227", "20291227")), "more than a year"),
        (b"x" * (LARGEST + 1), "larger than"),
    ],
    ids=["text", "bytes", "cut off", "no day", "no uid", "every second", "three years", "5 MB"],
)
def test_a_file_that_is_not_as_it_should_be_is_refused_whole(content, says):
    with pytest.raises(Permanent, match=says):
        freezes_in(content, NOW)


async def taken(database, *events, at=NOW):
    read = freezes_in(calendar(*events), at)
    await database.transact(lambda tx: take_over(tx, CALENDAR, read, at=at))
    return {each.name: each for each in await database.read(lambda tx: tx.freezes.list())}


async def test_a_calendar_read_twice_makes_each_freeze_once(database):
    first = await taken(database, CHRISTMAS, WEEKENDS)
    assert await taken(database, CHRISTMAS, WEEKENDS, at=NOW + timedelta(hours=1)) == first
    assert set(first) == {"Christmas", "Weekends"}


async def test_an_event_that_is_moved_moves_its_freeze_and_what_people_set_stays(database):
    before = (await taken(database, CHRISTMAS))["Christmas"]
    holds = before.model_copy(update={"effect": FreezeEffect.HOLD_RUNNING})
    await database.transact(lambda tx: tx.freezes.save(holds))
    moved = (await taken(database, CHRISTMAS.replace("20261227", "20261229")))["Christmas"]
    assert moved.windows == (window(berlin(2026, 12, 24), berlin(2026, 12, 29)),)
    assert (moved.id, moved.effect) == (before.id, FreezeEffect.HOLD_RUNNING)


async def test_an_event_that_is_gone_is_put_away_and_comes_back(database):
    await taken(database, CHRISTMAS, WEEKENDS)
    assert (await taken(database, WEEKENDS))["Christmas"].archived_by
    assert not (await taken(database, CHRISTMAS, WEEKENDS))["Christmas"].archived_by


async def test_what_somebody_archived_stays_archived(database):
    made = (await taken(database, CHRISTMAS))["Christmas"]
    await database.transact(
        lambda tx: tx.freezes.save(made.model_copy(update={"archived_by": DAN}))
    )
    assert (await taken(database, CHRISTMAS))["Christmas"].archived_by == DAN


def answering(handler):
    return httpx.AsyncClient(transport=httpx.MockTransport(handler))


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (lambda _: httpx.Response(404), "answered 404"),
        (lambda _: httpx.Response(302, headers={"location": "http://10.0.0.1/"}), "answered 302"),
        (lambda _: httpx.Response(200, content=b"x" * (LARGEST + 1)), "larger than"),
    ],
    ids=["gone", "leads elsewhere", "too large"],
)
async def test_a_server_that_does_not_give_the_calendar_is_named_with_why(answer, says):
    url = "https://calendar.example.com/freezes.ics"
    with pytest.raises(Permanent, match=says):
        await FreezeCalendars([url], answering(answer)).read(url)


async def test_a_server_that_is_slow_or_away_is_named_with_why():
    url = "https://calendar.example.com/freezes.ics"

    def slow(request):
        raise httpx.ReadTimeout("slow", request=request)

    with pytest.raises(Permanent, match="cannot be reached"):
        await FreezeCalendars([url], answering(slow)).read(url)


async def test_only_a_configured_calendar_is_read(tmp_path):
    file = tmp_path / "freezes.ics"
    file.write_bytes(calendar(CHRISTMAS))
    calendars = FreezeCalendars([str(file)], answering(lambda _: httpx.Response(200)))
    assert await calendars.read(str(file)) == calendar(CHRISTMAS)
    for other in ("http://169.254.169.254/", "/etc/passwd"):
        with pytest.raises(Permanent, match="not configured"):
            await calendars.read(other)
    missing = FreezeCalendars(
        [str(tmp_path / "none.ics")], answering(lambda _: httpx.Response(200))
    )
    with pytest.raises(Permanent, match="cannot be read"):
        await missing.read(missing.names[0])
