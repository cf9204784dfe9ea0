"""*Hand on…* and *Take back* of a task's card: delegated by who is asked, reassigned by others."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard, Json
from bot.listeners.listening import submitting
from bot.listeners.replies import Submitted, errors
from bot.views import buttons
from bot.views.modals import hand_on
from orchestration.ports import Transaction


def register(app: AsyncApp, doors: Doors) -> None:
    async def send(heard: Heard) -> Submitted:
        task = buttons.TaskForm.model_validate_json(heard.view["private_metadata"])
        answer = hand_on.read(heard.view)
        if answer.to is None:
            return errors({hand_on.TO: "Choose a person."})
        if answer.of is None:
            await doors.handing.delegate(
                task.task_id, task.round, to=answer.to, until=answer.until, by=heard.by
            )
        else:
            await doors.handing.reassign(
                task.task_id,
                task.round,
                of=answer.of,
                to=answer.to,
                reason=answer.why,
                by=heard.by,
            )
        return Submitted()

    app.view(buttons.TASK_HANDED)(**submitting(doors, payloads.submission, send, field=hand_on.TO))


async def form(doors: Doors, heard: Heard, task: buttons.TaskForm) -> Json:
    """To delegate for who is asked; to reassign for who may; a refusal for everybody else."""

    def look(tx: Transaction) -> Json:
        found, places = doors.handing.places(tx, task.task_id, task.round, by=heard.by)
        if heard.by in found.missing:
            return hand_on.delegation(task, found.name)
        people = tx.directory.people(places)
        named = [(who, people[who].name if who in people else who) for who in places]
        return hand_on.reassignment(task, found.name, named)

    return await doors.database.read(look)
