"""Two releases of which one waits for the other, and for what it holds, as people see it."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.playground.seed import KENJI, ROSA
from bot.views import turn_buttons
from bot.views.modals import turns
from orchestration.people.model import Person
from orchestration.people.service import learn
from orchestration.processes.model import Activity, ActivityType, Phase, Process
from orchestration.processes.tasks import TaskSpec
from orchestration.read_models.lookup import home_in
from orchestration.releases.making import NewRelease
from orchestration.values import ProcessId, UserId
from tests.bot.rig import RELEASES, GoingClock, rigged

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def work(name):
    task = TaskSpec(id="do", name=name, assignees=(KENJI,))
    return Activity(id="do", name=name, type=ActivityType.MANUAL, tasks=(task,))


LEDGER = Process(
    id=ProcessId("ledger"),
    name="Ledger",
    owners=(ROSA,),
    phases=(Phase(id="verify", name="Verify", activities=(work("Check"),), uses=("staging",)),),
)
PAY = Process(
    id=ProcessId("pay"),
    name="Pay",
    owners=(ROSA,),
    phases=(
        Phase(id="ship", name="Ship", activities=(work("Go"),), waits_for=("ledger.verify",)),
        Phase(id="tidy", name="Tidy", activities=(work("Sweep"),), uses=("staging",)),
    ),
)


@pytest.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        await made.publish(LEDGER)
        await made.publish(PAY)
        yield made


async def started(rig, process):
    rig.sent += 1
    new = NewRelease(
        process_id=process.id, name=process.name, version="1.4", inputs={}, channel=RELEASES
    )
    return await rig.releases.create(f"turns-{rig.sent}", new, by=ROSA)


async def holding(rig):
    """A release of the ledger that has taken what it uses."""
    release = await started(rig, LEDGER)
    while not await rig.storage.read(lambda tx: tx.resources.requests()):
        await asyncio.sleep(0.02)
    return release


async def told(rig, *wanted):
    def found():
        return [each for each in rig.seen() if all(one in each for one in wanted)]

    return (await rig.until(found))[-1]


async def sent(rig, who=ROSA, **values):
    [modal] = rig.modals(who)
    await rig.act("view/submit", who=who, view_id=modal.id, values=values)


async def test_the_second_says_whom_it_waits_for_and_goes_on_when_that_has_ended(rig):
    async with rig.working():
        first = await holding(rig)
        second = await started(rig, PAY)
        await told(rig, "PAY-1", "“Ship” waits for “Verify” of LEDG-1 Ledger 1.4, running since")
        await told(rig, "Waits: Ship", "waits for “Verify” of LEDG-1")
        await told(rig, "“Tidy” is 1st for staging; held by LEDG-1 since")
        task = await rig.task(first, "Check")
        await rig.executions.done(task.id, task.round, by=KENJI)
        await told(rig, "Begun: Ship")
        await told(rig, "Begun: Tidy")
        assert (await rig.execution(second)).activity("ship.do").attempt == 1


async def test_waiting_in_vain_is_a_task_of_its_owner_in_app_home_with_reminders(tmp_path):
    async with rigged(tmp_path, clock=GoingClock(MONDAY)) as rig:
        await rig.publish(LEDGER)
        await rig.publish(PAY)
        people = [Person(id=UserId(ROSA), name="rosa", zone="UTC")]
        await rig.storage.transact(lambda tx: learn(tx, people, (), at=MONDAY))
        async with rig.working():
            first = await holding(rig)
            second = await started(rig, PAY)
            await told(rig, "Waits: Ship")
            await rig.executions.abort(first.id, by=ROSA, reason="wrong build")
            await told(rig, "Waits in vain: Ship")
            home = await rig.storage.read(lambda tx: home_in(tx, UserId(ROSA), rig.admins))
            assert [each.name for each in home.turns] == ["Ship"]
            await rig.settled()
            rig.clock.at = MONDAY + timedelta(hours=2)
            rig.bell.ring()
            dm = rig.slack.workspace.dm_with(ROSA).id
            heard = await rig.until(
                lambda: [x for x in rig.seen(ROSA, dm) if x.startswith("Reminder")]
            )
            assert "“Ship” of PAY-1 Pay 1.4 waits in vain and for a decision" in heard[0]
            assert "which was aborted at" in heard[0]
            await rig.executions.abort(second.id, by=ROSA, reason="never mind")
            home = await rig.storage.read(lambda tx: home_in(tx, UserId(ROSA), rig.admins))
            assert not home.turns


async def test_waiting_in_vain_its_owner_lets_it_go_on_with_a_reason(rig):
    async with rig.working():
        first = await holding(rig)
        second = await started(rig, PAY)
        await told(rig, "Waits: Ship")
        await rig.executions.abort(first.id, by=ROSA, reason="wrong build")
        await told(rig, "Waits in vain: Ship", "which was aborted at", f"<@{ROSA}>")
        execution = await rig.execution(second)
        about = turn_buttons.TurnButton(execution_id=execution.id, phase="ship", attempt=1)
        await rig.click(turn_buttons.GO_ON, about, by=KENJI)
        assert "You cannot let “Ship” go on without waiting" in rig.private(KENJI).text
        await rig.click(turn_buttons.GO_ON, about)
        await sent(rig, **{turns.WHY: "the ledger stays as it is"})
        await told(rig, "Begun: Ship", "let it go on without waiting", "the ledger stays as it is")


async def test_resources_are_listed_limited_by_administrators_and_a_queue_is_reordered(rig):
    async with rig.working():
        await holding(rig)
        second = await started(rig, LEDGER)
        await told(rig, "1st for staging; held by LEDG-1 since")
        third = await started(rig, LEDGER)
        await told(rig, "2nd for staging; held by LEDG-1 since")
        await rig.command("resources")
        listed = rig.private().text
        assert "staging: 1 release at a time" in listed
        assert "held by LEDG-1, Verify, since" in listed
        assert "2nd: LEDG-3, Verify" in listed
        ids = [f"{(await rig.execution(each)).id}/verify" for each in (second, third)]
        await rig.click(turn_buttons.MOVE_UP, turn_buttons.RequestButton(request=ids[1]))
        await sent(rig, **{turns.AHEAD_OF: ids[0], turns.WHY: "it mends production"})
        await told(rig, "LEDG-2", "2nd for staging; held by LEDG-1")
        places = turn_buttons.PlacesButton(resource="staging", places=1)
        await rig.click(turn_buttons.SET_PLACES, places, by=KENJI)
        assert "You cannot say how many releases" in rig.private(KENJI).text
        await rig.click(turn_buttons.SET_PLACES, places)
        await sent(rig, **{turns.RESOURCE: "staging", turns.PLACES: "three"})
        assert rig.modals(), "a number is asked for"
        await sent(rig, **{turns.RESOURCE: "staging", turns.PLACES: "3"})
        await told(rig, "Begun: Verify", "LEDG-2")
        await rig.command("resources")
        assert "staging: 3 releases at a time" in rig.private().text
