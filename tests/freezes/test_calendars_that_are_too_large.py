"""A calendar of freezes that cannot be taken over: who is told, and what stays."""

import asyncio
from dataclasses import replace

import httpx

from bot.freeze_calendars import FreezeCalendars
from orchestration.effects.freeze import ImportFreezes
from tests.contracts.conftest import clock, database, database_url  # noqa: F401 - fixtures
from tests.releases.desk import CLEO, NOON, Desk


async def test_a_calendar_of_five_megabytes_is_refused_to_the_administrators(
    database,  # noqa: F811 - the fixture itself
    clock,  # noqa: F811
    tmp_path,
):
    desk = Desk(database, clock, tmp_path)
    large = tmp_path / "freezes.ics"
    await asyncio.to_thread(large.write_bytes, b"BEGIN:VCALENDAR\r\n" + b" " * 5_000_000)
    effect = ImportFreezes(calendar=str(large))
    async with httpx.AsyncClient() as http:
        calendars = FreezeCalendars((str(large),), http)
        desk.outside = replace(desk.outside, freeze_calendars=calendars)
        await database.transact(lambda tx: tx.owed.owe([effect], at=NOON))
        await desk.settled()
    [(place, key)] = [each for each in desk.messenger.posts if each[1].startswith("tell:")]
    text = desk.messenger.shown[key].text
    assert place == f"D-{CLEO}"
    assert "freezes.ics" in text and "larger than 2 MB" in text
    assert "The freezes it gave before stay as they are" in text
    assert not await database.read(lambda tx: tx.freezes.since(NOON))
