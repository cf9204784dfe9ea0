"""The buttons of what is on hold: retry, it started, ignore, abort."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners import rights, verbs
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.replies import Open, Replace, Reply, Submitted
from bot.views import buttons
from bot.views.modals import adopt, reason
from orchestration.values import ReleaseId


def register(app: AsyncApp, doors: Doors) -> None:
    async def retry(heard: Heard) -> Reply | None:
        hold = heard.carried(buttons.HoldButton)
        await doors.executions.retry(hold.execution_id, hold.ref, hold.attempt, by=heard.by)
        return None

    async def redraw(heard: Heard) -> Reply | None:
        return Replace(await verbs.mine(doors, heard)) if heard.ephemeral else None

    async def started(heard: Heard) -> Reply:
        hold = heard.carried(buttons.HoldButton)
        card = await rights.demand_hold(doors, hold, heard.by, to="say that it started")
        return Open(adopt.draw(hold, card.name))

    async def adopted(heard: Heard) -> Submitted:
        hold = buttons.HoldButton.model_validate_json(heard.view["private_metadata"])
        await doors.executions.adopt(
            hold.execution_id, hold.ref, hold.attempt, by=heard.by, run=adopt.read(heard.view)
        )
        return Submitted()

    async def ignore(heard: Heard) -> Reply:
        hold = heard.carried(buttons.HoldButton)
        card = await rights.demand_hold(doors, hold, heard.by, to="ignore it")
        return Open(reason.draw(buttons.ReasonForm(verb="ignore", hold=hold), card.name))

    async def abort(heard: Heard) -> Reply:
        hold = heard.carried(buttons.HoldButton)
        release_id = await doors.database.read(
            lambda tx: ReleaseId(tx.executions.get(hold.execution_id).release_id)
        )
        return await verbs.abort_form(doors, heard, release_id)

    app.action(buttons.HOLD_RETRY)(**listening(doors, payloads.action, record=retry, tell=redraw))
    app.action(buttons.HOLD_ADOPT)(**listening(doors, payloads.action, tell=started))
    app.view(buttons.ADOPT)(**submitting(doors, payloads.submission, adopted, field=adopt.RUN))
    app.action(buttons.HOLD_IGNORE)(**listening(doors, payloads.action, tell=ignore))
    app.action(buttons.HOLD_ABORT)(**listening(doors, payloads.action, tell=abort))
