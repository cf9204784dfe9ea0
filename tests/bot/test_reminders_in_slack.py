"""Reminders as people get them: by the clock of their zone, outside their quiet, and once."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.playground.seed import DANA, KENJI, ROSA
from bot.views import buttons
from bot.views.modals import snooze
from orchestration.people.model import Person
from orchestration.people.service import learn
from orchestration.read_models.lookup import task_card_in
from orchestration.values import UserId
from tests.bot.rig import WEB, SetClock, rigged
from tests.execution.building import by_hand, gate, manual, process

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DEADLINE = timedelta(hours=8)


@pytest.fixture
async def rig(tmp_path):
    async with rigged(tmp_path, clock=SetClock(MONDAY)) as made:
        yield made


async def asked(rig, at=MONDAY, *, zone="UTC", deadline=DEADLINE, **more):
    """Dana is asked to sign by a deadline; whatever is due at once is posted."""
    rig.clock.at = at
    for each in (DANA, KENJI):
        rig.slack.workspace.people[each].tz = zone
    gates = gate(asks=(DANA,), **{"deadline": deadline, "escalate_to": KENJI, **more})
    web = process(manual("Validate", gates))
    await rig.publish(
        web.model_copy(update={"id": WEB.id, "inputs": WEB.inputs, "owners": WEB.owners})
    )
    people = [Person(id=UserId(DANA), name="dana", zone=zone)]
    await rig.storage.transact(lambda tx: learn(tx, people, (), at=at))
    made = await rig.release()
    await rig.settled()
    return made


async def it_is(rig, at):
    """The clock says so, and what is due then is paid."""
    rig.clock.at = at
    rig.bell.ring()
    await rig.settled()


def told(rig, who=DANA, begins="Reminder"):
    channel = rig.slack.workspace.dm_with(who).id
    return [each for each in rig.seen(who, channel) if each.startswith(begins)]


def thread(rig):
    return [each for each in rig.seen() if "It was due" in each]


async def test_a_reminder_is_a_dm_under_the_card_and_names_what_who_and_by_when(rig):
    async with rig.working():
        await asked(rig)
        await it_is(rig, MONDAY + DEADLINE / 2)
        await it_is(rig, MONDAY + DEADLINE / 2)
        (said,) = told(rig)
    assert "“sign-off”" in said
    assert "waits for a sign-off" in said
    assert "It is due" in said
    assert f"Missing: <@{DANA}>" in said
    dm = rig.slack.workspace.messages[rig.slack.workspace.dm_with(DANA).id]
    reply = next(each for each in dm.values() if each.text == said)
    assert "sign-off" in dm[reply.thread_ts].text


async def test_when_it_is_due_the_thread_hears_it_and_who_else_was_told(rig):
    async with rig.working():
        await asked(rig)
        await it_is(rig, MONDAY + DEADLINE)
        assert len(told(rig)) == 1, "those it slept through are not sent one after another"
        (said,) = thread(rig)
        assert f"Told as well: <@{KENJI}>" in said
        (escalated,) = told(rig, KENJI, "“sign-off”")
        assert "nothing is decided by silence" in escalated
        assert [each for each in rig.seen() if "Overdue" in each], "the card says it too"


async def test_nobody_is_reminded_outside_their_working_hours(rig):
    """Half way is 19:00 in Berlin; on Monday it is an hour earlier by the clock of the world."""
    friday = datetime(2027, 3, 26, 14, 0, tzinfo=UTC)
    async with rig.working():
        await asked(rig, friday, zone="Europe/Berlin", escalate_to=None, remind=("50%",))
        await it_is(rig, friday + DEADLINE / 2)
        assert told(rig) == []
        monday = datetime(2027, 3, 29, 7, 0, tzinfo=UTC)
        await it_is(rig, monday - timedelta(seconds=1))
        assert told(rig) == []
        await it_is(rig, monday)
        assert len(told(rig)) == 1


async def test_who_is_not_to_be_disturbed_is_reminded_when_that_ends(rig):
    async with rig.working():
        await asked(rig)
        until = MONDAY + timedelta(hours=5)
        rig.slack.workspace.people[DANA].dnd = {
            "dnd_enabled": True,
            "next_dnd_start_ts": int(MONDAY.timestamp()),
            "next_dnd_end_ts": int(until.timestamp()),
        }
        await it_is(rig, MONDAY + DEADLINE / 2)
        assert told(rig) == []
        rig.slack.workspace.people[DANA].dnd = {}
        await it_is(rig, until)
        assert len(told(rig)) == 1


async def test_remind_me_later_keeps_quiet_until_then_and_says_it_once(rig):
    async with rig.working():
        made = await asked(rig)
        task = await rig.task(made, "sign-off")
        then = MONDAY + timedelta(hours=7)
        about = buttons.TaskButton(task_id=task.id, round=1, shown="")
        await rig.click(buttons.TASK_SNOOZE, about, by=KENJI)
        assert not rig.modals(KENJI), "nobody reminds him of it"
        assert rig.private(KENJI).text
        await rig.click(buttons.TASK_SNOOZE, about, by=DANA)
        [form] = rig.modals(DANA)
        past = {snooze.UNTIL: int(MONDAY.timestamp())}
        sent = await rig.act("view/submit", who=DANA, view_id=form.id, values=past)
        assert "still to come" in str(sent)
        chosen = {snooze.UNTIL: int(then.timestamp())}
        sent = await rig.act("view/submit", who=DANA, view_id=form.id, values=chosen)
        assert sent["status"] == "ok", sent
        await it_is(rig, MONDAY + DEADLINE / 2)
        await it_is(rig, MONDAY + DEADLINE * 3 / 4)
        assert told(rig) == []
        await it_is(rig, then)
        await it_is(rig, then)
        assert len(told(rig)) == 1


async def test_what_is_signed_is_not_reminded_of(rig):
    async with rig.working():
        made = await asked(rig)
        card = await rig.task(made, "sign-off")
        shown = await shown_of(rig, made, card)
        await rig.executions.approve(card.id, 1, shown=shown, by=UserId(DANA))
        await it_is(rig, MONDAY + 3 * DEADLINE)
    assert told(rig) == []
    assert thread(rig) == []


async def shown_of(rig, made, task):
    def look(tx):
        return task_card_in(tx, task.id, made.execution_id, round_=1).shown

    return await rig.storage.read(look)


async def test_after_a_restart_nothing_is_forgotten_and_nothing_said_twice(rig):
    async with rig.working():
        await asked(rig)
        await it_is(rig, MONDAY + DEADLINE / 2)
    rig.clock.at = MONDAY + timedelta(days=1)
    async with rig.working():
        await it_is(rig, MONDAY + timedelta(days=1))
        assert len(told(rig)) == 2, "the first, and the last of those that fell into the night"
        assert len(thread(rig)) == 1
    async with rig.working():
        await it_is(rig, MONDAY + timedelta(days=2))
        assert (len(told(rig)), len(thread(rig))) == (2, 1)


async def test_a_clock_that_was_set_back_reminds_again_of_nothing(rig):
    async with rig.working():
        await asked(rig)
        await it_is(rig, MONDAY + DEADLINE / 2)
        await it_is(rig, MONDAY)
        await it_is(rig, MONDAY + DEADLINE / 2)
        assert len(told(rig)) == 1


async def test_what_is_on_hold_reminds_whoever_owns_it(rig):
    async with rig.working():
        web = process(by_hand("build", owner=DANA))
        await rig.publish(
            web.model_copy(update={"id": WEB.id, "inputs": WEB.inputs, "owners": WEB.owners})
        )
        made = await rig.release()
        task = await rig.task(made, "build")
        await rig.executions.failed(task.id, 1, by=UserId(DANA), reason="it did not compile")
        await it_is(rig, MONDAY + timedelta(hours=2))
        (said,) = told(rig)
        assert "on hold" in said
        hold = buttons.HoldButton(execution_id=made.execution_id, ref="work.build", attempt=1)
        await rig.click(buttons.HOLD_RETRY, hold, by=DANA)
        await rig.settled()
    assert (await rig.execution(made)).activity("work.build").attempt == 2
    assert told(rig, ROSA) == [], "it is not hers, though she may decide it too"
