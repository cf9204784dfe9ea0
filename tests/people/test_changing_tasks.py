"""Tasks of a running activity, changed by who may; refused in words to everybody else."""

from datetime import timedelta

import pytest

from orchestration.errors import Rejected
from orchestration.execution.decisions.todo_service import TodoService
from orchestration.execution.state.keys import task_id
from orchestration.execution.state.statuses import TaskStatus
from orchestration.execution.tasks.wanted import TaskWanted
from orchestration.people.rights import Administrators
from orchestration.processes.tasks import TaskKind
from orchestration.releases.naming import execution_of
from orchestration.values import ActivityRef, UserId
from tests.people.office import ADMIN, MEMBER, NOTES, STRANGER, ready
from tests.storage.building import NOON, SettableClock

WRITER, STARTER = UserId("U0WRITER99"), UserId("U0STARTER1")
DUE = NOON + timedelta(hours=2)
CALL = TaskWanted(name="Call the bank", people=(STRANGER,), due_at=DUE)


@pytest.fixture
async def running(office):
    """A release that WRITER works on and ADMIN owns; its execution's id."""
    await ready(office)
    await office.people.bind({"Web writer": [WRITER]}, by=ADMIN)
    return execution_of((await office.release(now=True)).id)


@pytest.fixture
def todos(office):
    return TodoService(office.database, SettableClock(), Administrators([ADMIN]))


async def tasks(office, execution_id):
    """As another process would read them: the database alone says what is there."""
    office.database._caches.executions.drop(execution_id)
    return (await office.database.read(lambda tx: tx.executions.get(execution_id))).tasks


async def refused(call):
    with pytest.raises(Rejected) as refusal:
        await call
    return refusal.value.text


async def test_what_is_added_is_kept_with_whom_it_asks_and_when_it_is_due(office, running):
    added = await office.tasks.add("view 1", running, NOTES, 1, CALL, by=ADMIN)
    assert await office.tasks.add("view 1", running, NOTES, 1, CALL, by=ADMIN) == added
    task = (await tasks(office, running))[added]
    assert (task.people, task.added_by, task.due_at) == ((STRANGER,), ADMIN, DUE)
    assert len(await office.database.read(lambda tx: tx.executions.open_tasks_of(STRANGER))) == 1


async def test_the_owner_of_the_release_needs_no_right_to_add(office, running):
    execution = await office.database.read(lambda tx: tx.executions.get(running))
    assert execution.owner == ADMIN
    said = await refused(office.tasks.add("view 1", running, NOTES, 1, CALL, by=MEMBER))
    assert said.startswith("You cannot add a task to “Notes”.")
    assert said.endswith(f"So can whoever owns it: {{@{ADMIN}}}.")


async def test_nobody_is_asked_who_does_not_exist_and_nothing_is_due_in_the_past(office, running):
    nobody = CALL.model_copy(update={"people": ("No such role",)})
    said = await refused(office.tasks.add("view 1", running, NOTES, 1, nobody, by=ADMIN))
    assert "“No such role” is nobody who can be asked" in said
    past = CALL.model_copy(update={"due_at": NOON - timedelta(hours=1)})
    said = await refused(office.tasks.add("view 1", running, NOTES, 1, past, by=ADMIN))
    assert "due before it is asked" in said


async def test_what_was_added_is_edited_and_withdrawn_and_what_is_declared_is_not(office, running):
    added = await office.tasks.add("view 1", running, NOTES, 1, CALL, by=ADMIN)
    assert await office.tasks.to_edit(added, 1, by=ADMIN) == CALL
    await office.tasks.edit(added, 1, CALL.model_copy(update={"name": "Ring them"}), by=ADMIN)
    assert (await tasks(office, running))[added].name == "Ring them"
    await office.tasks.withdraw(added, 1, by=ADMIN)
    assert (await tasks(office, running))[added].status is TaskStatus.WITHDRAWN
    declared = task_id(running, NOTES, "do")
    assert "can only be skipped" in await refused(office.tasks.withdraw(declared, 1, by=ADMIN))


async def test_a_gate_is_skipped_by_who_may_go_past_gates_with_a_reason(office, running):
    gate = task_id(running, ActivityRef("go.gate"), "sign")
    assert "say why" in await refused(office.tasks.skip(gate, 1, by=ADMIN, reason=" "))
    await office.tasks.skip(gate, 1, by=ADMIN, reason="the team is away")
    assert (await tasks(office, running))[gate].status is TaskStatus.SKIPPED
    entries = await office.database.read(lambda tx: tx.audit.entries([running]))
    assert [(each.action, each.through) for each in entries][-1] == ("skipped", "administrator")


async def test_a_sign_off_is_added_with_everybody_it_needs(office, running):
    both = TaskWanted(name="Agree", kind=TaskKind.SIGN_OFF, people=(ADMIN, STRANGER), needed="all")
    added = await office.tasks.add("view 1", running, NOTES, 1, both, by=ADMIN)
    assert (await tasks(office, running))[added].needed == 2
    alone = both.model_copy(update={"people": ()})
    said = await refused(office.tasks.add("view 2", running, NOTES, 1, alone, by=ADMIN))
    assert said == "Please choose who signs."


async def test_a_to_do_is_taken_blocked_and_reopened_by_who_is_asked(office, running, todos):
    notes = task_id(running, NOTES, "do")
    await todos.take(notes, 1, by=WRITER)
    await todos.block("view 1", notes, 1, by=WRITER, reason="no access to the wiki")
    task = (await tasks(office, running))[notes]
    bodies = await office.database.read(lambda tx: tx.texts.bodies([task.blocked.reason_id]))
    assert (task.taken_by, [*bodies.values()]) == (WRITER, ["no access to the wiki"])
    assert "You are not asked here." in await refused(todos.take(notes, 1, by=STRANGER))
    assert await refused(todos.reopen(notes, 1, by=WRITER)) == "“Notes” is open."
    await todos.unblock(notes, 1, by=WRITER)
    await office.executions.done(notes, 1, by=WRITER)
    await todos.reopen(notes, 1, by=WRITER)
    assert (await tasks(office, running))[notes].round == 2
