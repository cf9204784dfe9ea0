"""What comes before a release starts and after it has ended: in the middle, again, cloned, back."""

import pytest

from bot.playground.seed import ROSA
from bot.views import again, buttons
from bot.views.modals import new_release
from orchestration.execution.state.statuses import ActivityStatus
from orchestration.releases.model import ReleaseStatus
from orchestration.values import ProcessId
from tests.bot.rig import WEB, rigged

BACK = WEB.model_copy(update={"id": ProcessId("web-rollback"), "name": "Web rollback"})
NOTES, VALIDATE, SMOKE, GO = "check.notes", "check.validate", "check.smoke", "ship.go"


@pytest.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        await made.publish(WEB.model_copy(update={"rollback": BACK.id}))
        await made.publish(BACK)
        yield made


def about(release):
    return buttons.ReleaseButton(release_id=release.id)


def begins_with(modal):
    """What stands in the fields of a form."""
    fields = [each["element"] for each in modal.content["blocks"] if each["type"] == "input"]
    return {each["action_id"]: each["initial_value"] for each in fields if "initial_value" in each}


async def referred(rig, reference):
    return await rig.storage.read(lambda tx: tx.releases.find_by_reference(reference))


async def aborted(rig):
    """One that was half done."""
    release = await rig.release()
    task = await rig.task(release, "Write the notes")
    await rig.executions.done(task.id, 1, by=task.people[0])
    smoke = await rig.task(release, "Smoke test")
    await rig.executions.done(smoke.id, 1, by=ROSA, outputs={"report": "green"})
    await rig.executions.abort(release.id, by=ROSA, reason="The canary is on fire")
    return release


async def test_a_start_before_its_time_asks_and_says_when_it_was_planned(rig):
    release = await rig.release(planned=True)
    await rig.command("start WEB-1")
    assert (await referred(rig, "WEB-1")).status is ReleaseStatus.SCHEDULED
    shown = str(rig.private().blocks)
    assert "It is planned for 01 Jan 2099, 00:00 UTC." in shown
    await rig.click(buttons.RELEASE_START, about(release))
    assert (await referred(rig, "WEB-1")).status is ReleaseStatus.RUNNING


async def test_what_was_done_already_is_left_out_of_a_release_that_starts_in_the_middle(rig):
    release = await rig.release(planned=True)
    choice = buttons.ReleaseChoice(verb="middle", release_id=release.id)
    await rig.click(again.MENU, choice)
    [modal] = rig.modals()
    values = {again.DONE: ["0", "2"], again.WHY: "done by hand on Friday"}
    await rig.act("view/submit", view_id=modal.id, values=values)
    execution = await rig.execution(release)
    assert execution.activity(NOTES).status is ActivityStatus.SKIPPED
    assert execution.activity(SMOKE).status is ActivityStatus.SKIPPED
    assert execution.activity(VALIDATE).status is ActivityStatus.WAITING_FOR_INPUT
    await rig.command("status WEB-1")
    assert "Smoke test: done by hand on Friday" in rig.private().text
    await rig.command("audit WEB-1")
    assert "done by hand on Friday" in rig.private().text


async def test_a_release_that_was_aborted_offers_its_rollback_with_its_inputs(rig):
    async with rig.working():
        release = await aborted(rig)
        posting = await rig.posted(f"show_release:{release.id}:r1")
        there = rig.slack.workspace.messages[posting.channel]
        await rig.until(lambda: again.ROLL_BACK in str(there[posting.ts].blocks))
    await rig.click(again.ROLL_BACK, about(release))
    [modal] = rig.modals()
    assert begins_with(modal) == {
        new_release.NAME: "Web rollback",
        new_release.VERSION: "4.2",
        new_release.input_block(0): "T-1",
    }
    await rig.act("view/submit", view_id=modal.id, values=filled(modal))
    made = await referred(rig, "WEB2-1")
    assert (made.process_id, made.version) == (BACK.id, "4.2")
    assert made.status is ReleaseStatus.RUNNING


def filled(modal):
    """Everything as the form begins."""
    values = begins_with(modal)
    for each in modal.content["blocks"]:
        if each["type"] == "input":
            element = each["element"]
            for initial in ("initial_option", "initial_conversation", "initial_channel"):
                if initial in element:
                    found = element[initial]
                    values[each["block_id"]] = found["value"] if isinstance(found, dict) else found
    return values


async def test_a_clone_begins_with_the_name_and_the_inputs_of_the_other(rig):
    await rig.release(inputs={"Ticket": "T-77"})
    await rig.command("clone WEB-1")
    [modal] = rig.modals()
    assert begins_with(modal)[new_release.input_block(0)] == "T-77"
    await rig.mention("clone WEB-1")
    assert "A new release like WEB-1 Web 4.2" in rig.private().text


async def test_a_rerun_goes_on_from_what_did_not_succeed_and_asks_sign_offs_again(rig):
    await aborted(rig)
    await rig.command("rerun WEB-1")
    [modal] = rig.modals()
    assert "2 of 4 activities succeeded and are skipped" in str(modal.content)
    await rig.act("view/submit", view_id=modal.id, values={again.FROM: "failed"})
    made = await referred(rig, "WEB-2")
    execution = await rig.execution(made)
    assert execution.activity(SMOKE).status is ActivityStatus.SKIPPED
    assert execution.outputs["report"].value == "green"
    assert execution.activity(VALIDATE).status is ActivityStatus.WAITING_FOR_INPUT
    await rig.command("status WEB-2")
    assert "Smoke test: It succeeded in WEB-1." in rig.private().text


async def test_a_rerun_from_the_start_leaves_nothing_out(rig):
    release = await aborted(rig)
    await rig.click(again.RUN_AGAIN, about(release))
    [modal] = rig.modals()
    await rig.act("view/submit", view_id=modal.id, values={again.FROM: "start"})
    execution = await rig.execution(await referred(rig, "WEB-2"))
    assert execution.activity(NOTES).status is ActivityStatus.WAITING_FOR_INPUT


async def test_what_has_not_ended_is_cloned_and_not_run_again(rig):
    await rig.release()
    await rig.command("rerun WEB-1")
    assert "has not ended" in rig.private().text
