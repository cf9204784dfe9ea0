"""Stopping a release, letting it go on and leaving something out, by buttons and forms."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import activity_verbs, control_verbs, release_verbs
from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import OUTDATED, Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.replies import Reply, Submitted, errors, say
from bot.views import buttons, control
from bot.views.modals import control as control_form
from orchestration import words
from orchestration.errors import Rejected


def register(app: AsyncApp, doors: Doors) -> None:
    async def stop(heard: Heard) -> Reply:
        release_id = heard.carried(buttons.ReleaseButton).release_id
        return await control_verbs.stop_form(doors, heard, release_id)

    async def pause(heard: Heard) -> Reply:
        release_id = heard.carried(buttons.ReleaseButton).release_id
        return await control_verbs.pause_form(doors, heard, release_id)

    async def resume(heard: Heard) -> Reply | None:
        release_id = heard.carried(buttons.ReleaseButton).release_id
        release = await doors.control.resume(release_id, by=heard.by)
        return say(control_verbs.resumed(release)) if heard.ephemeral else None

    async def skip(heard: Heard) -> Reply:
        return await activity_verbs.skip_form(doors, heard, heard.carried(buttons.HoldButton))

    async def not_skip(heard: Heard) -> Reply:
        place = heard.carried(buttons.HoldButton)
        execution = await doors.skips.withdraw(
            place.execution_id, place.ref, place.attempt, by=heard.by
        )
        name = words.quote(execution.plan.name_of(place.ref))
        return say(f"“{name}” is not skipped after all: it begins when its turn comes.")

    async def chosen(heard: Heard) -> Reply | None:
        choice = heard.carried(buttons.ReleaseChoice)
        return await release_verbs.about_release(doors, heard, choice.verb, choice.release_id)

    async def activity_chosen(heard: Heard) -> Reply:
        choice = heard.carried(control.ActivityChoice)
        return await activity_verbs.chosen(doors, heard, choice)

    async def give(heard: Heard) -> Submitted:
        form = control.ControlForm.model_validate_json(heard.view["private_metadata"])
        said = control_form.read(heard.view)
        if not said:
            return errors({control_form.TEXT: "Please say why, in a few words."})
        return await decide(doors, form, said, heard)

    on = listening
    app.action(control.STOP_THE_LINE)(**on(doors, payloads.action, tell=stop))
    app.action(control.PAUSE)(**on(doors, payloads.action, tell=pause))
    app.action(control.RESUME)(**on(doors, payloads.action, record=resume))
    app.action(control.SKIP)(**on(doors, payloads.action, tell=skip))
    app.action(control.NOT_SKIP)(**on(doors, payloads.action, record=not_skip))
    app.action(control.MENU)(**on(doors, payloads.action, tell=chosen))
    app.action(control.CHOOSE_ACTIVITY)(**on(doors, payloads.action, tell=activity_chosen))
    app.view(control.CONTROL)(
        **submitting(doors, payloads.submission, give, field=control_form.TEXT)
    )


async def decide(doors: Doors, form: control.ControlForm, said: str, heard: Heard) -> Submitted:
    """One decision; the service says who may and whether it still can be made."""
    match form:
        case control.ControlForm(verb="stop"):
            await doors.control.stop_the_line(
                form.release_id, by=heard.by, reason=said, where=form.channel
            )
        case control.ControlForm(verb="pause"):
            await doors.control.pause(form.release_id, by=heard.by, reason=said)
        case control.ControlForm(verb="skip", place=buttons.HoldButton() as place):
            await doors.skips.skip(
                place.execution_id, place.ref, place.attempt, by=heard.by, reason=said
            )
        case _:
            raise Rejected(OUTDATED)
    return Submitted()
