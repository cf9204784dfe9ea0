"""A year of simulated time: four schedulers on one database, and one whose memory is looked at."""

from __future__ import annotations

import asyncio
import gc
import itertools
import tracemalloc
from datetime import timedelta

from orchestration.groups.clock import tick_groups
from orchestration.releases.model import ReleaseStatus
from orchestration.scheduling.occurrences import occurrences
from storage import open_database
from tests.groups.building import DAY, Groups
from tests.postgres.server import fresh_database
from tests.storage.building import NOON, SettableClock

YEAR = timedelta(days=365)
CADENCES = {
    "Twice a week": "every Sunday and Thursday at 2:30 Europe/Berlin",
    "Fortnightly": "every second Sunday at 2:30 America/New_York",
    "Last": "last working day of the month at 17:00 Pacific/Auckland",
}


class Died(BaseException):
    """The scheduler's process ended here."""


def dying(turns):
    """An observer that ends its process before or after every so many commits."""
    commits = itertools.count(1)

    def observe(when, _what, name):
        if name == "look_after_group" and when == turns[0] and next(commits) % turns[1] == 0:
            raise Died

    return observe


async def ticks(database, clock):
    """One scheduler's turn; where its process ends, another has it at the next."""
    try:
        await tick_groups(database, clock.now())
    except Died:
        return 1
    return 0


async def test_four_schedulers_make_each_occurrence_of_a_year_once_though_two_of_them_die_often():
    clock = SettableClock()
    with fresh_database(migrated=True) as url:
        fates = (None, None, dying(("before", 7)), dying(("after", 5)))
        databases = [open_database(url, clock=clock, observer=each) for each in fates]
        groups = Groups(databases[0], clock)
        await groups.begin()
        made = [await groups.made(words, name=name) for name, words in CADENCES.items()]
        deaths = 0
        while clock.at < NOON + YEAR:
            clock.forward(7 * DAY)
            deaths += sum(await asyncio.gather(*(ticks(each, clock) for each in databases)))
        for each in made:
            due = occurrences(each.cadence, NOON, clock.at + each.lead_time)
            found = await groups.releases(each.id)
            assert [(row.slot, row.begins_at) for row in found] == [(x.slot, x.at) for x in due]
            assert {row.status for row in found} == {ReleaseStatus.SCHEDULED}
            numbers = [int(row.reference.rpartition("-")[2]) for row in found]
            assert len(set(numbers)) == len({row.version for row in found}) == len(found)
        for each in databases:
            each.close()
    assert deaths > 5


async def test_a_scheduler_that_runs_for_a_year_needs_no_more_memory_at_its_end(groups):
    await groups.made("every Monday and Thursday at 9:00")

    async def months(number):
        for _ in range(number * 2):
            groups.clock.forward(15 * DAY)
            await groups.tick()
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        warm = await months(3)
        after = await months(9)
    finally:
        tracemalloc.stop()
    assert len(await groups.releases()) > 100
    assert after - warm < 300_000
