"""An approval that starts a pipeline: undone by its button, and left alone it begins."""

import asyncio
from datetime import timedelta

import pytest

from bot.playground.seed import DANA
from bot.views import buttons
from orchestration.execution.state.statuses import ActivityStatus, ExecutionStatus, TaskStatus
from orchestration.processes.model import Activity, ActivityType, Phase
from orchestration.processes.tasks import Approvals, TaskKind, TaskSpec
from orchestration.values import ActivityRef
from tests.bot.rig import WEB, rigged
from tests.bot.test_taking_back import card_of

DEPLOY = ActivityRef("ship.deploy")


@pytest.fixture
async def rig(tmp_path):
    file = tmp_path / "pipelines.yaml"
    file.write_text("pipelines:\n  - {name: deploy, provider: command, argv: ['true']}\n")
    async with rigged(tmp_path, file) as made:
        yield made


async def gated(rig, undo):
    gate = TaskSpec(
        id="sign-off",
        name="Go or no go",
        kind=TaskKind.SIGN_OFF,
        approvals=Approvals(from_=("QA lead",)),
        undo=undo,
    )
    go = Activity(id="go", name="Go or no go", type=ActivityType.MANUAL, tasks=(gate,))
    deploy = Activity(
        id="deploy",
        name="Deploy EU",
        type=ActivityType.AUTOMATED,
        pipeline="deploy",
        depends_on=("go",),
    )
    phase = Phase(id="ship", name="Ship", activities=(go, deploy))
    await rig.publish(WEB.model_copy(update={"phases": (phase,)}))
    return await rig.release()


async def confirmed(rig, made):
    """The button as the card that asks for confirmation carries it."""
    about = await card_of(rig, made, "Go or no go")
    return about.model_copy(update={"confirms": True})


async def test_undone_by_its_button_nothing_begins_and_the_card_asks_again(rig):
    made = await gated(rig, timedelta(hours=1))
    await rig.click(buttons.TASK_APPROVE, await confirmed(rig, made), by=DANA)
    assert (await rig.execution(made)).activity(DEPLOY).begins_at is not None
    await rig.click(buttons.TASK_UNDO, await card_of(rig, made, "Go or no go"), by=DANA)
    assert (await rig.execution(made)).activity(DEPLOY).status is ActivityStatus.PENDING
    assert (await rig.task(made, "Go or no go")).status is TaskStatus.OPEN
    await rig.command(f"audit {made.reference}")
    assert f"<@{DANA}> undid their approval of “Go or no go”" in rig.private().text


async def test_a_card_that_did_not_ask_whether_it_is_meant_starts_no_pipeline(rig):
    made = await gated(rig, timedelta(hours=1))
    await rig.click(buttons.TASK_APPROVE, await card_of(rig, made, "Go or no go"), by=DANA)
    assert "it starts Deploy EU" in rig.private(DANA).text
    assert (await rig.task(made, "Go or no go")).open


async def test_left_alone_it_begins_and_cannot_be_undone_any_more(rig):
    made = await gated(rig, timedelta(seconds=1))
    await rig.click(buttons.TASK_APPROVE, await confirmed(rig, made), by=DANA)
    old = await card_of(rig, made, "Go or no go")
    async with rig.working():
        while (await rig.execution(made)).status is not ExecutionStatus.SUCCEEDED:
            await asyncio.sleep(0.02)
    await rig.click(buttons.TASK_UNDO, old, by=DANA)
    assert "cannot be undone any more" in rig.private(DANA).text
