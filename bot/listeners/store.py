"""The activity store: searched by a command, shown in private answers, kept in order from them."""

from __future__ import annotations

import re

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.replies import Open, Replace, Reply, Say, Submitted, say
from bot.views.blocks import Drawn
from bot.views.store import card, carried, deprecate_form, results
from orchestration import words
from orchestration.catalogue.model import StoreSummary
from orchestration.catalogue.searching import alike
from orchestration.catalogue.service import summary_of
from orchestration.people.rights import seen_by
from orchestration.ports import Transaction
from orchestration.read_models import store_lookup
from orchestration.read_models.store_cards import StoreCard

_LONGEST_QUERY = 200


def register(app: AsyncApp, doors: Doors) -> None:
    async def show(heard: Heard) -> Reply:
        about = heard.carried(carried.StoreButton)

        def look(tx: Transaction) -> StoreCard:
            sees = seen_by(tx, doors.administrators, heard.by)
            return store_lookup.card_in(tx, about.activity_id, sees=sees)

        return Say(card.draw(await doors.database.read(look)))

    async def turn(heard: Heard) -> Reply:
        page = heard.carried(carried.PageButton)
        drawn = await found(doors, heard, page.query, at=page.at)
        return Replace(drawn) if heard.ephemeral else Say(drawn)

    async def ask_deprecate(heard: Heard) -> Reply:
        about = heard.carried(carried.StoreButton)

        def look(tx: Transaction) -> tuple[StoreSummary, list[StoreSummary]]:
            summary = summary_of(tx, about.activity_id)
            return summary, alike(tx.store.list(), summary)

        summary, others = await doors.database.read(look)
        form = carried.DeprecateForm(activity_id=summary.id, channel=heard.channel)
        return Open(deprecate_form.draw(summary, others, form))

    async def deprecate(heard: Heard) -> Submitted:
        form = carried.DeprecateForm.model_validate_json(heard.view["private_metadata"])
        instead = deprecate_form.read(heard.view)
        done = await doors.store.deprecate(form.activity_id, by=heard.by, instead=instead)
        use = f" People are told to use `{done.instead}` instead." if done.instead else ""
        said = say(f"“{words.quote(done.name)}” is deprecated.{use} What uses it goes on.")
        return Submitted(reply=Say(said.drawn, form.channel))

    async def bring_back(heard: Heard) -> Reply:
        about = heard.carried(carried.StoreButton)
        done = await doors.store.bring_back(about.activity_id, by=heard.by)
        return say(f"“{words.quote(done.name)}” is back: it can be used in drafts again.")

    async def delete(heard: Heard) -> Reply:
        about = heard.carried(carried.StoreButton)
        await doors.store.delete(about.activity_id, by=heard.by)
        return say(f"`{words.quote(about.activity_id, 60)}` is deleted from the store.")

    app.action(carried.SHOW)(**listening(doors, payloads.action, tell=show))
    pages = re.compile(rf"^{re.escape(carried.PAGE)}\.")
    app.action(pages)(**listening(doors, payloads.action, tell=turn))
    app.action(carried.DEPRECATE)(**listening(doors, payloads.action, tell=ask_deprecate))
    app.action(carried.BRING_BACK)(**listening(doors, payloads.action, record=bring_back))
    app.action(carried.DELETE)(**listening(doors, payloads.action, record=delete))
    app.view(carried.DEPRECATE_FORM)(
        **submitting(doors, payloads.submission, deprecate, field=deprecate_form.INSTEAD)
    )


async def found(doors: Doors, heard: Heard, query: str, *, at: int = 0) -> Drawn:
    """What fits, of the team first whose channel it is asked in."""
    wanted = query[:_LONGEST_QUERY]
    channel = None if heard.in_dm else heard.channel
    shown = await doors.database.read(
        lambda tx: store_lookup.results_in(tx, wanted, channel=channel, at=at)
    )
    return results.draw(shown, command=doors.command)
