"""Freezes that meet running releases, by the clock: warned a day before, held once, asked once."""

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta

import pytest

from bot.playground.seed import DANA, KENJI, RELEASES, ROSA
from bot.views import buttons, control, freeze_card
from orchestration.freezes.model import Freeze, FreezeEffect, FreezeScope, FreezeWindow
from orchestration.people.model import Person
from orchestration.people.service import learn
from orchestration.processes.model import Activity, ActivityType, Phase, Process
from orchestration.processes.tasks import TaskSpec
from orchestration.releases.making import NewRelease
from orchestration.scheduling.tick import tick
from orchestration.values import FreezeId, ProcessId, UserId
from storage import open_database
from tests.bot.rig import GoingClock, rigged

MONDAY = datetime(2025, 11, 24, 9, 0, tzinfo=UTC)
"""Behind the clock of the workspace, where a message of ours is looked for."""
HOUR = timedelta(hours=1)
DAY, MINUTE = 24 * HOUR, timedelta(minutes=1)
BEGINS, ENDS = MONDAY + 3 * DAY, MONDAY + 4 * DAY
WINDOW = FreezeWindow(begins=BEGINS, ends=ENDS)


def work(name, *after):
    task = TaskSpec(id="do", name=name, assignees=(KENJI,))
    return Activity(id=name, name=name, type=ActivityType.MANUAL, tasks=(task,), depends_on=after)


SHIPS = Process(
    id=ProcessId("ships"),
    name="Ships",
    owners=(ROSA,),
    phases=(
        Phase(id="prepare", name="Prepare", activities=(work("pack"),)),
        Phase(
            id="cut",
            name="Cut over",
            uninterruptible=True,
            activities=(
                work("switch"),
                work("look", "switch"),
            ),
        ),
        Phase(
            id="tell",
            name="Tell",
            depends_on=("prepare", "cut"),
            activities=(work("mail"),),
        ),
    ),
)


@pytest.fixture
async def rig(tmp_path):
    async with rigged(tmp_path, clock=GoingClock(MONDAY, pace=5)) as made:
        yield made


async def begun(rig):
    """A running release, and a freeze of one day that will hold it in three days."""
    await rig.publish(SHIPS)
    people = [Person(id=UserId(x), name=x, zone="UTC") for x in (ROSA, DANA, KENJI)]
    freeze = Freeze(
        id=FreezeId("christmas"),
        name="Christmas",
        zone="UTC",
        effect=FreezeEffect.HOLD_RUNNING,
        scope=FreezeScope(),
        approvers=(DANA,),
        windows=(WINDOW,),
        created_by=ROSA,
        created_at=MONDAY,
        looks_at=BEGINS - DAY,
    )

    def work(tx):
        learn(tx, people, (), at=MONDAY)
        tx.freezes.add(freeze)

    await rig.storage.transact(work)
    new = NewRelease(process_id=SHIPS.id, name="Ships", version="1.4", inputs={}, channel=RELEASES)
    return await rig.releases.create("by-the-clock", new, by=UserId(ROSA))


async def it_is(rig, at, *, also=None):
    """The clock of every replica ticks, and what is due is paid."""
    rig.clock.at = at
    for database in (rig.database, also or rig.database):
        await database.transact(lambda tx: tick(tx, at), name="tick")
    rig.bell.ring()
    await rig.settled()


async def by_the_minute(rig, since, until, every=15):
    at = since
    while at <= until:
        await it_is(rig, at)
        at += timedelta(minutes=every)


def dms(rig, words, who=ROSA):
    return [x for x in rig.seen(who, rig.slack.workspace.dm_with(who).id) if words in x]


def said(rig, words):
    return [each for each in rig.seen() if words in each]


def about(release):
    return freeze_card.FreezeButton(
        release_id=release.id, freeze=FreezeId("christmas"), begins=BEGINS
    )


async def done(rig, release, name):
    task = await rig.task(release, name)
    await rig.executions.done(task.id, task.round, by=UserId(KENJI))


async def test_its_owner_is_warned_once_a_day_before_and_finishes_first(rig):
    async with rig.working():
        release = await begun(rig)
        await it_is(rig, BEGINS - DAY - timedelta(minutes=1))
        assert not dms(rig, "Christmas")
        await by_the_minute(rig, BEGINS - DAY, BEGINS - 22 * HOUR)
        [warning] = dms(rig, "Christmas")
        assert "SHIP-1" in warning
        await rig.click(freeze_card.FINISH, about(release), by=DANA)
        assert "You cannot decide this" in rig.private(DANA).text
        await rig.click(freeze_card.FINISH, about(release))
        await rig.settled()
        assert len(said(rig, f"<@{ROSA}> finishes SHIP-1")) == 1
        assert not (await rig.execution(release)).frozen


