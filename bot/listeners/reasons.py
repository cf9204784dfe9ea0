"""The form that asked why, sent: it rejects, reports a failure, ignores or aborts."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import OUTDATED, Heard
from bot.listeners.listening import submitting
from bot.listeners.replies import Submitted, errors
from bot.views import buttons
from bot.views.modals import reason
from orchestration.errors import Rejected
from orchestration.ports import Transaction


def register(app: AsyncApp, doors: Doors) -> None:
    async def give(heard: Heard) -> Submitted:
        form = buttons.ReasonForm.model_validate_json(heard.view["private_metadata"])
        said = reason.read(heard.view)
        if not said:
            return errors({reason.TEXT: "Please say why, in a few words."})
        await decide(doors, form, said, heard)
        return Submitted()

    app.view(buttons.REASON)(**submitting(doors, payloads.submission, give, field=reason.TEXT))


async def decide(doors: Doors, form: buttons.ReasonForm, said: str, heard: Heard) -> None:
    """One decision; the service says who may and whether it still can be made."""
    by = heard.by
    match form:
        case buttons.ReasonForm(verb="block", task=buttons.TaskButton() as task):
            await doors.todos.block(heard.door_key, task.task_id, task.round, by=by, reason=said)
        case buttons.ReasonForm(verb="leave_out", task=buttons.TaskButton() as task):
            await doors.task_changes.skip(task.task_id, task.round, by=by, reason=said)
        case buttons.ReasonForm(verb="reject", task=buttons.TaskButton() as task):
            await doors.executions.reject(
                task.task_id, task.round, shown=task.shown, by=by, reason=said
            )
        case buttons.ReasonForm(verb="failed", task=buttons.TaskButton() as task):
            await doors.executions.failed(task.task_id, task.round, by=by, reason=said)
        case buttons.ReasonForm(verb="ignore", hold=buttons.HoldButton() as hold):
            outputs = reason.read_outputs(heard.view, await _outputs(doors, hold))
            await doors.executions.ignore(
                hold.execution_id, hold.ref, hold.attempt, by=by, reason=said, outputs=outputs
            )
        case buttons.ReasonForm(verb="abort", release=buttons.ReleaseButton() as release):
            await doors.executions.abort(release.release_id, by=by, reason=said)
        case buttons.ReasonForm(verb="start anyway", release=buttons.ReleaseButton() as release):
            await doors.releases.start(release.release_id, by=by, override=said)
        case _:
            raise Rejected(OUTDATED)


async def _outputs(doors: Doors, hold: buttons.HoldButton) -> tuple[str, ...]:
    """What the activity declares, in the order in which the form asked for it."""

    def look(tx: Transaction) -> tuple[str, ...]:
        return tx.executions.get(hold.execution_id).plan.activities[hold.ref].outputs

    return await doors.database.read(look)
