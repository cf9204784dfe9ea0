"""The buttons of what is on hold: retry, it started, ignore, abort."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners import release_verbs, rights
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.mine import mine
from bot.listeners.replies import Open, Replace, Reply, Submitted, errors
from bot.views import buttons
from bot.views.modals import adopt, reason, retry
from orchestration.read_models.retry_card import RetryCard
from orchestration.values import ReleaseId, UserId


def register(app: AsyncApp, doors: Doors) -> None:
    async def at_once(heard: Heard) -> Reply | None:
        hold = heard.carried(buttons.HoldButton)
        await doors.executions.retry(hold.execution_id, hold.ref, hold.attempt, by=heard.by)
        return None

    async def redraw(heard: Heard) -> Reply | None:
        return Replace(await mine(doors, heard)) if heard.ephemeral else None

    async def started(heard: Heard) -> Reply:
        hold = heard.carried(buttons.HoldButton)
        card = await rights.demand_hold(doors, hold, heard.by, to="say that it started")
        return Open(adopt.draw(hold, card.name, run=card.run))

    async def adopted(heard: Heard) -> Submitted:
        hold = buttons.HoldButton.model_validate_json(heard.view["private_metadata"])
        await doors.executions.adopt(
            hold.execution_id, hold.ref, hold.attempt, by=heard.by, run=adopt.read(heard.view)
        )
        return Submitted()

    async def ignore(heard: Heard) -> Reply:
        hold = heard.carried(buttons.HoldButton)
        card = await rights.demand_hold(doors, hold, heard.by, to="ignore it")
        form = buttons.ReasonForm(verb="ignore", hold=hold)
        return Open(reason.draw(form, card.name, outputs=card.outputs))

    async def abort(heard: Heard) -> Reply:
        hold = heard.carried(buttons.HoldButton)
        release_id = await doors.database.read(
            lambda tx: ReleaseId(tx.executions.get(hold.execution_id).release_id)
        )
        return await release_verbs.abort_form(doors, heard, release_id)

    async def other_inputs(heard: Heard) -> Reply:
        hold = heard.carried(buttons.HoldButton)
        return Open(retry.draw(await shown(hold, heard.by)))

    async def shown(hold: buttons.HoldButton, by: UserId) -> RetryCard:
        return await doors.retries.shown(hold.execution_id, hold.ref, hold.attempt, by=by)

    async def retry_with(heard: Heard) -> Submitted:
        hold = buttons.HoldButton.model_validate_json(heard.view["private_metadata"])
        changed = retry.read(heard.view, await shown(hold, heard.by))
        if changed.problems:
            return errors(changed.problems)
        await doors.retries.retry(
            hold.execution_id, hold.ref, hold.attempt, by=heard.by, inputs=changed.inputs
        )
        return Submitted()

    app.action(buttons.HOLD_RETRY_WITH)(**listening(doors, payloads.action, tell=other_inputs))
    app.view(retry.CALLBACK)(**submitting(doors, payloads.submission, retry_with))
    app.action(buttons.HOLD_RETRY)(**listening(doors, payloads.action, record=at_once, tell=redraw))
    app.action(buttons.HOLD_ADOPT)(**listening(doors, payloads.action, tell=started))
    app.view(buttons.ADOPT)(**submitting(doors, payloads.submission, adopted, field=adopt.RUN))
    app.action(buttons.HOLD_IGNORE)(**listening(doors, payloads.action, tell=ignore))
    app.action(buttons.HOLD_ABORT)(**listening(doors, payloads.action, tell=abort))
