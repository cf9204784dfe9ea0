"""Freezes in Slack: the list, the form with its preview, exceptions, and what a warning offers."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import freeze_verbs
from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.replies import Open, Reply, Submitted, errors, on_top, say
from bot.views import buttons, freeze_card, freezes
from bot.views.modals import freeze as form
from bot.views.modals import freeze_exception
from orchestration import words
from orchestration.freezes.written import FreezeWritten


def register(app: AsyncApp, doors: Doors) -> None:
    async def new(heard: Heard) -> Reply:
        return Open(await freeze_verbs.form_of(doors, heard, None, typed=heard.value))

    async def chosen(heard: Heard) -> Reply:
        choice = heard.carried(freezes.FreezeChoice)
        return await freeze_verbs.done_with(doors, heard, choice.verb, choice.id)

    async def look(heard: Heard) -> Submitted:
        written = form.read(heard.view)
        preview = await doors.freezes.preview(written, by=heard.by)
        return on_top(form.confirm(written, preview))

    async def keep(heard: Heard) -> Submitted:
        written = FreezeWritten.model_validate_json(heard.view["private_metadata"])
        await doors.freezes.keep(written, by=heard.by)
        return Submitted({"response_action": "clear"})

    async def ask(heard: Heard) -> Reply:
        about = heard.carried(buttons.ReleaseButton)
        return await freeze_verbs.exception_form(doors, heard, about.release_id)

    async def asked(heard: Heard) -> Submitted:
        release_id, why = freeze_exception.read(heard.view)
        if not why:
            return errors({freeze_exception.WHY: "Please say why, in a few words."})
        await doors.exceptions.ask(release_id, by=heard.by, reason=why)
        return Submitted()

    async def decide(heard: Heard, *, grant: bool) -> None:
        about = heard.carried(freeze_card.FreezeButton)
        await doors.exceptions.decide(
            about.release_id, about.freeze, about.begins, by=heard.by, grant=grant
        )

    async def grant(heard: Heard) -> None:
        await decide(heard, grant=True)

    async def refuse(heard: Heard) -> None:
        await decide(heard, grant=False)

    async def finish(heard: Heard) -> Reply:
        about = heard.carried(freeze_card.FreezeButton)
        release = await doors.ahead_of_freezes.finish_first(
            about.release_id, about.freeze, about.begins, by=heard.by
        )
        return say(
            f"{words.quote(release.title)} goes on, and its channel knows that you finish it "
            "first. What has not started when the freeze begins is held then."
        )

    async def hold(heard: Heard) -> Reply:
        about = heard.carried(freeze_card.FreezeButton)
        release = await doors.ahead_of_freezes.hold(
            about.release_id, about.freeze, about.begins, by=heard.by
        )
        return say(f"{words.quote(release.title)} is held until the freeze is over.")

    on = listening
    app.action(freezes.NEW)(**on(doors, payloads.action, tell=new))
    app.action(freezes.MENU)(**on(doors, payloads.action, tell=chosen))
    app.action(freeze_card.ASK)(**on(doors, payloads.action, tell=ask))
    app.action(freeze_card.GRANT)(**on(doors, payloads.action, record=grant))
    app.action(freeze_card.REFUSE)(**on(doors, payloads.action, record=refuse))
    app.action(freeze_card.FINISH)(**on(doors, payloads.action, record=finish))
    app.action(freeze_card.HOLD)(**on(doors, payloads.action, record=hold))
    app.view(form.FORM)(**submitting(doors, payloads.submission, look, field=form.WHEN))
    app.view(form.CONFIRMED)(**submitting(doors, payloads.submission, keep))
    app.view(freeze_exception.FORM)(
        **submitting(doors, payloads.submission, asked, field=freeze_exception.WHY)
    )
