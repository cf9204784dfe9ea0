"""What people do with a task besides answering it: take, block, reopen, add, edit, leave out."""

from __future__ import annotations

from typing import assert_never, get_args

from slack_bolt.async_app import AsyncApp

from bot.listeners import handing_on
from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import OUTDATED, Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.mine import mine
from bot.listeners.replies import Open, Replace, Reply, Submitted
from bot.views import buttons, task_menu
from bot.views.modals import added_task, reason, remark
from orchestration.errors import Rejected
from orchestration.ports import Transaction
from orchestration.read_models.task_cards import TaskChoice
from orchestration.releases.naming import execution_of_task


def register(app: AsyncApp, doors: Doors) -> None:
    async def take(heard: Heard) -> Reply | None:
        task = heard.carried(buttons.TaskButton)
        await doors.todos.take(task.task_id, task.round, by=heard.by)
        return None

    async def reopen(heard: Heard) -> Reply | None:
        task = heard.carried(buttons.TaskButton)
        await doors.todos.reopen(task.task_id, task.round, by=heard.by)
        return None

    async def redraw(heard: Heard) -> Reply | None:
        return Replace(await mine(doors, heard)) if heard.ephemeral else None

    async def at_once(heard: Heard) -> Reply | None:
        if heard.value == "unblock":
            task = _task_of(heard)
            await doors.todos.unblock(task.task_id, task.round, by=heard.by)
        if heard.value == "take_back":
            task = _task_of(heard)
            await doors.handing.take_back(task.task_id, task.round, by=heard.by)
        return None

    async def chosen(heard: Heard) -> Reply | None:
        if heard.value in {"unblock", "take_back"}:
            return await redraw(heard)
        return Open(await _form(doors, heard, _task_of(heard), _choice_of(heard)))

    async def save(heard: Heard) -> Submitted:
        form = buttons.AddedTaskForm.model_validate_json(heard.view["private_metadata"])
        wanted = added_task.read(heard.view)
        if form.task:
            await doors.task_changes.edit(form.task.task_id, form.task.round, wanted, by=heard.by)
        else:
            await doors.task_changes.add(
                heard.door_key, form.execution_id, form.ref, form.attempt, wanted, by=heard.by
            )
        return Submitted()

    async def remark_on(heard: Heard) -> Submitted:
        task = buttons.TaskForm.model_validate_json(heard.view["private_metadata"])
        said = remark.read(heard.view)
        await doors.remarks.attach(
            heard.door_key,
            task.task_id,
            task.round,
            by=heard.by,
            text=said.text,
            files=said.files,
            link=said.link,
        )
        return Submitted()

    async def withdraw(heard: Heard) -> Submitted:
        task = buttons.TaskForm.model_validate_json(heard.view["private_metadata"])
        await doors.task_changes.withdraw(task.task_id, task.round, by=heard.by)
        return Submitted()

    app.action(buttons.TASK_TAKE)(**listening(doors, payloads.action, record=take, tell=redraw))
    app.action(buttons.TASK_REOPEN)(**listening(doors, payloads.action, record=reopen, tell=redraw))
    app.action(buttons.TASK_MENU)(**listening(doors, payloads.action, record=at_once, tell=chosen))
    app.action(buttons.TASK_COMMENT)(**listening(doors, payloads.action, tell=chosen))
    app.view(buttons.TASK_ADDED)(
        **submitting(doors, payloads.submission, save, field=added_task.NAME)
    )
    app.view(buttons.TASK_REMARK)(
        **submitting(doors, payloads.submission, remark_on, field=remark.LINK)
    )
    app.view(buttons.TASK_WITHDRAWN)(**submitting(doors, payloads.submission, withdraw))


async def _form(
    doors: Doors, heard: Heard, task: buttons.TaskForm, choice: TaskChoice
) -> dict[str, object]:
    """Only for those who may send it; the rest learn who can instead."""
    about, name, activity, roles = await _about(doors, task)
    match choice:
        case "block":
            await doors.executions.demand_open(task.task_id, task.round, by=heard.by)
            return reason.draw(_why("block", task), name)
        case "remark":
            await doors.remarks.demand(task.task_id, task.round, by=heard.by)
            return remark.draw(task, name)
        case "skip":
            await doors.task_changes.demand_skipping(task.task_id, task.round, by=heard.by)
            return reason.draw(_why("leave_out", task), name)
        case "add":
            await doors.task_changes.demand_adding(
                about.execution_id, about.ref, about.attempt, by=heard.by
            )
            return added_task.draw(about, activity, roles, beside=task)
        case "edit":
            was = await doors.task_changes.to_edit(task.task_id, task.round, by=heard.by)
            again = about.model_copy(update={"task": task})
            return added_task.draw(again, activity, roles, was)
        case "withdraw":
            await doors.task_changes.to_edit(task.task_id, task.round, by=heard.by)
            return added_task.withdrawal(task, name)
        case "hand":
            return await handing_on.form(doors, heard, task)
        case "take" | "unblock" | "reopen" | "take_back" | "snooze":
            raise Rejected(OUTDATED)
        case _:
            assert_never(choice)


async def _about(
    doors: Doors, task: buttons.TaskForm
) -> tuple[buttons.AddedTaskForm, str, str, tuple[str, ...]]:
    """Where the task stands, its name, its activity's, and the roles of the workspace."""

    def look(tx: Transaction) -> tuple[buttons.AddedTaskForm, str, str, tuple[str, ...]]:
        execution = tx.executions.get(execution_of_task(task.task_id))
        found = execution.tasks.get(task.task_id)
        if found is None:
            raise Rejected("This task does not exist any more.")
        form = buttons.AddedTaskForm(
            execution_id=execution.id,
            ref=found.ref,
            attempt=execution.activity(found.ref).attempt,
        )
        roles = tuple(each.name for each in tx.roles.all().values() if each.members)
        return form, found.name, execution.plan.activities[found.ref].name, roles

    return await doors.database.read(look)


def _why(verb: str, task: buttons.TaskForm) -> buttons.ReasonForm:
    about = buttons.TaskButton(task_id=task.task_id, round=task.round, shown="")
    return buttons.ReasonForm.model_validate({"verb": verb, "task": about})


def _task_of(heard: Heard) -> buttons.TaskForm:
    clicked = (heard.body.get("actions") or [{}])[0]
    task = task_menu.of_block(str(clicked.get("block_id", "")))
    if task is None:
        raise Rejected(OUTDATED)
    return task


def _choice_of(heard: Heard) -> TaskChoice:
    for each in get_args(TaskChoice):
        if each == heard.value:
            choice: TaskChoice = each
            return choice
    raise Rejected(OUTDATED)
