"""A form in a release: asked in the thread, filled in by a modal, read by what comes after it."""

import pytest

from bot.views import buttons
from bot.views.modals import outputs
from orchestration.execution.state.statuses import ActivityStatus, WorkKind
from orchestration.processes.tasks import FormField
from tests.bot.rig import WEB, rigged
from tests.execution.building import chore, form, manual, process, todo

TICKET = FormField(id="ticket", label="Ticket", pattern="OPS-[0-9]+")


@pytest.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        yield made


async def released(rig, *activities):
    web = process(*activities)
    await rig.publish(
        web.model_copy(update={"id": WEB.id, "inputs": WEB.inputs, "owners": WEB.owners})
    )
    return await rig.release()


async def button_of(rig, release, kind):
    execution = await rig.execution(release)
    [task] = [each for each in execution.tasks.values() if each.kind is kind]
    return buttons.TaskButton(task_id=task.id, round=task.round, shown="")


async def fill(rig, **values):
    [modal] = rig.modals()
    return await rig.act("view/submit", view_id=modal.id, values=values)


async def test_a_form_is_filled_in_and_what_does_not_fit_is_said_at_its_field(rig):
    ask = manual("ask", form("form", TICKET))
    read = "phases.work.activities.ask.outputs.ticket == 'OPS-1'"
    release = await released(rig, ask, todo("go", after=("ask",), if_=read))
    await rig.click(buttons.TASK_DONE, await button_of(rig, release, WorkKind.FORM))
    sent = await fill(rig, **{outputs.block_id(0): "soon"})
    assert sent["errors"] == {outputs.block_id(0): "It must match OPS-[0-9]+."}
    await fill(rig, **{outputs.block_id(0): "OPS-2"})
    execution = await rig.execution(release)
    assert execution.activity("work.ask").outputs == {"ticket": "OPS-2"}
    assert execution.activity("work.go").status is ActivityStatus.SKIPPED


async def test_its_owner_finalises_with_a_note_that_is_kept_on_the_card(rig):
    async with rig.working():
        cut = manual("cut", chore("tag"), finalise="owner", outputs=("tag",))
        release = await released(rig, cut)
        await rig.click(buttons.TASK_DONE, await button_of(rig, release, WorkKind.TODO))
        finalise = await button_of(rig, release, WorkKind.FINALISE)
        await rig.click(buttons.TASK_DONE, finalise)
        blank = await fill(rig, **{outputs.block_id(0): "v4"})
        assert outputs.NOTE in blank["errors"]
        await fill(rig, **{outputs.block_id(0): "v4", outputs.NOTE: "Cut from main"})
        told = await rig.until(
            lambda: [x for x in rig.seen() if x.startswith("Finalise") and "Cut from main" in x]
        )
    assert "Done by" in told[0]
    execution = await rig.execution(release)
    assert execution.activity("work.cut").outputs == {"tag": "v4"}
