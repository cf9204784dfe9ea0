"""*Change…* on one occurrence of a group: owner, process, input set, and how long it takes."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.group_page import shown_to
from bot.listeners.heard import Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.replies import Open, Reply, Say, Submitted, errors, say
from bot.views import buttons
from bot.views.groups import carried, change_form, page
from bot.views.groups.parts import Around
from orchestration import words
from orchestration.errors import Rejected
from orchestration.people.rights import seen_by
from orchestration.ports import Transaction
from orchestration.read_models.input_lookup import sets_to_choose
from orchestration.releases.model import Release
from orchestration.values import ReleaseId, UserId


def register(app: AsyncApp, doors: Doors) -> None:
    async def open_form(heard: Heard) -> Reply:
        about = heard.carried(buttons.ReleaseButton)
        await doors.occurrences.may_change(about.release_id, by=heard.by)
        release, around = await _shown(doors, about.release_id, heard.by)
        form = carried.ChangeForm(
            release_id=release.id,
            revision=release.revision,
            channel=None if heard.in_dm else heard.channel,
        )
        return Open(change_form.draw(release, around, form))

    async def change(heard: Heard) -> Submitted:
        form = carried.ChangeForm.model_validate_json(heard.view["private_metadata"])
        release, around = await _shown(doors, form.release_id, heard.by)
        answer = change_form.read(heard.view, release, around)
        if isinstance(answer, dict):
            return errors(answer)
        if release.revision != form.revision:
            title = words.quote(release.title)
            raise Rejected(f"{title} changed meanwhile: look at it as it is now, and change that.")
        await _save(doors, release, answer, heard.by)
        if release.group is None:
            told = say(f"{words.quote(release.title)} is changed.")
            return Submitted(reply=Say(told.drawn, form.channel))
        card = await shown_to(doors, release.group, heard.by)
        return Submitted(reply=Say(page.draw(card), form.channel))

    app.action(carried.CHANGE)(**listening(doors, payloads.action, tell=open_form))
    app.view(carried.CHANGE_FORM)(
        **submitting(doors, payloads.submission, change, field=change_form.OWNER)
    )


async def _save(doors: Doors, release: Release, answer: change_form.Changed, by: UserId) -> None:
    """Only what differs; the owner first, for whom others may decide."""
    if answer.owner != release.owner:
        backup = None if release.backup == answer.owner else release.backup
        await doors.handovers.hand_over(release.id, owner=answer.owner, backup=backup, by=by)
    runs = (answer.process_id, answer.input_set)
    if runs != (release.process_id, release.input_set):
        process_id, input_set = runs
        await doors.occurrences.give_process(release.id, process_id, input_set=input_set, by=by)
    if answer.expected_duration != release.expected_duration:
        await doors.occurrences.expect(release.id, answer.expected_duration, by=by)


async def _shown(doors: Doors, release_id: ReleaseId, by: UserId) -> tuple[Release, Around]:
    def look(tx: Transaction) -> tuple[Release, Around]:
        sees = seen_by(tx, doors.administrators, by)
        listed = [
            (each.id, each.name)
            for each in tx.processes.list()
            if each.archived_by is None and sees(each.id)
        ]
        release = tx.releases.get(release_id)
        sets = sets_to_choose(tx, tx.processes.latest(release.process_id)).sets
        named = [(each.set_id, each.name) for each in sets]
        return release, Around(processes=listed, sets=named)

    return await doors.database.read(look)
