"""What people do with a task besides answering it, in Slack: on its card and in forms."""

import pytest

from bot.playground.seed import DANA, KENJI, ROSA
from bot.views import buttons
from bot.views.modals import added_task, by_process, reason
from orchestration.execution.state.statuses import ActivityStatus, TaskStatus
from tests.bot.rig import WEB, rigged
from tests.execution.building import chore, manual, process


@pytest.fixture
async def rig(tmp_path):
    async with rigged(tmp_path) as made:
        yield made


def about(task):
    return buttons.TaskButton(task_id=task.id, round=task.round, shown="")


def block_of(task):
    return f"{task.id}.{task.round}"


async def choose(rig, task, what, *, by=ROSA):
    """One entry of the menu behind three dots, on the card of a task."""
    entry = {"type": "overflow", "action_id": buttons.TASK_MENU, "block_id": block_of(task)}
    option = {"text": {"type": "plain_text", "text": what}, "value": what}
    await rig.click(buttons.TASK_MENU, by=by, actions=[{**entry, "selected_option": option}])


async def send(rig, who=ROSA, **values):
    [modal] = rig.modals(who)
    return await rig.act("view/submit", who=who, view_id=modal.id, values=values)


async def started(rig):
    await rig.publish()
    return await rig.release()


async def card_says(rig, *said):
    return await rig.until(lambda: [x for x in rig.seen() if all(each in x for each in said)])


async def test_a_to_do_is_taken_blocked_and_reopened_on_its_card(rig):
    async with rig.working():
        release = await started(rig)
        notes = await rig.task(release, "Write the notes")
        await rig.click(buttons.TASK_TAKE, about(notes), by=KENJI)
        await card_says(rig, "Write the notes", f"<@{KENJI}> is on it")
        await choose(rig, notes, "block", by=KENJI)
        await send(rig, KENJI, **{reason.TEXT: "No access to the wiki"})
        await card_says(rig, "Write the notes", "Blocked: No access to the wiki")
        await choose(rig, notes, "unblock", by=KENJI)
        await rig.click(buttons.TASK_DONE, about(notes), by=KENJI)
        await rig.click(buttons.TASK_REOPEN, about(notes), by=KENJI)
        await card_says(rig, "Write the notes", "round 2")
    assert (await rig.task(release, "Write the notes")).status is TaskStatus.OPEN


async def test_who_is_not_asked_is_told_who_is(rig):
    release = await started(rig)
    notes = await rig.task(release, "Write the notes")
    await choose(rig, notes, "block", by=DANA)
    assert not rig.modals(DANA)
    assert f"<@{KENJI}> can do" in rig.private(DANA).text


async def test_a_task_is_added_edited_and_withdrawn_by_forms(rig):
    async with rig.working():
        release = await started(rig)
        notes = await rig.task(release, "Write the notes")
        await choose(rig, notes, "add")
        sent = await send(rig, **{added_task.NAME: "Sign it", added_task.KIND: "sign_off"})
        assert sent["errors"] == {added_task.NAME: "Please choose who signs."}
        fields = {added_task.NAME: "Call the bank", added_task.PEOPLE: [DANA]}
        await send(rig, **{**fields, added_task.KIND: "todo", added_task.REQUIRED: ["yes"]})
        await card_says(rig, "Call the bank", f"Added by <@{ROSA}>")
        added = await rig.task(release, "Call the bank")
        assert (added.people, added.required) == ((DANA,), True)

        await choose(rig, added, "edit")
        await send(rig, **{added_task.NAME: "Ring them", added_task.PEOPLE: [KENJI]})
        await card_says(rig, "Ring them", f"Asked: <@{KENJI}>")
        await choose(rig, added, "withdraw")
        await send(rig)
        await card_says(rig, "Ring them", f"Withdrawn by <@{ROSA}>")


async def test_somebody_else_is_told_who_may_add(rig):
    release = await started(rig)
    await choose(rig, await rig.task(release, "Write the notes"), "add", by=DANA)
    assert not rig.modals(DANA)
    assert "You cannot add a task to “Write the notes”" in rig.private(DANA).text


async def test_a_declared_task_is_skipped_with_a_reason_that_its_card_shows(rig):
    async with rig.working():
        release = await started(rig)
        notes = await rig.task(release, "Write the notes")
        await choose(rig, notes, "skip")
        await send(rig, **{reason.TEXT: "Nothing changed"})
        await card_says(rig, "Write the notes", f"Skipped by <@{ROSA}>", "Nothing changed")
    execution = await rig.execution(release)
    assert execution.activity(notes.ref).status is ActivityStatus.SKIPPED


async def test_each_row_of_a_shared_message_has_a_menu_of_its_own(rig):
    async with rig.working():
        chores = [manual(f"note-{n}", chore(f"note-{n}", assignees=(KENJI,))) for n in range(3)]
        web = process(*chores)
        more = {"id": WEB.id, "inputs": WEB.inputs, "owners": WEB.owners}
        await rig.publish(web.model_copy(update=more))
        release = await rig.release()
        await card_says(rig, "3 things to do")
        second = await rig.task(release, "note-1")
        await choose(rig, second, "block", by=KENJI)
        await send(rig, KENJI, **{reason.TEXT: "No access"})
        told = await card_says(rig, "3 things to do", "Blocked: No access")
    assert told[0].index("note-1") < told[0].index("Blocked") < told[0].index("note-2")


async def test_a_process_is_started_from_a_task_and_its_end_is_said_in_the_thread(rig):
    fix = process(manual("mend", chore(assignees=(KENJI,))))
    async with rig.working():
        await rig.publish(
            fix.model_copy(update={"id": "hotfix", "name": "Hotfix", "owners": WEB.owners})
        )
        release = await started(rig)
        notes = await rig.task(release, "Write the notes")
        await choose(rig, notes, "add", by=ROSA)
        [adding] = await rig.until(rig.modals)
        await rig.act("click", who=ROSA, view_id=adding.id, action_id=buttons.TASK_PROCESS)
        choosing = await rig.until(lambda: [x for x in rig.modals() if "Start a process" in str(x)])
        option = {"selected_option": {"value": "hotfix"}}
        await rig.act("view/submit", view_id=choosing[-1].id, values={by_process.PROCESS: option})
        await rig.act("view/submit", view_id=rig.modals()[-1].id, values={})
        await card_says(rig, "Write the notes", "Process *Hotfix*, started by", "running")
        await card_says(rig, "↳ mend")
        root = await rig.execution(release)
        [child] = root.activity(notes.ref).inside
        asked = await rig.storage.read(lambda tx: tx.executions.get(child))
        [inner] = asked.tasks.values()
        await rig.click(buttons.TASK_DONE, about(inner), by=KENJI)
        await card_says(rig, "“Hotfix”, which", "started from “Write the notes”, succeeded")
    assert (await rig.task(release, "Write the notes")).open
