"""Rights as an administrator grants them: `/release roles`, then *Rights…*."""

import pytest_asyncio

from bot.playground.seed import DANA, KENJI, PRIYA, ROSA
from bot.views import buttons
from orchestration.people.model import Grant, Right
from tests.bot.rig import WEB, rigged


@pytest_asyncio.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        await made.publish(WEB.model_copy(update={"owners": (DANA,)}))
        await made.people.bind({"Release managers": [KENJI]}, by=ROSA)
        yield made


async def opened(rig, by=ROSA):
    await rig.command("roles", by=by)
    listed = rig.private(by)
    press = {"channel": listed.channel, "ts": listed.ts, "action_id": buttons.RIGHTS_EDIT}
    await rig.act("click", who=by, **press)
    return rig.modals(by)


def ticked(modal):
    inputs = [each for each in modal.content["blocks"] if each["type"] == "input"]
    [block] = [each for each in inputs if each["element"]["type"] == "checkboxes"]
    chosen = [each["value"] for each in block["element"].get("initial_options", ())]
    return block["block_id"], chosen


async def choose(rig, action_id, value):
    [modal] = rig.modals()
    await rig.act("click", view_id=modal.id, action_id=action_id, value=value)
    return rig.modals()[0]


async def grants(rig):
    return await rig.storage.read(lambda tx: tx.roles.grants())


async def test_a_role_is_granted_rights_for_one_process_and_has_them_at_once(rig):
    await opened(rig)
    await choose(rig, buttons.RIGHTS_ROLE, "Release managers")
    modal = await choose(rig, buttons.RIGHTS_WHERE, WEB.id)
    block, chosen = ticked(modal)
    assert chosen == []
    await rig.act("view/submit", view_id=modal.id, values={block: ["start", "operate"]})
    assert not rig.modals()
    assert await grants(rig) == [
        Grant(role="release managers", right=Right.OPERATE, process=WEB.id),
        Grant(role="release managers", right=Right.START, process=WEB.id),
    ]
    await rig.command("roles")
    assert "Release managers: <@U0KENJIMOR> · may start and operate (Web release)" in (
        rig.private().text
    )
    assert (await rig.release(by=KENJI)).started_at

    await opened(rig)
    modal = await choose(rig, buttons.RIGHTS_ROLE, "Release managers")
    assert ticked(modal)[1] == [], "of the whole workspace it was granted nothing"
    assert ticked(await choose(rig, buttons.RIGHTS_WHERE, WEB.id))[1] == ["start", "operate"]


async def test_ticks_of_another_choice_are_not_saved(rig):
    [modal] = await opened(rig)
    block, _ = ticked(modal)
    values = {block: ["publish"], buttons.RIGHTS_WHERE: WEB.id}
    sent = await rig.act("view/submit", view_id=modal.id, values=values)
    assert "Look at what is ticked" in sent["errors"][buttons.RIGHTS_WHERE]
    assert await grants(rig) == []


async def test_who_may_not_grant_is_told_who_can(rig):
    assert not await opened(rig, by=KENJI)
    assert f"You cannot grant rights. Administrators can: <@{ROSA}>." in rig.private(KENJI).text


async def test_what_somebody_may_not_look_at_is_not_there_for_them(rig):
    made = await rig.release(by=DANA)
    await rig.storage.transact(lambda tx: tx.roles.grant("release managers", {Right.VIEW}, None))
    asked = ["", "processes", "process web-release", "new", "status", f"audit {made.reference}"]
    for each in asked:
        await rig.command(each, by=PRIYA)
        assert "Web release" not in rig.private(PRIYA).text, each
    await rig.command("processes", by=KENJI)
    assert "Web release" in rig.private(KENJI).text
