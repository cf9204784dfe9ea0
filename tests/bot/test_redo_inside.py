"""Redo of an activity that runs another process: what was answered inside is voided, and told."""

import asyncio

import pytest

from bot.playground.seed import DANA, KENJI, ROSA
from bot.views import buttons, redo_buttons
from bot.views.modals import redo
from orchestration.values import ActivityRef
from tests.bot.rig import rigged
from tests.bot.test_subprocesses_in_slack import child_of, released
from tests.execution.building import chore, manual

EU = ActivityRef("work.eu")


@pytest.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        yield made


def tasks():
    return manual("check", chore(assignees=(KENJI,)), chore("look", assignees=(DANA,)))


async def state_of(rig, execution_id):
    return (await rig.storage.read(lambda tx: tx.executions.get(execution_id))).status


async def test_who_answered_inside_is_named_by_the_form_and_told(rig):
    async with rig.working():
        made = await released(rig, tasks())
        await rig.until(lambda: [x for x in rig.seen() if "To do: do" in x])
        was = await child_of(rig, made)
        await rig.executions.done(f"{was.id}/work.check/do", 1, by=KENJI)
        await rig.command(f"redo {made.reference} eu")
        [view] = rig.modals()
        assert f"do: <@{KENJI}>" in str(view.content)
        assert DANA not in str(view.content)
        values = {redo.FROM: EU, redo.WHY: "another build"}
        await rig.act("view/submit", view_id=view.id, values=values)
        dm = rig.slack.workspace.dm_with(KENJI).id
        told = await rig.until(
            lambda: [x for x in rig.seen(KENJI, dm) if "does not count any more" in x]
        )
        await rig.until(lambda: [x for x in rig.seen() if "rc 2 › eu" in x])
        async with asyncio.timeout(10):
            while (now := await child_of(rig, made)) is None or now.id == was.id:
                await asyncio.sleep(0.02)
            while not (await state_of(rig, was.id)).ended:
                await asyncio.sleep(0.02)
    assert "your answer to “do”" in told[0]


async def test_what_is_found_inside_is_fixed_from_the_activity_of_the_release(rig):
    async with rig.working():
        made = await released(rig, tasks())
        await rig.until(lambda: [x for x in rig.seen() if "To do: do" in x])
    child = await child_of(rig, made)
    hold = buttons.HoldButton(execution_id=child.id, ref="work.check", attempt=1)
    await rig.click(redo_buttons.HOLD_REDO, hold, by=ROSA)
    [view] = rig.modals()
    menu = next(each for each in view.content["blocks"] if each.get("block_id") == redo.FROM)
    assert menu["element"]["initial_option"]["value"] == EU