async def test_held_from_the_warning_on_it_stays_held_until_the_freeze_is_over(rig):
    async with rig.working():
        release = await begun(rig)
        await it_is(rig, BEGINS - DAY)
        await rig.click(freeze_card.HOLD, about(release))
        await rig.settled()
        [hold] = (await rig.execution(release)).frozen
        assert (hold.by, hold.until) == (ROSA, ENDS)
        await it_is(rig, BEGINS)
        await it_is(rig, ENDS)
        assert len(said(rig, "Nothing new starts")) == 1
        assert len(dms(rig, "Does it go on?")) == 1


async def test_it_is_held_as_it_begins_what_cannot_be_interrupted_goes_on_and_it_is_resumed(rig):
    async with rig.working():
        release = await begun(rig)
        await it_is(rig, BEGINS - timedelta(minutes=5))
        assert not (await rig.execution(release)).frozen
        await it_is(rig, BEGINS)
        [held] = said(rig, "holds SHIP-1")
        assert "“Cut over” cannot be interrupted and goes to the end" in held
        await done(rig, release, "switch")
        await done(rig, release, "look")
        await done(rig, release, "pack")
        assert "tell.mail" not in {x.ref for x in (await rig.execution(release)).tasks.values()}
        await it_is(rig, ENDS)
        [asked] = dms(rig, "Does it go on?")
        assert "Starts then" in asked
        assert (await rig.execution(release)).frozen, "nobody resumed it yet"
        await rig.click(control.RESUME, buttons.ReleaseButton(release_id=release.id))
        await rig.settled()
        assert (await rig.task(release, "mail")).open


async def test_two_clocks_at_once_warn_and_hold_and_ask_once(rig, tmp_path):
    other = open_database(f"sqlite:///{tmp_path}/drumbeat.db", clock=rig.clock)
    with contextlib.closing(other):
        async with rig.working():
            await begun(rig)
            for at in (BEGINS - DAY, BEGINS - HOUR, BEGINS, BEGINS + HOUR, ENDS, ENDS + HOUR):
                await it_is(rig, at, also=other)
            assert len(dms(rig, "Christmas")) == 2, "the warning, and the question at the end"
            assert len(said(rig, "Nothing new starts")) == 1
            assert len(dms(rig, "Does it go on?")) == 1


async def test_a_freeze_that_passed_while_nobody_ran_is_told_once_and_holds_nothing(rig):
    async with rig.working():
        release = await begun(rig)
        await it_is(rig, ENDS + HOUR)
        await it_is(rig, ENDS + 2 * HOUR)
        [told] = dms(rig, "while Drumbeat was not running")
        assert "“Christmas” was on from" in told
        assert "Nothing held SHIP-1" in told
        assert not (await rig.execution(release)).freezes
        assert not dms(rig, "Does it go on?")


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    "kind", ["warn_of_freeze", "apply_freezes", "announce_freeze", "ask_to_resume"]
)
async def test_a_worker_that_dies_around_a_freeze_changes_nothing_of_how_it_ends(rig, kind, when):
    """It dies before the call, or after it and before the commit that settles it; what was settled
    is as in the runs without a death.
    """
    died = []

    def dies(moment, what, name):
        if (moment, what, name) == (when, "call", kind) and not died:
            died.append(name)
            raise asyncio.CancelledError

    rig.worker._observer = dies
    release = await begun(rig)
    for at in (BEGINS - DAY, BEGINS - HOUR, BEGINS, BEGINS + HOUR, ENDS, ENDS + HOUR):
        rig.clock.at = at
        await rig.database.transact(lambda tx, at=at: tick(tx, at), name="tick")
        async with rig.working():
            await until_paid(rig)
        rig.clock.at = at + MINUTE
        async with rig.working():
            await rig.settled()
    async with rig.working():  # a message that is in doubt is looked for when Slack lets us look
        await rig.until(lambda: dms(rig, "Does it go on?"), timeout=30)
    assert died == [kind]
    assert len(dms(rig, "does not end")) + len(dms(rig, "may not end")) == 1
    assert len(said(rig, "Nothing new starts")) == 1
    assert len(dms(rig, "Does it go on?")) == 1
    [hold] = (await rig.execution(release)).freezes
    assert (hold.begins, hold.over_at is None, hold.resumed_at) == (BEGINS, False, None)


async def until_paid(rig):
    """Nothing is due that nobody holds: what a dead worker held waits for its lease to end."""

    def left(tx):
        due = tx.owed.next_due_at()
        return due is not None and due <= rig.clock.now()

    while await rig.storage.read(left):
        await asyncio.sleep(0.02)
