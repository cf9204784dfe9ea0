"""*Use in a draft…*: which of your drafts, and where in it."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.replies import Open, Redraw, Reply, Submitted, errors, instead
from bot.listeners.store_mapping import used_in_draft
from bot.views.store import carried, map_form, use_form
from orchestration.catalogue.model import StoreVersion
from orchestration.errors import Rejected

_CHANGED = "This draft changed while you had it open. Choose the place again."
_NO_DRAFT = (
    "You have no draft to use it in. `/release draft` makes one from words, `/release processes` "
    "from a blueprint, and `/release process import` from the file of a process."
)


def register(app: AsyncApp, doors: Doors) -> None:
    async def open_form(heard: Heard) -> Reply:
        about = heard.carried(carried.StoreVersionButton)
        drafts = await doors.using.drafts_of(heard.by)
        if not drafts:
            raise Rejected(_NO_DRAFT)
        used = await doors.store.latest(about.activity_id)
        form = carried.UseForm(
            activity_id=about.activity_id, version=used.version, channel=heard.channel
        )
        return Open(use_form.draw(used, drafts, form))

    async def other_draft(heard: Heard) -> Reply:
        form = carried.UseForm.model_validate_json(heard.view["private_metadata"])
        choice = use_form.read_draft(heard.view)
        drafts = await doors.using.drafts_of(heard.by)
        if not drafts or choice is None:
            raise Rejected(_NO_DRAFT)
        at = next((n for n, each in enumerate(drafts) if each.id == choice.draft), 0)
        view = use_form.draw(await _version(doors, form), drafts, form, chosen=at)
        return Redraw(view, heard.view["id"], heard.view.get("hash", ""))

    async def choose_place(heard: Heard) -> Submitted:
        form = carried.UseForm.model_validate_json(heard.view["private_metadata"])
        drafts = await doors.using.drafts_of(heard.by)
        answer = use_form.read(heard.view, drafts)
        if answer is None:
            return errors({use_form.DRAFT: _CHANGED})
        used = await _version(doors, form)
        going = carried.MapForm(
            draft=answer.draft_id,
            revision=answer.revision,
            phase=answer.phase,
            after=answer.after,
            name=answer.name or used.activity.name[:200],
            activity_id=form.activity_id,
            version=form.version,
            channel=form.channel,
        )
        if not used.activity.inputs:
            return await used_in_draft(doors, heard, going, {})
        process = next(each.process for each in drafts if each.id == answer.draft_id)
        if process is None:
            return errors({use_form.DRAFT: _CHANGED})
        return instead(map_form.draw(used.activity, process, going))

    app.action(carried.USE)(**listening(doors, payloads.action, tell=open_form))
    app.action(carried.USE_DRAFT)(**listening(doors, payloads.action, tell=other_draft))
    app.view(carried.USE_FORM)(
        **submitting(doors, payloads.submission, choose_place, field=use_form.DRAFT)
    )


async def _version(doors: Doors, form: carried.UseForm) -> StoreVersion:
    """As it was when the form was opened: its inputs are those that were asked."""
    return await doors.database.read(lambda tx: tx.store.version(form.activity_id, form.version))
