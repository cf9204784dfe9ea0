"""Making and editing a release group: parts over a preview; nothing is kept before *Confirm*.

What was said meanwhile is kept as the pages of other forms are: as free text under the form's own
id, and erased with it.
"""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import group_inputs
from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.group_page import shown_to
from bot.listeners.group_words import Begun, begun, forget, keep, previewed, shown, wanted
from bot.listeners.heard import Heard, Json
from bot.listeners.listening import listening, submitting
from bot.listeners.membership import INVITE, can_post
from bot.listeners.replies import Open, Redraw, Reply, Say, Submitted, errors, instead
from bot.views.forms.notation import Amiss
from bot.views.groups import carried, page, part_form
from bot.views.groups.answers import with_answers
from bot.views.groups.parts import BY_NAME, INPUTS
from bot.views.modals.answers import State, chosen_of
from orchestration.errors import Rejected
from orchestration.values import ChannelId, ReleaseGroupId

_CHANNEL = "channel"


def register(app: AsyncApp, doors: Doors) -> None:
    async def new(heard: Heard) -> Reply:
        return await first_page(doors, heard)

    async def edit(heard: Heard) -> Reply:
        about = heard.carried(carried.GroupButton)
        return await edit_form(doors, heard, about.group_id)

    async def preview(heard: Heard) -> Submitted:
        """The first page of a new group was sent."""
        form = carried.GroupForm.model_validate_json(heard.view["private_metadata"])
        of = await begun(doors, form, heard.door_key, by=heard.by)
        answered = await _answered(doors, heard, of, heard.door_key)
        return answered if isinstance(answered, Submitted) else instead(answered)

    async def open_part(heard: Heard) -> Reply:
        view_id = str(heard.view["id"])
        form = carried.GroupForm.model_validate_json(heard.view["private_metadata"])
        of = await begun(doors, form, view_id, by=heard.by)
        part = carried.PartForm(form=of.form, part=_part(heard.value), preview=view_id)
        if part.part == INPUTS:
            return Open(await group_inputs.draw(doors, of, part))
        return Open(part_form.draw(of.values, of.around, part))

    async def keep_part(heard: Heard) -> Submitted:
        part = carried.PartForm.model_validate_json(heard.view["private_metadata"])
        of = await begun(doors, part.form, part.preview, by=heard.by)
        if part.part == INPUTS:
            answered = await group_inputs.sent(doors, heard, of, part)
        else:
            answered = await _answered(doors, heard, of, part.preview)
        if isinstance(answered, Submitted):
            return answered
        return Submitted(reply=Redraw(answered, part.preview))

    async def confirm(heard: Heard) -> Submitted:
        form = carried.GroupForm.model_validate_json(heard.view["private_metadata"])
        of = await begun(doors, form, heard.door_key, by=heard.by)
        if of.form.turn != form.turn:
            # A part was sent so late that the page does not show it yet.
            return instead(await previewed(doors, of, by=heard.by))
        try:
            settings = wanted(doors, of).settings
        except Amiss as amiss:
            raise Rejected(str(amiss)) from amiss
        if form.group_id is None:
            group = await doors.groups.create(settings, by=heard.by)
        else:
            group = await doors.groups.edit(form.group_id, form.edition, settings, by=heard.by)
        await forget(doors, of, heard.door_key)
        card = await shown_to(doors, group.id, heard.by)
        return Submitted(reply=Say(page.draw(card), form.channel))

    app.action(carried.NEW)(**listening(doors, payloads.action, tell=new))
    app.action(carried.EDIT)(**listening(doors, payloads.action, tell=edit))
    app.action(carried.CHANGE_PART)(**listening(doors, payloads.action, tell=open_part))
    app.view(carried.FIRST)(**submitting(doors, payloads.submission, preview))
    app.view(carried.PART)(**submitting(doors, payloads.submission, keep_part))
    app.view(carried.PREVIEW)(**submitting(doors, payloads.submission, confirm))


async def first_page(doors: Doors, heard: Heard) -> Reply:
    """The form that a new group begins with."""
    channel = None if heard.in_dm else heard.channel
    form = carried.GroupForm(channel=channel)
    of = await begun(doors, form, heard.door_key, by=heard.by)
    if len(of.around.processes) == 1:
        form = form.model_copy(update={"process_id": of.around.processes[0][0]})
        of = await begun(doors, form, heard.door_key, by=heard.by)
    return Open(part_form.draw_first(of.values, of.around, form))


async def edit_form(doors: Doors, heard: Heard, group_id: ReleaseGroupId) -> Reply:
    """The preview of a group as it is, with a button for each of its parts."""
    group = await doors.database.read(lambda tx: tx.groups.find(group_id))
    if group is None:
        raise Rejected("There is no such release group. `/release groups` lists them.")
    channel = None if heard.in_dm else heard.channel
    form = carried.GroupForm(group_id=group_id, edition=group.edition, channel=channel)
    of = await begun(doors, form, heard.door_key, by=heard.by)
    return Open(await shown(doors, of, by=heard.by))


async def _answered(doors: Doors, heard: Heard, of: Begun, view_id: str) -> Json | Submitted:
    """The preview with what was sent; or what is wrong, under the field where it was typed."""
    sent: State = heard.view["state"]["values"]
    state = {**of.said.state, **sent}
    _, found = with_answers(of.begins_with, state, of.around)
    problems = {field: said for field, said in found.items() if field in heard.fields}
    if _CHANNEL in sent and _CHANNEL not in problems:
        channel = ChannelId(chosen_of(sent, _CHANNEL))
        if not await can_post(doors, channel):
            problems[_CHANNEL] = f"Drumbeat is not in that channel. {INVITE}."
    if not problems:
        after = of.saying(of.said.model_copy(update={"state": state}))
        try:
            view = await previewed(doors, after, by=heard.by)
        except Amiss as amiss:
            field = amiss.block if amiss.block in heard.fields else min(heard.fields & set(sent))
            problems[field] = str(amiss)
        else:
            await keep(doors, of, after.said, view_id)
            return view
    return errors({field: said.replace("`", "") for field, said in problems.items()})


def _part(named: str) -> str:
    if named not in BY_NAME:
        raise Rejected(payloads.OUTDATED)
    return named
