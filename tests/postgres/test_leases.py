"""A worker that sleeps past its lease and wakes up pays nothing twice."""

from __future__ import annotations

import asyncio
import contextlib
import time
from datetime import timedelta

import pytest

from bot.budget import Rate
from bot.shared_budget import SharedBudget
from orchestration.effects import Tell
from orchestration.errors import Transient
from orchestration.handlers import Outside
from orchestration.people.rights import Administrators
from orchestration.pipelines.catalogue_file import load_catalogue
from orchestration.ports import Posted
from orchestration.values import ChannelId
from orchestration.worker import Bell, Worker
from storage import job_worker

LEASE = timedelta(seconds=1)
HELLO = Tell(chain=(ChannelId("C1"),), text="Hello", subject="re_1", occasion="test")


class Slack:
    """Keeps what is posted; a post of the worker that sleeps arrives before it falls asleep."""

    def __init__(self):
        self.posted: list[str] = []
        self.asleep = asyncio.Event()

    async def dm_of(self, person):
        return ChannelId("D1")

    async def find(self, channel, key, *, since, thread_ts=""):
        return Posted(channel=channel, ts="1.0") if key in self.posted else None

    async def update(self, posted, card):
        """What was found is redrawn."""

    async def post(self, channel, card, *, key, thread_ts="", broadcast=False):
        self.posted.append(key)
        return Posted(channel=channel, ts="1.0")


class Sleepy(Slack):
    """A messenger whose answers come after the lease has ended, as after a suspended laptop."""

    def __init__(self, slack: Slack):
        super().__init__()
        self.posted = slack.posted
        self.awake = asyncio.Event()

    async def post(self, channel, card, **more):
        posted = await super().post(channel, card, **more)
        self.asleep.set()
        until = time.monotonic() + 4
        while (left := until - time.monotonic()) > 0:
            with contextlib.suppress(asyncio.CancelledError):  # nobody ends what is suspended
                await asyncio.sleep(left)
        self.awake.set()
        return posted


class Asleep:
    """The database of a process that is suspended: nothing goes through while it sleeps."""

    def __init__(self, database, sleepy: Sleepy):
        self._database, self._sleepy = database, sleepy

    async def transact(self, work, **more):
        if self._sleepy.asleep.is_set():
            await self._sleepy.awake.wait()
        return await self._database.transact(work, **more)

    async def read(self, work):
        return await self._database.read(work)


def worker(database, clock, messenger, name, tmp_path):
    catalogue = load_catalogue(None, tmp_path / "runs")
    outside = Outside(
        database=database,
        clock=clock,
        messenger=messenger,
        workspace=None,
        drafter=None,
        reviser=None,
        catalogue=catalogue,
        administrators=Administrators(),
        processes=None,
        files=None,
        revisions=None,
        text_files=None,
    )
    return Worker(outside, name=name, bell=Bell(), lease=LEASE, handed=timedelta(seconds=0.5))


async def test_a_worker_that_sleeps_past_its_lease_pays_nothing_twice(
    replicas, migrated, clock, tmp_path
):
    slack = Slack()
    sleepy = Sleepy(slack)
    first = worker(Asleep(replicas[0], sleepy), clock, sleepy, "sleepy", tmp_path)
    second = worker(replicas[1], clock, slack, "awake", tmp_path)
    await replicas[0].transact(lambda tx: tx.owed.owe([HELLO], at=clock.now()))
    (row,) = await replicas[0].read(lambda tx: tx.owed.rows())
    sleeping = asyncio.create_task(first.pay_one(row.id))
    await sleepy.asleep.wait()
    awake = asyncio.create_task(second.run())
    handed = asyncio.create_task(job_worker(migrated, name="awake", pay=second.pay_one).run())
    try:
        async with asyncio.timeout(15):
            while await replicas[1].read(lambda tx: tx.owed.rows()):
                await asyncio.sleep(0.05)
            await sleeping
    finally:
        for each in (awake, handed):
            each.cancel()
        await asyncio.gather(awake, handed, return_exceptions=True)
    assert slack.posted == [HELLO.key]
    (done,) = await replicas[1].read(lambda tx: tx.owed.rows(state="done"))
    assert done.tries == 2


async def test_slack_is_asked_no_more_often_by_two_replicas_than_by_one(replicas, clock):
    rates = {"chat.update": Rate(6, 4)}
    budgets = [SharedBudget(each, clock, rates) for each in replicas]
    answers = await asyncio.gather(
        *(each.spend("chat.update") for each in budgets for _ in range(4)), return_exceptions=True
    )
    sent_away = [each for each in answers if isinstance(each, Transient)]
    assert len(sent_away) == 4
    assert len({round(each.retry_after.total_seconds()) for each in sent_away}) == 4


async def test_a_429_anywhere_stops_all_replicas(replicas, clock):
    budgets = [SharedBudget(each, clock) for each in replicas]
    await budgets[1].spend("chat.postMessage", "C1")
    budgets[0].blocked("chat.postMessage", 30)
    await asyncio.gather(*budgets[0]._saying)
    with pytest.raises(Transient) as refused:
        await budgets[1].spend("chat.postMessage", "C1")
    assert 25 < refused.value.retry_after.total_seconds() < 31
    await budgets[1].spend("chat.update")
