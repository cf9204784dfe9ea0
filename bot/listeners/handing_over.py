"""`handover REF @person` and its form, which names the release before anything changes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.replies import Open, Reply, Say, Submitted, errors
from bot.views import buttons, private
from bot.views.modals import handover
from orchestration import words
from orchestration.values import ReleaseId

if TYPE_CHECKING:
    from bot.listeners.release_verbs import Asked

_PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")


def register(app: AsyncApp, doors: Doors) -> None:
    async def open_form(heard: Heard) -> Reply:
        about = heard.carried(buttons.HandoverButton)
        return await _form(doors, heard, about.release_id, about.people)

    async def keep(heard: Heard) -> Submitted:
        about = buttons.ReleaseButton.model_validate_json(heard.view["private_metadata"])
        answer = handover.read(heard.view)
        if answer.owner is None:
            return errors({handover.OWNER: "Choose a person."})
        await doors.handovers.hand_over(
            about.release_id, owner=answer.owner, backup=answer.backup, by=heard.by
        )
        return Submitted()

    app.action(buttons.RELEASE_HANDOVER)(**listening(doors, payloads.action, tell=open_form))
    app.view(buttons.HANDOVER)(**submitting(doors, payloads.submission, keep, field=handover.OWNER))


async def asked(verb: Asked) -> Reply:
    """`@person`, and `@backup` after it; the form shows both for confirmation."""
    people = tuple(found[1] for found in _PERSON.finditer(verb.words))[:2]
    if verb.heard.trigger_id:
        return await _form(verb.doors, verb.heard, verb.release_id, people)
    release = await verb.doors.database.read(
        lambda tx: verb.doors.handovers.demand_handing(tx, verb.release_id, verb.heard.by)
    )
    about = buttons.HandoverButton(release_id=release.id, people=people)
    to = f" to {words.person(people[0])}" if people else ""
    said = f"Hand {words.quote(release.title)} over{to}? The form asks for the owner and a backup."
    return Say(private.offer(said, private.handover_button(about, release.title)))


async def _form(
    doors: Doors, heard: Heard, release_id: ReleaseId, people: tuple[str, ...]
) -> Reply:
    release = await doors.database.read(
        lambda tx: doors.handovers.demand_handing(tx, release_id, heard.by)
    )
    owner, backup = (*people, "", "")[:2]
    return Open(handover.draw(release, owner=owner, backup=backup))
