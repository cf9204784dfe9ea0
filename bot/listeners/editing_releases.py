"""*Edit…* on a release that has not begun: what it is called, and what is said of it."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.replies import Open, Reply, Submitted, errors
from bot.views import buttons, planned
from bot.views.modals import describing
from orchestration.values import ReleaseId


def register(app: AsyncApp, doors: Doors) -> None:
    async def edit(heard: Heard) -> Reply:
        return await edit_form(doors, heard, heard.carried(buttons.ReleaseButton).release_id)

    async def keep(heard: Heard) -> Submitted:
        form, name, version, answer = describing.read_edited(heard.view)
        if answer.problems:
            return errors(answer.problems)
        await doors.editing.edit(
            form.release_id,
            form.revision,
            answer.description,
            name=name,
            version=version,
            by=heard.by,
        )
        return Submitted()

    app.action(planned.EDIT)(**listening(doors, payloads.action, tell=edit))
    app.view(planned.EDIT_FORM)(**submitting(doors, payloads.submission, keep))


async def edit_form(doors: Doors, heard: Heard, release_id: ReleaseId) -> Reply:
    release = await doors.editing.may_edit(release_id, by=heard.by)
    return Open(describing.draw(release, heard.channel))
