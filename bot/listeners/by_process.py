"""A process that a person runs, for what is on hold or from a task: which one, what it is told."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue
from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners import rights
from bot.listeners.doors import Doors
from bot.listeners.heard import OUTDATED, Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.replies import Open, Reply, Submitted, errors, instead
from bot.views import buttons
from bot.views.modals import by_process
from orchestration.errors import Rejected
from orchestration.ports import Transaction
from orchestration.processes.input_values import as_text
from orchestration.processes.model import ProcessVersion
from orchestration.releases.naming import execution_of_task
from orchestration.values import ExecutionId, ProcessId, UserId

_SENT_BEFORE = "This form was sent before: look at the card of the hold."
_NOTHING = "There is no process to run. `/release draft` makes one."


def register(app: AsyncApp, doors: Doors) -> None:
    async def of_hold(heard: Heard) -> Reply:
        hold = heard.carried(buttons.HoldButton)
        card = await rights.demand_hold(doors, hold, heard.by, to="retry it")
        return await _form(doors, heard, card.name, buttons.ByProcessPlace(hold=hold))

    async def of_task(heard: Heard) -> Reply:
        task = heard.carried(buttons.TaskForm)
        name = await doors.from_task.demand(task.task_id, task.round, by=heard.by)
        return await _form(doors, heard, name, buttons.ByProcessPlace(task=task))

    async def choose(heard: Heard) -> Submitted:
        place = buttons.ByProcessPlace.model_validate_json(heard.view["private_metadata"])
        of = await _chosen(doors, place, by_process.read_process(heard.view), heard.by)
        form = buttons.ByProcessForm(
            place=place, process_id=of.process.id, process_version=of.version
        )
        _, known = await _drawn_from(doors, form)
        return instead(by_process.draw_inputs(of, form, known))

    async def give(heard: Heard) -> Submitted:
        form = buttons.ByProcessForm.model_validate_json(heard.view["private_metadata"])
        before = await doors.forms.kept(heard.door_key, form.page)
        if form.page and not before:
            raise Rejected(_SENT_BEFORE)
        of, known = await _drawn_from(doors, form)
        shown = heard.view["state"]["values"]
        inputs, problems = by_process.read_inputs({**before, **shown}, of.process)
        if here := {block: said for block, said in problems.items() if block in heard.fields}:
            return errors(here)
        if not by_process.is_last(of, form):
            await doors.forms.keep(heard.door_key, form.page, shown)
            following = form.model_copy(update={"page": form.page + 1})
            return instead(by_process.draw_inputs(of, following, known))
        told = {name: as_text(value) for name, value in inputs.items()}
        await _run(doors, heard, form, told)
        if form.page:
            await doors.forms.forget(heard.door_key, range(form.page))
        return Submitted({"response_action": "clear"})

    app.action(buttons.HOLD_BY_PROCESS)(**listening(doors, payloads.action, tell=of_hold))
    app.action(buttons.TASK_PROCESS)(**listening(doors, payloads.action, tell=of_task))
    app.view(by_process.CHOOSE)(
        **submitting(doors, payloads.submission, choose, field=by_process.PROCESS)
    )
    app.view(by_process.GIVE)(**submitting(doors, payloads.submission, give))


async def _form(doors: Doors, heard: Heard, about: str, place: buttons.ByProcessPlace) -> Reply:
    known = await doors.processes.list(by=heard.by)
    listed = [(each.id, each.name) for each in known if each.archived_by is None]
    if not listed:
        raise Rejected(_NOTHING)
    return Open(by_process.draw(listed, about, place))


async def _chosen(
    doors: Doors, place: buttons.ByProcessPlace, process_id: ProcessId, by: UserId
) -> ProcessVersion:
    match place:
        case buttons.ByProcessPlace(hold=buttons.HoldButton() as hold):
            return await doors.standing_in.chosen(
                hold.execution_id, hold.ref, hold.attempt, process_id, by=by
            )
        case buttons.ByProcessPlace(task=buttons.TaskForm() as task):
            return await doors.from_task.chosen(task.task_id, task.round, process_id, by=by)
        case _:
            raise Rejected(OUTDATED)


async def _run(
    doors: Doors, heard: Heard, form: buttons.ByProcessForm, told: Mapping[str, str]
) -> None:
    process = (form.process_id, form.process_version)
    match form.place:
        case buttons.ByProcessPlace(hold=buttons.HoldButton() as hold):
            await doors.standing_in.retry(
                hold.execution_id, hold.ref, hold.attempt, process, told, by=heard.by
            )
        case buttons.ByProcessPlace(task=buttons.TaskForm() as task):
            await doors.from_task.start(
                heard.door_key, task.task_id, task.round, process, told, by=heard.by
            )
        case _:
            raise Rejected(OUTDATED)


def _execution_of(place: buttons.ByProcessPlace) -> ExecutionId:
    if place.task:
        return execution_of_task(place.task.task_id)
    if place.hold:
        return place.hold.execution_id
    raise Rejected(OUTDATED)


async def _drawn_from(
    doors: Doors, form: buttons.ByProcessForm
) -> tuple[ProcessVersion, Mapping[str, JsonValue]]:
    """The very version the form was drawn from, and what the release was given."""

    def look(tx: Transaction) -> tuple[ProcessVersion, Mapping[str, JsonValue]]:
        of = tx.processes.version(form.process_id, form.process_version)
        inside = tx.executions.get(_execution_of(form.place))
        known: dict[str, JsonValue] = dict(inside.facts.inputs)
        return of, known

    return await doors.database.read(look)
