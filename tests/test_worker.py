"""The worker on a real database, with a drafter that takes longer than a lease."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta

import pytest

from orchestration.effects.process import DraftProcess
from orchestration.handlers import Outside
from orchestration.people.rights import Administrators
from orchestration.pipelines.catalogue_file import load_catalogue
from orchestration.ports import Drafted, Posted
from orchestration.processes.draft import DraftStatus
from orchestration.processes.proposal import ProcessDraft, ProposedActivity, ProposedPhase
from orchestration.processes.service import ProcessService
from orchestration.values import ChannelId, UserId
from orchestration.worker import Bell, Nudging, Worker
from storage import migrate, open_database

LEASE = timedelta(seconds=0.6)


class SystemClock:
    def now(self):
        return datetime.now(UTC)


class Drafter:
    """Answers when it is told to."""

    def __init__(self):
        self.asked = 0
        self.go = asyncio.Event()

    async def draft(self, request, watch=None):
        self.asked += 1
        await self.go.wait()
        step = ProposedActivity(name=request.text)
        phase = ProposedPhase(name="One", activities=(step,))
        return Drafted(proposal=ProcessDraft(process_name="P", phases=(phase,)), drafter="slow")


class Messenger:
    """Posts nothing anywhere, and remembers it."""

    def __init__(self):
        self.posted = []

    async def post(self, channel, card, *, key, thread_ts="", broadcast=False):
        self.posted.append(key)
        return Posted(channel=channel, ts=f"{len(self.posted)}.0")

    async def update(self, posted, card):
        pass

    async def find(self, channel, key, *, since, thread_ts=""):
        return None


class Shop:
    def __init__(self, storage, tmp_path):
        self.storage = storage
        self.drafter, self.messenger = Drafter(), Messenger()
        self.catalogue = load_catalogue(None, tmp_path / "runs")
        self.tasks = {}
        self.asked = 0

    def work(self, name, at_once=8):
        bell = Bell()
        database = Nudging(self.storage, bell.ring)
        self.processes = ProcessService(database, SystemClock(), self.catalogue, Administrators())
        outside = Outside(
            database=database,
            clock=SystemClock(),
            messenger=self.messenger,
            workspace=None,
            drafter=self.drafter,
            reviser=None,
            catalogue=self.catalogue,
            administrators=Administrators(),
            processes=self.processes,
            files=None,
            revisions=None,
            text_files=None,
        )
        worker = Worker(outside, name=name, bell=bell, at_once=at_once, lease=LEASE)
        self.tasks[name] = asyncio.create_task(worker.run())

    async def stop(self, name):
        self.tasks[name].cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self.tasks[name]

    async def draft(self):
        self.asked += 1
        return await self.processes.request_draft(
            f"door-{self.asked}",
            text="Ship it",
            by=UserId("U0000ROSA"),
            channel=ChannelId("C1"),
        )

    async def ready(self, draft_id):
        async with asyncio.timeout(5):
            while await self.status(draft_id) is not DraftStatus.READY:
                await asyncio.sleep(0.02)

    async def status(self, draft_id):
        return (await self.storage.read(lambda tx: tx.drafts.get(draft_id))).status

    async def until(self, seen, seconds=5.0):
        async with asyncio.timeout(seconds):
            while not seen():
                await asyncio.sleep(0.02)


@pytest.fixture
async def shop(tmp_path):
    url = f"sqlite:///{tmp_path}/drumbeat.db"
    migrate(url, lambda _: None)
    storage = open_database(url, clock=SystemClock())
    shop = Shop(storage, tmp_path)
    yield shop
    for name in shop.tasks:
        await shop.stop(name)
    storage.close()


async def test_what_takes_longer_than_a_lease_is_paid_by_one_worker(shop):
    shop.work("w1")
    shop.work("w2")
    made = await shop.draft()
    await asyncio.sleep(LEASE.total_seconds() * 2.5)
    shop.drafter.go.set()
    await shop.ready(made)
    assert shop.drafter.asked == 1


async def test_a_worker_that_died_over_it_is_succeeded_after_its_lease(shop):
    shop.work("w1")
    made = await shop.draft()
    await shop.until(lambda: shop.drafter.asked == 1)
    await shop.stop("w1")
    shop.work("w2")
    await asyncio.sleep(LEASE.total_seconds() / 3)
    assert shop.drafter.asked == 1
    await shop.until(lambda: shop.drafter.asked == 2)
    shop.drafter.go.set()
    await shop.ready(made)


async def test_what_takes_long_leaves_room_for_the_rest(shop):
    shop.work("w1", at_once=2)
    made = [await shop.draft() for _ in range(6)]
    await shop.until(lambda: (len(shop.messenger.posted), shop.drafter.asked) == (6, 6))
    assert {await shop.status(each) for each in made} == {DraftStatus.REQUESTED}


def test_a_draft_may_take_as_long_as_the_settings_allow():
    from bot.settings import Settings

    slowest = Settings(_env_file=None, OPENAI_TIMEOUT="180").openai_timeout
    turn_answer_and_repair = timedelta(seconds=3 * slowest)
    assert turn_answer_and_repair < DraftProcess.patience
