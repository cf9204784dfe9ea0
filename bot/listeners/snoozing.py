"""*Remind me later…* on the cards of tasks and of holds."""

from __future__ import annotations

from datetime import datetime, timedelta

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import OUTDATED, Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.replies import Open, Reply, Submitted
from bot.views import buttons
from bot.views.elements import Block
from bot.views.modals import snooze
from orchestration.errors import Rejected
from orchestration.execution.decisions.demanding import open_task
from orchestration.execution.decisions.snoozing import demand_reminded
from orchestration.ports import Transaction
from orchestration.releases.naming import execution_of_task
from orchestration.values import UserId

_PROPOSED = timedelta(hours=2)


def register(app: AsyncApp, doors: Doors) -> None:
    async def ask(heard: Heard) -> Reply:
        hold = heard.carried(buttons.HoldButton)
        return Open(await hold_form(doors, hold, heard.by))

    async def ask_of_task(heard: Heard) -> Reply:
        about = heard.carried(buttons.TaskButton)
        task = buttons.TaskForm(task_id=about.task_id, round=about.round)
        return Open(await task_form(doors, task, heard.by))

    async def give(heard: Heard) -> Submitted:
        form = buttons.SnoozeForm.model_validate_json(heard.view["private_metadata"])
        until = snooze.read(heard.view)
        if form.task:
            task = form.task
            await doors.snoozes.of_task(task.task_id, task.round, by=heard.by, until=until)
        elif form.hold:
            hold = form.hold
            await doors.snoozes.of_hold(
                hold.execution_id, hold.ref, hold.attempt, by=heard.by, until=until
            )
        else:
            raise Rejected(OUTDATED)
        return Submitted()

    app.action(buttons.TASK_SNOOZE)(**listening(doors, payloads.action, tell=ask_of_task))
    app.action(buttons.HOLD_SNOOZE)(**listening(doors, payloads.action, tell=ask))
    app.view(buttons.SNOOZE)(**submitting(doors, payloads.submission, give, field=snooze.UNTIL))


async def task_form(doors: Doors, task: buttons.TaskForm, by: UserId) -> Block:
    """Only for those who are asked."""

    def look(tx: Transaction) -> tuple[str, datetime | None]:
        execution = tx.executions.get(execution_of_task(task.task_id))
        found = open_task(execution, task.task_id, task.round, by)
        return found.name, found.due_at

    name, due_at = await doors.database.read(look)
    form = buttons.SnoozeForm(task=task)
    return snooze.draw(form, name, until=doors.clock.now() + _PROPOSED, due_at=due_at)


async def hold_form(doors: Doors, hold: buttons.HoldButton, by: UserId) -> Block:
    """Only for those whose task the hold is."""

    def look(tx: Transaction) -> tuple[str, datetime | None]:
        execution = tx.executions.get(hold.execution_id)
        demand_reminded(execution, hold.ref, hold.attempt, by)
        deadline = execution.activity(hold.ref).deadline
        name = execution.plan.activities[hold.ref].name
        return name, deadline.due_at if deadline else None

    name, due_at = await doors.database.read(look)
    form = buttons.SnoozeForm(hold=hold)
    return snooze.draw(form, name, until=doors.clock.now() + _PROPOSED, due_at=due_at)
