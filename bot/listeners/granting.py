"""Granting rights to roles, from the list of who is who."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard, Json
from bot.listeners.listening import listening, submitting
from bot.listeners.replies import Open, Redraw, Reply, Submitted, errors
from bot.listeners.who import known_roles_in
from bot.views import buttons
from bot.views.modals import rights
from orchestration.errors import Rejected
from orchestration.people.granting import rights_in
from orchestration.ports import Transaction


def register(app: AsyncApp, doors: Doors) -> None:
    async def open_form(heard: Heard) -> Reply:
        await doors.grants.demand_any(by=heard.by)
        return Open(await doors.database.read(lambda tx: _form(tx, rights.Place())))

    async def elsewhere(heard: Heard) -> Reply:
        """Another role or place was chosen: what it was granted there is ticked."""
        place = rights.read_place(heard.view)
        view = await doors.database.read(lambda tx: _form(tx, place))
        return Redraw(view, heard.view["id"], heard.view.get("hash", ""))

    async def keep(heard: Heard) -> Submitted:
        answer = rights.read(heard.view)
        if answer.place != rights.shown(heard.view):
            # Sent so soon that the ticks are still those of the choice before.
            return errors({buttons.RIGHTS_WHERE: "Look at what is ticked for it, then save."})
        place = answer.place
        await doors.grants.grant(place.role, answer.rights, process_id=place.process, by=heard.by)
        return Submitted()

    app.action(buttons.RIGHTS_EDIT)(**listening(doors, payloads.action, tell=open_form))
    for choice in (buttons.RIGHTS_ROLE, buttons.RIGHTS_WHERE):
        app.action(choice)(**listening(doors, payloads.action, tell=elsewhere))
    app.view(buttons.RIGHTS)(
        **submitting(doors, payloads.submission, keep, field=buttons.RIGHTS_ROLE)
    )


def _form(tx: Transaction, place: rights.Place) -> Json:
    granted = rights_in(tx)
    roles = dict.fromkeys([*(each.role for each in granted), *(r.name for r in known_roles_in(tx))])
    if not roles:
        raise Rejected("No role is known yet: a draft names them, and *Change…* says who they are.")
    processes = [(each.id, each.name) for each in tx.processes.list() if each.archived_by is None]
    return rights.draw(list(roles), processes, granted, place)
