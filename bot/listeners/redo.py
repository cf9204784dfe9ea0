"""Redo: by verb, by the button of a release, and from a rejection; always by its form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.replies import Open, Redraw, Reply, Say, Submitted, errors, instead
from bot.views import buttons, private, redo_buttons
from bot.views.elements import button
from bot.views.modals import redo
from orchestration import words
from orchestration.ports import Transaction
from orchestration.read_models.redo_card import RedoCard
from orchestration.values import ActivityRef, ReleaseId

if TYPE_CHECKING:
    from bot.listeners.release_verbs import Asked


def register(app: AsyncApp, doors: Doors) -> None:
    async def of_release(heard: Heard) -> Reply:
        about = heard.carried(redo_buttons.RedoButton)
        shown = await doors.redos.shown(about.release_id, by=heard.by, from_=about.ref)
        return Open(redo.draw(shown))

    async def of_rejection(heard: Heard) -> Reply:
        hold = heard.carried(buttons.HoldButton)
        release_id, ref = await _found_at(doors, hold)
        return Open(redo.draw(await doors.redos.shown(release_id, by=heard.by, found_at=ref)))

    async def choose(heard: Heard) -> Reply:
        """The form says what the chosen start means; the reason that was typed stays."""
        form = redo_buttons.RedoForm.model_validate_json(heard.view["private_metadata"])
        card = await doors.redos.shown(
            form.release_id, by=heard.by, from_=redo.read_from(heard.view)
        )
        return Redraw(redo.draw(card), heard.view["id"], heard.view.get("hash", ""))

    async def give(heard: Heard) -> Submitted:
        form = redo_buttons.RedoForm.model_validate_json(heard.view["private_metadata"])
        chosen = redo.read_from(heard.view)
        if chosen != form.ref:  # so late that the form does not show yet what it means
            card = await doors.redos.shown(form.release_id, by=heard.by, from_=chosen)
            return instead(redo.draw(card))
        why = redo.read_why(heard.view)
        if not why:
            return errors({redo.WHY: "Please say why, in a few words."})
        await doors.redos.redo(form.release_id, form.ref, form.candidate, by=heard.by, reason=why)
        return Submitted()

    app.action(redo_buttons.RELEASE_REDO)(**listening(doors, payloads.action, tell=of_release))
    app.action(redo_buttons.HOLD_REDO)(**listening(doors, payloads.action, tell=of_rejection))
    app.action(redo.FROM)(**listening(doors, payloads.action, tell=choose))
    app.view(redo.CALLBACK)(**submitting(doors, payloads.submission, give, field=redo.WHY))


async def redo_asked(asked: Asked) -> Reply:
    """The form with what was typed as its start; a mention gets the button that opens it."""
    doors, heard = asked.doors, asked.heard
    card = await doors.redos.shown(asked.release_id, by=heard.by, said=asked.words)
    if heard.trigger_id:
        return Open(redo.draw(card))
    return Say(private.offer(_question(card), _opens(card)))


def _question(card: RedoCard) -> str:
    again = words.count(len(card.runs_again), "activity", "activities")
    voided = {who for each in card.voided for who in each.people}
    who = f" Answers of {words.people(voided)} would no longer count." if voided else ""
    return (
        f"Redo {words.quote(card.release_title)} from “{words.quote(card.name)}”, as "
        f"rc {card.candidate}? {again} would run again.{who} The form says which, and asks why."
    )


def _opens(card: RedoCard) -> dict[str, object]:
    about = redo_buttons.RedoButton(release_id=card.release_id, ref=card.ref)
    says = f"Redo {card.release_title} from {card.name}"
    return button("Redo…", redo_buttons.RELEASE_REDO, about, style="primary", says=says)


async def _found_at(doors: Doors, hold: buttons.HoldButton) -> tuple[ReleaseId, ActivityRef]:
    """The release, and its own activity: of what is held in a child, the one that runs it."""

    def look(tx: Transaction) -> tuple[ReleaseId, ActivityRef]:
        execution, ref = tx.executions.get(hold.execution_id), hold.ref
        while execution.parent is not None:
            ref = execution.parent.ref
            execution = tx.executions.get(execution.parent.execution_id)
        return execution.release_id, ref

    return await doors.database.read(look)
