"""What a group's buttons do: pause, resume, skip the next, swap owners, archive."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.group_page import shown_to
from bot.listeners.heard import Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.replies import Open, Replace, Reply, Say, Submitted, errors
from bot.views.groups import action_forms as forms
from bot.views.groups import carried, page
from orchestration import words
from orchestration.errors import Rejected
from orchestration.releases.model import ReleaseStatus
from orchestration.values import ReleaseGroupId


def register(app: AsyncApp, doors: Doors) -> None:
    async def pause(heard: Heard) -> Reply:
        return await pause_form(doors, heard, heard.carried(carried.GroupButton).group_id)

    async def paused(heard: Heard) -> Submitted:
        form = sent(heard)
        why = forms.read_why(heard.view["state"]["values"])
        await doors.group_control.pause(form.group_id, by=heard.by, reason=why)
        return await _done(doors, heard, form)

    async def resume(heard: Heard) -> Reply:
        about = heard.carried(carried.GroupButton)
        await doors.group_control.resume(about.group_id, by=heard.by)
        return await _redrawn(doors, heard, about.group_id)

    async def archive(heard: Heard) -> Reply:
        about = heard.carried(carried.GroupButton)
        await doors.group_control.archive(about.group_id, by=heard.by)
        return await _redrawn(doors, heard, about.group_id)

    async def skip(heard: Heard) -> Reply:
        return await skip_form(doors, heard, heard.carried(carried.GroupButton).group_id)

    async def skipped(heard: Heard) -> Submitted:
        form = sent(heard)
        why = forms.read_why(heard.view["state"]["values"])
        await doors.occurrences.skip_next(form.group_id, by=heard.by, reason=why)
        return await _done(doors, heard, form)

    async def swap(heard: Heard) -> Reply:
        about = heard.carried(carried.GroupButton)
        card = await shown_to(doors, about.group_id, heard.by)
        planned = [
            each
            for each in card.dates
            if each.release_id and each.status is ReleaseStatus.SCHEDULED
        ]
        if len(planned) < 2:
            raise Rejected("Owners are swapped between two releases that are planned already.")
        return Open(forms.draw_swap(card.group.name, planned, form_of(heard, about.group_id)))

    async def swapped(heard: Heard) -> Submitted:
        form = sent(heard)
        one, other = forms.read_swap(heard.view["state"]["values"])
        if one == other:
            return errors({forms.OTHER: "Choose another one."})
        await doors.occurrences.swap(one, other, by=heard.by)
        return await _done(doors, heard, form)

    for action, step in (
        (carried.PAUSE, pause),
        (carried.SKIP_NEXT, skip),
        (carried.SWAP, swap),
    ):
        app.action(action)(**listening(doors, payloads.action, tell=step))
    for action, change in ((carried.RESUME, resume), (carried.ARCHIVE, archive)):
        app.action(action)(**listening(doors, payloads.action, record=change))
    for callback, done, field in (
        (carried.PAUSE_FORM, paused, forms.WHY),
        (carried.SKIP_FORM, skipped, forms.WHY),
        (carried.SWAP_FORM, swapped, forms.OTHER),
    ):
        app.view(callback)(**submitting(doors, payloads.submission, done, field=field))


async def pause_form(doors: Doors, heard: Heard, group_id: ReleaseGroupId) -> Reply:
    card = await shown_to(doors, group_id, heard.by)
    return Open(forms.draw_pause(card.group.name, form_of(heard, group_id)))


async def skip_form(doors: Doors, heard: Heard, group_id: ReleaseGroupId) -> Reply:
    card = await shown_to(doors, group_id, heard.by)
    planned = [each for each in card.dates if each.status is ReleaseStatus.SCHEDULED]
    if not planned:
        raise Rejected(f"Nothing is due of the group “{words.quote(card.group.name, 80)}”.")
    return Open(forms.draw_skip(card.group.name, planned[0], form_of(heard, group_id)))


def form_of(heard: Heard, group_id: ReleaseGroupId) -> carried.ActionForm:
    """What the form of one of its buttons carries."""
    channel = None if heard.in_dm else heard.channel
    return carried.ActionForm(group_id=group_id, channel=channel)


def sent(heard: Heard) -> carried.ActionForm:
    """What the form that was sent carries."""
    return carried.ActionForm.model_validate_json(heard.view["private_metadata"])


async def _done(doors: Doors, heard: Heard, form: carried.ActionForm) -> Submitted:
    """The page as it is now, where the form came from."""
    drawn = page.draw(await shown_to(doors, form.group_id, heard.by))
    return Submitted(reply=Say(drawn, form.channel))


async def _redrawn(doors: Doors, heard: Heard, group_id: ReleaseGroupId) -> Reply:
    drawn = page.draw(await shown_to(doors, group_id, heard.by))
    return Replace(drawn) if heard.ephemeral else Say(drawn)
