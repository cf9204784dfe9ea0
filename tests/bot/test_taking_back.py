"""Taking back an approval, by the buttons of its card."""

import pytest

from bot.playground.seed import DANA, KENJI, ROSA
from bot.views import buttons
from orchestration.processes.tasks import Approvals
from orchestration.read_models.lookup import task_card_in
from tests.bot.rig import WEB, rigged


@pytest.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        yield made


async def half_approved(rig):
    """Dana has approved; Kenji is asked too, and both must."""
    check, ship = WEB.phases
    notes, validate, smoke = check.activities
    both = Approvals(from_=("QA lead",), needed=2)
    [asks] = validate.tasks
    validate = validate.model_copy(update={"tasks": (asks.model_copy(update={"approvals": both}),)})
    check = check.model_copy(update={"activities": (notes, validate, smoke)})
    await rig.publish(WEB.model_copy(update={"phases": (check, ship)}))
    await rig.people.bind({"QA lead": (DANA, KENJI)}, by=ROSA)
    made = await rig.release()
    await rig.click(buttons.TASK_APPROVE, await card_of(rig, made, "Validate build"), by=DANA)
    return made


async def card_of(rig, made, name):
    task = await rig.task(made, name)
    execution = await rig.execution(made)
    card = await rig.storage.read(
        lambda tx: task_card_in(tx, task.id, execution.id, round_=task.round)
    )
    return buttons.TaskButton(task_id=card.task_id, round=card.round, shown=card.shown)


async def test_an_approval_is_withdrawn_by_its_button_and_can_be_given_again(rig):
    made = await half_approved(rig)
    await rig.click(buttons.TASK_WITHDRAW, await card_of(rig, made, "Validate build"), by=DANA)
    assert (await rig.task(made, "Validate build")).verdicts == ()
    await rig.click(buttons.TASK_APPROVE, await card_of(rig, made, "Validate build"), by=DANA)
    assert [each.by for each in (await rig.task(made, "Validate build")).verdicts] == [DANA]
    await rig.command(f"audit {made.reference}")
    assert f"<@{DANA}> withdrew" in rig.private().text


async def test_a_card_from_before_a_withdrawal_decides_nothing(rig):
    made = await half_approved(rig)
    before = await card_of(rig, made, "Validate build")
    await rig.click(buttons.TASK_WITHDRAW, before, by=DANA)
    await rig.click(buttons.TASK_APPROVE, before, by=DANA)
    assert "has changed since this card" in rig.private(DANA).text
    assert (await rig.task(made, "Validate build")).verdicts == ()


async def test_who_has_not_approved_is_told_who_can_withdraw(rig):
    made = await half_approved(rig)
    await rig.click(buttons.TASK_WITHDRAW, await card_of(rig, made, "Validate build"), by=KENJI)
    assert f"You have not approved “Validate build”. Only <@{DANA}>" in rig.private(KENJI).text


async def test_once_the_gate_has_opened_nothing_is_withdrawn(rig):
    made = await half_approved(rig)
    await rig.click(buttons.TASK_APPROVE, await card_of(rig, made, "Validate build"), by=KENJI)
    await rig.click(buttons.TASK_WITHDRAW, await card_of(rig, made, "Validate build"), by=DANA)
    assert f"was approved by <@{KENJI}>" in rig.private(DANA).text
    assert "cannot be withdrawn any more" in rig.private(DANA).text
