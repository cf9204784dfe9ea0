"""The buttons of tasks: done, approve, reject, failed."""

from __future__ import annotations

from typing import Literal

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.mine import mine
from bot.listeners.replies import Open, Replace, Reply, Submitted, errors
from bot.views import buttons
from bot.views.modals import outputs, reason
from orchestration.errors import Rejected
from orchestration.execution.state.statuses import WorkKind
from orchestration.execution.tasks.answers import unfit_answers
from orchestration.ports import Transaction
from orchestration.read_models.lookup import task_card_in
from orchestration.read_models.task_cards import TaskCard
from orchestration.releases.naming import execution_of_task


def register(app: AsyncApp, doors: Doors) -> None:
    async def approve(heard: Heard) -> Reply | None:
        task = heard.carried(buttons.TaskButton)
        await doors.executions.approve(
            task.task_id, task.round, shown=task.shown, by=heard.by, confirmed=task.confirms
        )
        return None

    async def done(heard: Heard) -> Reply | None:
        task = heard.carried(buttons.TaskButton)
        card = await _card(doors, task)
        if _asks_for_outputs(card):
            await doors.executions.demand_open(task.task_id, task.round, by=heard.by)
            return Open(outputs.draw(card))
        await doors.executions.done(task.task_id, task.round, by=heard.by)
        return None

    async def reject(heard: Heard) -> Reply | None:
        return await _ask_why(doors, heard, "reject")

    async def failed(heard: Heard) -> Reply | None:
        return await _ask_why(doors, heard, "failed")

    async def redraw(heard: Heard) -> Reply | None:
        """A private list cannot be redrawn by what is owed: its response URL dies with it."""
        return Replace(await mine(doors, heard)) if heard.ephemeral else None

    async def give_outputs(heard: Heard) -> Submitted:
        form = buttons.OutputsForm.model_validate_json(heard.view["private_metadata"])
        card = await _card(doors, form.task)
        answer = outputs.read(heard.view, card)
        unfit = unfit_answers(card.fields, answer.outputs)
        at = {each.id: outputs.block_id(n) for n, each in enumerate(card.fields)}
        wrong = {at[each]: said for each, said in unfit.items()}
        if card.kind is WorkKind.FINALISE and not answer.note:
            wrong[outputs.NOTE] = "Please write a closing note, in a few words."
        if wrong:
            return errors(wrong)
        await doors.executions.done(
            form.task.task_id,
            form.task.round,
            by=heard.by,
            outputs=answer.outputs,
            note=answer.note,
        )
        return Submitted()

    app.action(buttons.TASK_APPROVE)(
        **listening(doors, payloads.action, record=approve, tell=redraw)
    )
    app.action(buttons.TASK_DONE)(**listening(doors, payloads.action, record=done, tell=redraw))
    app.action(buttons.TASK_REJECT)(**listening(doors, payloads.action, tell=reject))
    app.action(buttons.TASK_FAILED)(**listening(doors, payloads.action, tell=failed))
    app.view(buttons.OUTPUTS)(**submitting(doors, payloads.submission, give_outputs))


async def _ask_why(doors: Doors, heard: Heard, verb: Literal["reject", "failed"]) -> Reply:
    """The form of the reason, for those who may give one."""
    task = heard.carried(buttons.TaskButton)
    await doors.executions.demand_open(task.task_id, task.round, by=heard.by)
    card = await _card(doors, task)
    return Open(reason.draw(buttons.ReasonForm(verb=verb, task=task), card.name))


async def _card(doors: Doors, task: buttons.TaskButton) -> TaskCard:
    def look(tx: Transaction) -> TaskCard:
        execution_id = execution_of_task(task.task_id)
        if task.task_id not in tx.executions.get(execution_id).tasks:
            raise Rejected("This task does not exist any more.")
        return task_card_in(tx, task.task_id, execution_id, round_=task.round)

    return await doors.database.read(look)


def _asks_for_outputs(card: TaskCard) -> bool:
    return card.kind is WorkKind.FINALISE or bool(card.fields)
