"""Handing a release over in Slack: by its owner, the backup, and who operates it."""

import pytest

from bot.playground.seed import DANA, KENJI, PRIYA, ROSA
from bot.views import buttons
from bot.views.modals import handover
from orchestration.people.model import Person
from orchestration.people.service import learn
from orchestration.values import UserId
from tests.bot.rig import WEB, rigged


@pytest.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        await made.publish(by_owner(WEB))
        priya = Person(id=UserId(PRIYA), name="Priya")
        await made.storage.transact(lambda tx: learn(tx, [priya], (), at=made.clock.now()))
        made.running = await made.release(by=ROSA)
        yield made


def by_owner(process):
    """The same, where writing the notes is the owner's."""
    check, ship = process.phases
    notes, *others = check.activities
    task = notes.tasks[0].model_copy(update={"assignees": ()})
    notes = notes.model_copy(update={"tasks": (task,)})
    check = check.model_copy(update={"activities": (notes, *others)})
    return process.model_copy(update={"phases": (check, ship)})


async def asked(rig):
    return (await rig.task(rig.running, "Write the notes")).people


async def owners(rig):
    release = await rig.storage.read(lambda tx: tx.releases.get(rig.running.id))
    return release.owner, release.backup


async def send(rig, who, owner, backup=None):
    (view,) = rig.modals(who)
    values = {handover.OWNER: owner, **({handover.BACKUP: backup} if backup else {})}
    return await rig.act("view/submit", who=who, view_id=view.id, values=values)


async def test_the_form_names_release_and_version_and_the_new_owner_is_asked_at_once(rig):
    assert await asked(rig) == (ROSA,)
    await rig.command(f"handover {rig.running.reference} <@{DANA}>", by=ROSA)
    (view,) = rig.modals(ROSA)
    assert rig.running.title in str(view.content)
    await send(rig, ROSA, DANA)
    assert await owners(rig) == (DANA, None)
    assert await asked(rig) == (DANA,)


async def test_the_new_owner_is_told_by_whom(rig):
    async with rig.working():
        await rig.command(f"handover {rig.running.reference} <@{DANA}>", by=ROSA)
        await send(rig, ROSA, DANA)
        dm = rig.slack.workspace.dm_with(DANA).id
        await rig.until(lambda: any("handed" in each for each in rig.seen(DANA, dm)))


async def test_a_backup_owner_is_asked_while_the_owner_is_away_and_may_hand_it_over(rig):
    await rig.command(f"handover {rig.running.reference}", by=ROSA)
    await send(rig, ROSA, DANA, PRIYA)
    assert await owners(rig) == (DANA, PRIYA)
    await rig.command("away 2027-03-01", by=DANA)
    assert await asked(rig) == (PRIYA,)
    await rig.command("away back", by=DANA)
    assert await asked(rig) == (DANA,)
    await rig.command(f"handover {rig.running.reference} <@{PRIYA}>", by=PRIYA)
    await send(rig, PRIYA, PRIYA, DANA)
    assert await owners(rig) == (PRIYA, DANA)


async def test_others_are_told_who_can(rig):
    await rig.command(f"handover {rig.running.reference} <@{KENJI}>", by=KENJI)
    assert not rig.modals(KENJI)
    said = rig.private(KENJI).text
    assert f"You cannot hand {rig.running.reference} over" in said
    assert f"its owner, <@{ROSA}>" in said


async def test_a_mention_offers_the_form(rig):
    await rig.mention(f"handover {rig.running.reference} <@{DANA}>", by=ROSA)
    assert f"over to <@{DANA}>?" in rig.private(ROSA).text
    about = buttons.HandoverButton(release_id=rig.running.id, people=(DANA,))
    await rig.click(buttons.RELEASE_HANDOVER, about, by=ROSA)
    await send(rig, ROSA, DANA)
    assert await owners(rig) == (DANA, None)


async def test_a_planned_release_is_handed_over_too(rig):
    planned = await rig.release("5.0", planned=True)
    await rig.command(f"handover {planned.reference} <@{DANA}>", by=ROSA)
    await send(rig, ROSA, DANA)
    release = await rig.storage.read(lambda tx: tx.releases.get(planned.id))
    assert release.owner == DANA


async def test_who_cannot_act_here_owns_no_release(rig):
    await rig.command(f"handover {rig.running.reference}", by=ROSA)
    await send(rig, ROSA, "U0UNHEARD1")
    said = str([each.content for each in rig.modals(ROSA)])
    assert "cannot own a release" in said
    assert await owners(rig) == (ROSA, None)
