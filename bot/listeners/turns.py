"""Waiting for one another: `resources`, *Go on anyway*, *Move up*, and limits."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.replies import Open, Reply, Submitted, errors
from bot.views import resources, turn_buttons
from bot.views.blocks import Drawn
from bot.views.elements import Choice
from bot.views.modals import turns
from orchestration import words
from orchestration.errors import Rejected
from orchestration.people.rights import seen_by
from orchestration.ports import Transaction
from orchestration.read_models.resources_page import resources_in
from orchestration.read_models.turn_lookup import reference_of
from orchestration.resources.model import MOST_PLACES
from orchestration.resources.queue import waiting


async def answer(doors: Doors, heard: Heard) -> Drawn:
    """`/release resources`."""

    def look(tx: Transaction) -> Drawn:
        sees = seen_by(tx, doors.administrators, heard.by)
        return resources.draw(resources_in(tx, doors.administrators, heard.by, sees=sees))

    return await doors.database.read(look)


def register(app: AsyncApp, doors: Doors) -> None:
    async def ask_go_on(heard: Heard) -> Reply:
        turn = heard.carried(turn_buttons.TurnButton)
        phase = await doors.turns.may_go_on(
            turn.execution_id, turn.phase, turn.attempt, by=heard.by
        )
        return Open(turns.go_on(turn, phase))

    async def go_on(heard: Heard) -> Submitted:
        turn = turn_buttons.TurnButton.model_validate_json(heard.view["private_metadata"])
        why = turns.read_why(heard.view)
        if not why:
            return errors({turns.WHY: "Please say why, in a few words."})
        await doors.turns.go_on(
            turn.execution_id, turn.phase, turn.attempt, by=heard.by, reason=why
        )
        return Submitted()

    async def ask_move(heard: Heard) -> Reply:
        about = heard.carried(turn_buttons.RequestButton)
        await doors.resources.may_move(about.request, by=heard.by)
        ahead = await doors.database.read(lambda tx: _ahead_of(tx, about.request))
        if not ahead:
            raise Rejected("Nobody is ahead of it any more: it is the next.")
        return Open(turns.move_up(about, ahead))

    async def move(heard: Heard) -> Submitted:
        about = turn_buttons.RequestButton.model_validate_json(heard.view["private_metadata"])
        why = turns.read_why(heard.view)
        if not why:
            return errors({turns.WHY: "Please say why, in a few words."})
        await doors.resources.move_up(
            heard.door_key,
            about.request,
            turns.read_ahead_of(heard.view),
            by=heard.by,
            reason=why,
        )
        return Submitted()

    async def ask_places(heard: Heard) -> Reply:
        await doors.resources.may_set(by=heard.by)
        return Open(turns.places(heard.carried(turn_buttons.PlacesButton)))

    async def set_places(heard: Heard) -> Submitted:
        name, places = turns.read_resource(heard.view), turns.read_places(heard.view)
        if places is None or not 1 <= places <= MOST_PLACES:
            return errors({turns.PLACES: f"Please give a number from 1 to {MOST_PLACES}."})
        await doors.resources.set_places(name, places, by=heard.by)
        return Submitted()

    on, sent = listening, submitting
    app.action(turn_buttons.GO_ON)(**on(doors, payloads.action, tell=ask_go_on))
    app.action(turn_buttons.MOVE_UP)(**on(doors, payloads.action, tell=ask_move))
    app.action(turn_buttons.SET_PLACES)(**on(doors, payloads.action, tell=ask_places))
    app.view(turn_buttons.GO_ON_FORM)(**sent(doors, payloads.submission, go_on, field=turns.WHY))
    app.view(turn_buttons.MOVE_UP_FORM)(**sent(doors, payloads.submission, move, field=turns.WHY))
    app.view(turn_buttons.PLACES_FORM)(
        **sent(doors, payloads.submission, set_places, field=turns.PLACES)
    )


def _ahead_of(tx: Transaction, request: str) -> list[Choice]:
    """Those that wait before it for something that it wants too, the first first."""
    queue = waiting(tx.resources.requests())
    own = next((each for each in queue if each.id == request), None)
    if own is None:
        return []
    before = queue[: queue.index(own)]
    return [
        Choice(f"{reference_of(tx, each.release_id)}, {words.quote(each.phase, 40)}", each.id)
        for each in before
        if set(each.keys) & set(own.keys)
    ]
