"""The worker when Slack takes no more: on every database, with what many people's homes owe."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from datetime import timedelta

import pytest

from orchestration.effects import ShowHome
from orchestration.errors import Transient
from orchestration.handlers import Outside
from orchestration.people.rights import Administrators
from orchestration.pipelines.catalogue_file import load_catalogue
from orchestration.processes.service import ProcessService
from orchestration.values import UserId
from orchestration.worker import Bell, Nudging, Worker
from storage import migrate, open_database
from tests.postgres.server import fresh_database

CARDS = 8


class Refusing:
    """Sends everybody away for an hour, once so many have asked."""

    def __init__(self):
        self.asked = 0
        self.all_asked = asyncio.Event()

    async def show_home(self, _card):
        self.asked += 1
        if self.asked >= CARDS:
            self.all_asked.set()
        await self.all_asked.wait()
        raise Transient("no budget for 3600 s", timedelta(hours=1), untried=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "postgresql":
        with fresh_database(migrated=True) as url:
            yield url
    else:
        yield f"sqlite:///{tmp_path}/drumbeat.db"


async def test_cards_that_slack_has_no_budget_for_are_put_off_together(url, tmp_path):
    migrate(url, lambda _line: None)
    commits: Counter[str] = Counter()

    def observe(when, what, name):
        commits[name] += (when, what) == ("after", "commit")

    storage = open_database(url, observer=observe)
    bell, messenger = Bell(), Refusing()
    database = Nudging(storage, bell.ring)
    catalogue, nobody = load_catalogue(None, tmp_path / "runs"), Administrators()
    outside = Outside(
        database=database,
        clock=storage.clock,
        messenger=messenger,
        workspace=None,
        drafter=None,
        reviser=None,
        catalogue=catalogue,
        administrators=nobody,
        processes=ProcessService(database, storage.clock, catalogue, nobody),
        files=None,
        revisions=None,
        text_files=None,
    )

    async def later() -> int:
        tally = await storage.read(lambda tx: tx.owed.tally(now=storage.clock.now()))
        return tally.later

    homes = [ShowHome(user_id=UserId(f"U000000{n}")) for n in range(CARDS)]
    await database.transact(lambda tx: tx.owed.owe(homes, at=storage.clock.now()))
    working = asyncio.create_task(Worker(outside, name="w", bell=bell, at_once=CARDS).run())
    try:
        async with asyncio.timeout(20):
            while await later() < CARDS:
                await asyncio.sleep(0.02)
    finally:
        working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working
        rows = await storage.read(lambda tx: tx.owed.rows(state="due"))
        storage.close()
    assert messenger.asked == CARDS
    assert commits["postpone"] == 2, "the first, and with it those that came meanwhile"
    assert {row.tries for row in rows} == {0}, "a delivery that was refused does not count"
