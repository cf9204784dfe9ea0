"""Redo by verb, by button and from a rejection: the form says what it costs before it is sent."""

import pytest

from bot.playground.seed import DANA, KENJI, RELEASES, ROSA
from bot.views import buttons, redo_buttons
from bot.views.modals import redo
from orchestration.execution.state.statuses import ActivityStatus
from orchestration.read_models.lookup import task_card_in
from tests.bot.rig import rigged


@pytest.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        await made.publish()
        yield made


def said_in(view):
    return "\n".join(each["text"]["text"] for each in view["blocks"] if each["type"] == "section")


def start_of(view):
    asked = next(each for each in view["blocks"] if each.get("block_id") == redo.FROM)
    return asked["element"]["initial_option"]["value"]


async def rejected(rig):
    """Kenji wrote the notes, the smoke test ran, Dana found something."""
    made = await rig.release()
    notes, smoke = await rig.task(made, "Write the notes"), await rig.task(made, "Smoke test")
    await rig.executions.done(notes.id, 1, by=KENJI)
    await rig.executions.done(smoke.id, 1, by=ROSA, outputs={"report": "all green"})
    gate = await rig.task(made, "Validate build")
    await rig.executions.reject(
        gate.id, 1, shown=await shown_of(rig, made, gate), by=DANA, reason="the tax is wrong"
    )
    return made


async def shown_of(rig, made, task):
    def look(tx):
        release = tx.releases.get(made.id)
        return task_card_in(tx, task.id, release.execution_id, round_=task.round).shown

    return await rig.storage.read(look)


async def form(rig, who=ROSA):
    [view] = rig.modals(who)
    return view


async def send(rig, start, why, who=ROSA):
    view = await form(rig, who)
    values = {redo.FROM: start, redo.WHY: why}
    return await rig.act("view/submit", who=who, view_id=view.id, values=values)


async def test_the_form_says_what_runs_again_and_whose_answers_count_no_longer(rig):
    made = await rejected(rig)
    await rig.command(f"redo {made.reference} notes")
    view = (await form(rig)).content
    assert start_of(view) == "check.notes"
    assert "*rc 2*" in said_in(view)
    assert "*Runs again:* Write the notes" in said_in(view)
    assert f"Write the notes: <@{KENJI}>" in said_in(view)
    assert DANA not in said_in(view), "what she rejected does not depend on the notes"


async def test_another_start_is_shown_with_what_it_means(rig):
    made = await rejected(rig)
    await rig.command(f"redo {made.reference} notes")
    opened = await form(rig)
    where = {"view_id": opened.id, "block_id": redo.FROM, "action_id": redo.FROM}
    await rig.act("click", **where, selected_option="check.validate")
    view = (await form(rig)).content
    assert f"Validate build: <@{DANA}>" in said_in(view)


async def test_sent_it_is_done_and_the_release_is_named_by_its_candidate(rig):
    made = await rejected(rig)
    async with rig.working():
        await rig.posted(f"show_release:{made.id}:r1")
        await rig.command(f"redo {made.reference} validate")
        await send(rig, "check.validate", "fixed in 4.2-2")
        told = await rig.until(lambda: [x for x in rig.seen() if "redoes" in x])
        await rig.settled()
    assert "from “Validate build”, as rc 2: “fixed in 4.2-2”" in told[0]
    assert any(f"{made.reference} Web 4.2 rc 2" in each for each in rig.seen())
    execution = await rig.execution(made)
    assert execution.activity("check.validate").attempt == 2


async def test_whoever_answered_in_vain_reads_why_in_a_dm(rig):
    made = await rejected(rig)
    dm = rig.slack.workspace.dm_with(DANA).id
    async with rig.working():
        await rig.command(f"redo {made.reference} validate")
        await send(rig, "check.validate", "fixed in 4.2-2")
        told = await rig.until(
            lambda: [x for x in rig.seen(DANA, dm) if "does not count any more" in x]
        )
    assert "your rejection of “Validate build”" in told[0]
    assert "fixed in 4.2-2" in told[0]


async def test_a_rejection_offers_to_fix_and_redo_from_upstream(rig):
    made = await rejected(rig)
    async with rig.working():
        held = await rig.until(lambda: [x for x in rig.seen() if x.startswith("On hold")])
        await rig.settled()
    assert held
    hold = buttons.HoldButton(
        execution_id=(await rig.execution(made)).id, ref="check.validate", attempt=1
    )
    posted = [m for m in rig.slack.workspace.messages[RELEASES].values() if "On hold" in m.text]
    assert any(redo_buttons.HOLD_REDO in str(each.blocks) for each in posted)
    await rig.click(redo_buttons.HOLD_REDO, hold)
    view = (await form(rig)).content
    assert start_of(view) == "check.validate", "nothing automated lies before it"
    await send(rig, "check.validate", "fixed")
    assert (await rig.execution(made)).candidate == 2


async def test_who_may_not_operate_is_refused_before_typing(rig):
    made = await rejected(rig)
    await rig.command(f"redo {made.reference}", by=KENJI)
    assert "You cannot redo" in rig.private(KENJI).text
    assert not rig.modals(KENJI)


async def test_a_mention_gets_the_button_that_opens_the_form(rig):
    made = await rejected(rig)
    await rig.mention(f"redo {made.reference} smoke")
    offered = rig.private().text
    assert "from “Smoke test”, as rc 2?" in offered
    about = redo_buttons.RedoButton(release_id=made.id, ref="check.smoke")
    await rig.click(redo_buttons.RELEASE_REDO, about)
    assert start_of((await form(rig)).content) == "check.smoke"


async def test_a_name_that_nothing_has_is_refused_with_what_has_begun(rig):
    made = await rejected(rig)
    await rig.command(f"redo {made.reference} payroll")
    assert "Nothing in this release is called “payroll”" in rig.private().text
    assert "“Smoke test”" in rig.private().text


async def test_what_has_not_begun_is_refused_by_name(rig):
    made = await rejected(rig)
    await rig.command(f"redo {made.reference} say that")
    assert "“Say that it is live” has not begun" in rig.private().text


async def test_the_second_of_two_forms_is_told_of_the_first(rig):
    made = await rejected(rig)
    await rig.command(f"redo {made.reference} validate")
    await rig.doors.redos.redo(made.id, "check.notes", 2, by=ROSA, reason="typo")
    await send(rig, "check.validate", "fixed")
    shown = str([each.content for each in rig.modals()])
    assert "had it redone from “Write the notes”" in shown
    assert (await rig.execution(made)).candidate == 2


async def test_a_later_click_on_a_voided_card_is_told_that_a_newer_round_counts(rig):
    made = await rejected(rig)
    gate = await rig.task(made, "Validate build")
    shown = await shown_of(rig, made, gate)
    await rig.doors.redos.redo(made.id, "check.validate", 2, by=ROSA, reason="fixed")
    old = buttons.TaskButton(task_id=gate.id, round=1, shown=shown)
    await rig.click(buttons.TASK_APPROVE, old, by=DANA)
    assert "it is in round 2 now" in rig.private(DANA).text
    execution = await rig.execution(made)
    assert execution.activity("check.validate").status is ActivityStatus.WAITING_FOR_INPUT
