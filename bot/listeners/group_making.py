"""*Make a release now…*: one of a group, beside those of its cadence; at once or for later."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners import release_verbs
from bot.listeners.conflicts import with_conflicts
from bot.listeners.doors import Doors
from bot.listeners.group_actions import form_of, sent
from bot.listeners.heard import Heard
from bot.listeners.listening import by_its_name, listening, submitting
from bot.listeners.replies import Open, Reply, Say, Submitted, errors
from bot.views.groups import action_forms as forms
from bot.views.groups import carried
from bot.views.modals.typed_answers import FILL_IN
from bot.views.notice import said
from orchestration import words
from orchestration.groups.making_by_hand import ByHand
from orchestration.releases.model import Release

_PASSED = "That time has passed. Choose a later one, or start it now."


def register(app: AsyncApp, doors: Doors) -> None:
    async def make(heard: Heard) -> Reply:
        about = heard.carried(carried.GroupButton)
        proposed = await doors.by_hand.proposed(about.group_id, by=heard.by)
        return Open(
            forms.draw_make(
                proposed.group.name,
                name=proposed.name,
                version=proposed.version,
                owner=heard.by,
                carries=form_of(heard, about.group_id),
            )
        )

    async def made(heard: Heard) -> Submitted:
        form, answer = sent(heard), forms.read_make(heard.view["state"]["values"])
        problems = {} if answer.name else {forms.NAME: FILL_IN}
        problems |= {} if answer.version else {forms.VERSION: FILL_IN}
        if answer.at is not None and answer.at <= doors.clock.now():
            problems[forms.AT] = _PASSED
        if problems:
            return errors(problems)
        wanted = ByHand(
            group_id=form.group_id,
            name=answer.name,
            version=answer.version,
            owner=answer.owner or heard.by,
            scheduled_for=answer.at,
        )
        release = await doors.by_hand.make(heard.door_key, wanted, by=heard.by)
        started = answer.start_now and await release_verbs.start(doors, heard, release.id)
        drawn = (
            started.drawn if isinstance(started, Say) else said(by_its_name(doors, _made(release)))
        )
        conflicts = await with_conflicts(doors, release, _made(release), by=heard.by)
        return Submitted(reply=Say(conflicts.drawn if conflicts else drawn, form.channel))

    app.action(carried.MAKE)(**listening(doors, payloads.action, tell=make))
    app.view(carried.MAKE_FORM)(**submitting(doors, payloads.submission, made, field=forms.NAME))


def _made(release: Release) -> str:
    at = f" for {words.moment(release.scheduled_for)}" if release.scheduled_for else ""
    later = "" if release.scheduled_for else f" `/release start {release.reference}` starts it."
    return f"{words.quote(release.title)} is planned{at}.{later}"
