"""Who is who: the form that binds roles, from a draft's card or for the whole workspace."""

from __future__ import annotations

from collections.abc import Sequence

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.replies import Open, Redraw, Reply, Submitted, instead
from bot.listeners.sending import opened
from bot.listeners.who import Groups, role_lines_in
from bot.views import buttons
from bot.views.modals import loading, roles
from orchestration.read_models.process_cards import RoleLine
from orchestration.values import role_key


def register(app: AsyncApp, doors: Doors) -> None:
    groups = Groups(doors)

    async def of_draft(heard: Heard) -> Reply:
        return await _form(doors, heard, groups, heard.carried(buttons.DraftButton))

    async def of_workspace(heard: Heard) -> Reply:
        return await _form(doors, heard, groups, None)

    async def keep(heard: Heard) -> Submitted:
        form = buttons.RolesForm.model_validate_json(heard.view["private_metadata"])
        chosen = roles.read(heard.view)
        bound = await doors.people.roles()
        # Leaving an unknown role empty is no decision; emptying a known one is.
        backups = roles.read_backups(heard.view)
        decided = {
            name: who
            for name, who in chosen.items()
            if who or backups[name] or role_key(name) in bound
        }
        draft_id = form.draft.draft_id if form.draft else None
        await doors.people.bind(decided, by=heard.by, draft_id=draft_id, backups=backups)
        if form.page + 1 >= form.pages:
            return Submitted()
        lines = await _lines(doors, form.draft)
        known = await groups.all()
        return instead(roles.draw(lines, known, draft=form.draft, page=form.page + 1))

    app.action(buttons.DRAFT_ROLES)(**listening(doors, payloads.action, tell=of_draft))
    app.action(buttons.ROLES_EDIT)(**listening(doors, payloads.action, tell=of_workspace))
    app.view(buttons.ROLES)(**submitting(doors, payloads.submission, keep))


async def _form(
    doors: Doors, heard: Heard, groups: Groups, draft: buttons.DraftButton | None
) -> Reply:
    """Slack is asked for its user groups, which may take long: something is shown at once."""
    lines = await _lines(doors, draft)
    if groups.fresh:
        return Open(roles.draw(lines, await groups.all(), draft=draft))
    view_id = await opened(doors, heard, loading.draw("Who is who"))
    return Redraw(roles.draw(lines, await groups.all(), draft=draft), view_id)


async def _lines(doors: Doors, draft: buttons.DraftButton | None) -> Sequence[RoleLine]:
    if draft is None:
        return await doors.database.read(role_lines_in)
    return (await doors.processes.review(draft.draft_id)).roles
