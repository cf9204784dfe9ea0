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
from orchestration.values import UserId


def register(app: AsyncApp, doors: Doors) -> None:
    async def give(heard: Heard) -> Submitted:
        form = buttons.ReasonForm.model_validate_json(heard.view["private_metadata"])
        said = reason.read(heard.view)
        if not said:
            return errors({reason.TEXT: "Please say why, in a few words."})
        await decide(doors, form, said, heard.by)
        return Submitted()

    app.view(buttons.REASON)(**submitting(doors, payloads.submission, give, field=reason.TEXT))


async def decide(doors: Doors, form: buttons.ReasonForm, said: str, by: UserId) -> None:
    """One decision; the service says who may and whether it still can be made."""
    match form:
        case buttons.ReasonForm(verb="reject", task=buttons.TaskButton() as task):
            await doors.executions.reject(
                task.task_id, task.round, shown=task.shown, by=by, reason=said
            )
        case buttons.ReasonForm(verb="failed", task=buttons.TaskButton() as task):
            await doors.executions.failed(task.task_id, task.round, by=by, reason=said)
        case buttons.ReasonForm(verb="ignore", hold=buttons.HoldButton() as hold):
            await doors.executions.ignore(
                hold.execution_id, hold.ref, hold.attempt, by=by, reason=said
            )
        case buttons.ReasonForm(verb="abort", release=buttons.ReleaseButton() as release):
            await doors.executions.abort(release.release_id, by=by, reason=said)
        case _:
            raise Rejected(OUTDATED)
