"""`hotfix GROUP`: the form names what is live and in the way; its owners are asked after it."""

import pytest_asyncio

from bot.playground.seed import KENJI, RELEASES
from bot.views import buttons, control
from bot.views.modals import hotfix
from orchestration.groups.model import OwnerRotation, ReleaseGroup
from orchestration.releases.model import ReleaseStatus
from orchestration.values import ChannelId, ReleaseGroupId, UserId
from tests.bot.rig import ROSA, WEB, rigged

GROUP = ReleaseGroupId("web-weekly")


@pytest_asyncio.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        yield made


async def grouped(rig, *, hotfix_process=WEB.id):
    await rig.publish()
    group = ReleaseGroup(
        id=GROUP,
        name="Web weekly",
        reference_key="WW",
        process_id=WEB.id,
        hotfix_process=hotfix_process,
        inputs={"Ticket": "T-9"},
        channel=ChannelId(RELEASES),
        rotation=OwnerRotation(owners=(UserId(ROSA),)),
        tags=("web",),
        created_by=UserId(ROSA),
        created_at=rig.clock.now(),
    )
    await rig.storage.transact(lambda tx: tx.groups.add(group))
    running = await rig.release()
    tagged = running.model_copy(update={"tags": ("web",)})
    await rig.storage.transact(
        lambda tx: tx.releases.save(
            tx.releases.get(running.id).model_copy(update={"tags": tagged.tags})
        )
    )
    return running


async def test_a_hotfix_pauses_what_was_chosen_and_asks_its_owner_after_it(rig):
    running = await grouped(rig)
    await rig.command("hotfix web weekly")
    [form] = rig.modals()
    shown = str(form.content["blocks"])
    assert "A hotfix of *Web weekly* by Web release, version 1" in shown
    assert "Nothing of it is in the live register" in shown
    assert "Shares tag web" in shown
    values = {hotfix.VERSION: "4.1.1", hotfix.PAUSE: [running.id], hotfix.WHY: "Cards fail"}
    sent = await rig.act("view/submit", view_id=form.id, values=values)
    assert sent["status"] == "ok", sent
    assert "WW-1 Web weekly hotfix 4.1.1 is made and started" in rig.private().text
    fix = await rig.storage.read(lambda tx: tx.releases.find_by_reference("WW-1"))
    assert fix.paused_for_it == (running.id,)
    await rig.executions.abort(fix.id, by=UserId(ROSA), reason="Another way was found.")
    async with rig.working():
        asked = await rig.posted(f"ask_after_hotfix:{running.id}:{fix.id}.{ROSA}")
        message = rig.slack.workspace.messages[asked.channel][asked.ts]
        assert "ended without success" in message.text
        about = buttons.ReleaseButton(release_id=running.id)
        await rig.click(control.RESUME, about, channel=asked.channel)
        await rig.until(
            lambda: "Resumed by" in rig.slack.workspace.messages[asked.channel][asked.ts].text
        )
    now = await rig.storage.read(lambda tx: tx.releases.get(running.id))
    assert now.status is ReleaseStatus.RUNNING


async def test_who_may_not_start_it_and_a_group_without_such_a_process_are_told_so(rig):
    await grouped(rig, hotfix_process=None)
    await rig.command("hotfix Web weekly")
    assert "names no process for hotfixes" in rig.private().text
    await rig.command("hotfix")
    assert "Say of which group" in rig.private().text
    await rig.command("hotfix nothing", by=KENJI)
    assert rig.modals(KENJI) == []
