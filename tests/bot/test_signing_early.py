"""`sign`: an approval given before its gate is reached, by command and by button."""

import pytest

from bot.playground.seed import DANA, KENJI
from bot.views import buttons
from orchestration.execution.state.statuses import ActivityStatus, TaskStatus
from orchestration.read_models.lookup import release_card_in
from orchestration.values import ActivityRef
from tests.bot.rig import WEB, rigged

GATE = ActivityRef("check.validate")


@pytest.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        yield made


async def releasing(rig):
    """The notes come first; then QA signs."""
    check, ship = WEB.phases
    notes, validate, smoke = check.activities
    validate = validate.model_copy(update={"depends_on": ("notes",)})
    check = check.model_copy(update={"activities": (notes, validate, smoke)})
    await rig.publish(WEB.model_copy(update={"phases": (check, ship)}))
    return await rig.release()


def button(drawn, action):
    """The first button of that name, and what it carries."""
    each = (x for block in drawn.blocks for x in block.get("elements") or ())
    found = next(x for x in each if x.get("action_id", "").startswith(action))
    return buttons.TaskButton.model_validate_json(found["value"])


async def test_an_approval_given_early_is_kept_and_shown_and_counts_when_it_is_asked(rig):
    made = await releasing(rig)
    await rig.command(f"sign {made.reference}", by=DANA)
    asked = rig.private(DANA)
    assert "Not asked yet" in asked.text
    await rig.click(buttons.TASK_EARLY, button(asked, buttons.TASK_EARLY), by=DANA)
    kept = rig.private(DANA)
    assert f"1 of 1 approved: <@{DANA}>" in kept.text
    assert ", early" in kept.text
    card = await rig.storage.read(lambda tx: release_card_in(tx, made.id))
    assert [(each.name, each.people) for each in card.signed_early] == [("Validate build", (DANA,))]
    notes = await rig.task(made, "Write the notes")
    await rig.executions.done(notes.id, 1, by=KENJI)
    assert (await rig.execution(made)).activity(GATE).status is ActivityStatus.SUCCEEDED
    await rig.command(f"audit {made.reference}")
    assert f"<@{DANA}> approved “Validate build” before it was asked" in rig.private().text


async def test_it_is_withdrawn_by_its_button(rig):
    made = await releasing(rig)
    await rig.command(f"sign {made.reference} validate", by=DANA)
    await rig.click(buttons.TASK_EARLY, button(rig.private(DANA), buttons.TASK_EARLY), by=DANA)
    kept = button(rig.private(DANA), buttons.TASK_NOT_EARLY)
    await rig.click(buttons.TASK_NOT_EARLY, kept, by=DANA)
    notes = await rig.task(made, "Write the notes")
    await rig.executions.done(notes.id, 1, by=KENJI)
    assert (await rig.task(made, "Validate build")).status is TaskStatus.OPEN


async def test_what_is_asked_already_is_answered_with_its_card(rig):
    await rig.publish(WEB)
    made = await rig.release()
    await rig.command(f"sign {made.reference}", by=DANA)
    asked = rig.private(DANA)
    await rig.click(buttons.TASK_APPROVE, button(asked, buttons.TASK_APPROVE), by=DANA)
    assert (await rig.execution(made)).activity(GATE).status is ActivityStatus.SUCCEEDED


async def test_others_are_told_who_can_sign(rig):
    made = await releasing(rig)
    await rig.command(f"sign {made.reference} validate", by=KENJI)
    assert f"You are not asked here. <@{DANA}>" in rig.private(KENJI).text
    await rig.command(f"sign {made.reference}", by=KENJI)
    assert "You are asked to sign nothing of" in rig.private(KENJI).text
    await rig.command(f"sign {made.reference} deploy to mars", by=DANA)
    assert "There are Validate build" in rig.private(DANA).text


async def test_a_card_that_shows_what_was_is_refused(rig):
    made = await releasing(rig)
    await rig.command(f"sign {made.reference}", by=DANA)
    old = button(rig.private(DANA), buttons.TASK_EARLY)
    notes = await rig.task(made, "Write the notes")
    await rig.executions.done(notes.id, 1, by=KENJI)
    await rig.click(buttons.TASK_EARLY, old, by=DANA)
    assert "is asked now" in rig.private(DANA).text
    stale = old.model_copy(update={"shown": "something else"})
    other = await releasing(rig)
    stale = stale.model_copy(update={"task_id": f"{other.execution_id}/check.validate/sign-off"})
    await rig.click(buttons.TASK_EARLY, stale, by=DANA)
    assert "has changed since this was drawn" in rig.private(DANA).text
