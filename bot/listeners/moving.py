"""`move REF [WHEN]`, `skip REF` of what has not begun, and bringing it back: words and forms."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.conflicts import with_conflicts
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.replies import Open, Reply, Say, Submitted, errors, instead, say
from bot.listeners.who import zone_of
from bot.views import buttons, in_the_way, planned, private
from bot.views.modals import moving as forms
from orchestration import words
from orchestration.errors import Rejected
from orchestration.people.until import moment_from
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.values import ReleaseId, UserId

if TYPE_CHECKING:
    from bot.listeners.release_verbs import Asked

_TEN = time(10)
_MEANT = "`tomorrow 10:00`, `Friday`, `1 December 14:00`, `2026-12-01 14:00` or `in 2 hours`"


def register(app: AsyncApp, doors: Doors) -> None:
    async def move(heard: Heard) -> Reply:
        return await move_form(doors, heard, heard.carried(buttons.ReleaseButton).release_id)

    async def move_to(heard: Heard) -> Reply:
        to = heard.carried(planned.MoveButton)
        moment = datetime.fromtimestamp(to.to, UTC)
        release = await doors.moving.move(to.release_id, moment, revision=to.revision, by=heard.by)
        return await _told(doors, release, heard.by)

    async def moved_by_form(heard: Heard) -> Submitted:
        form, to = forms.read_moved(heard.view)
        if to is None:
            return errors({forms.TO: "Choose a day and a time."})
        reason = in_the_way.read_why(heard.view)
        way = await doors.conflicts.of(form.release_id, by=heard.by, to=to)
        if not set(in_the_way.keys_of(way)) <= set(form.known):
            release = await doors.moving.may_move(form.release_id, by=heard.by)
            return instead(forms.move(release, to, form.channel, way))
        release = await doors.moving.move(form.release_id, to, revision=form.revision, by=heard.by)
        if way.keys and reason:
            await doors.conflicts.allow(
                release.id, in_the_way.keys_of(way), by=heard.by, reason=reason
            )
        told = await _told(doors, release, heard.by)
        return Submitted(reply=Say(told.drawn, form.channel or release.channel))

    async def skip(heard: Heard) -> Reply:
        return await skip_form(doors, heard, heard.carried(buttons.ReleaseButton).release_id)

    async def skipped(heard: Heard) -> Submitted:
        form, reason = forms.read_skipped(heard.view)
        await doors.moving.skip(form.release_id, by=heard.by, reason=reason)
        return Submitted()

    async def bring_back(heard: Heard) -> Reply | None:
        release_id = heard.carried(buttons.ReleaseButton).release_id
        release = await doors.moving.may_move(release_id, by=heard.by)
        at = release.scheduled_for
        if release.status is ReleaseStatus.SKIPPED and at and at <= doors.clock.now():
            return None  # its time has passed: the form asks for another
        release = await doors.moving.bring_back(release_id, by=heard.by)
        return await _told(doors, release, heard.by)

    app.action(planned.MOVE)(**listening(doors, payloads.action, tell=move))
    app.action(planned.MOVE_TO)(**listening(doors, payloads.action, record=move_to))
    app.action(planned.SKIP)(**listening(doors, payloads.action, tell=skip))
    app.action(planned.BRING_BACK)(
        **listening(doors, payloads.action, record=bring_back, tell=move)
    )
    app.view(planned.MOVE_FORM)(
        **submitting(doors, payloads.submission, moved_by_form, field=forms.TO)
    )
    app.view(planned.SKIP_FORM)(**submitting(doors, payloads.submission, skipped, field=forms.WHY))


async def move_asked(asked: Asked) -> Reply:
    """With words the question whether that time is meant; without, the form."""
    doors, heard = asked.doors, asked.heard
    release = await doors.moving.may_move(asked.release_id, by=heard.by)
    about = buttons.ReleaseButton(release_id=release.id)
    if asked.words:
        zone = await doors.database.read(lambda tx: zone_of(tx, heard.by))
        now = doors.clock.now()
        usual = release.scheduled_for.astimezone(zone).time() if release.scheduled_for else _TEN
        to = moment_from(asked.words, now=now, zone=zone, usual=usual)
        if to is None:
            raise Rejected(f"I do not know when “{words.quote(asked.words, 60)}” is. Say {_MEANT}.")
        if to <= now:
            raise Rejected(f"{words.moment(to)} has passed. Say a time to come: {_MEANT}.")
        carried = planned.MoveButton(
            release_id=release.id, to=int(to.timestamp()), revision=release.revision
        )
        question = f"Move {words.quote(release.title)}{_from(release)} to {words.moment(to)}?"
        return Say(private.offer(question, planned.move_to_button(carried, release.title)))
    if heard.trigger_id:
        return await move_form(doors, heard, release.id)
    question = f"Move {words.quote(release.title)}{_from(release)}? The form asks when it starts."
    return Say(private.offer(question, planned.move_button(about, release.title)))


async def skip_asked(asked: Asked) -> Reply:
    if asked.heard.trigger_id:
        return await skip_form(asked.doors, asked.heard, asked.release_id, asked.words)
    release = await asked.doors.moving.may_move(asked.release_id, by=asked.heard.by, to="skip")
    about = buttons.ReleaseButton(release_id=release.id)
    question = f"Leave {words.quote(release.title)} out{_from(release)}? The form asks why."
    return Say(private.offer(question, planned.skip_button(about, release.title)))


async def move_form(doors: Doors, heard: Heard, release_id: ReleaseId) -> Reply:
    release = await doors.moving.may_move(release_id, by=heard.by)
    now = doors.clock.now()
    proposed = release.scheduled_for
    if proposed is None or proposed <= now:
        zone = await doors.database.read(lambda tx: zone_of(tx, heard.by))
        tomorrow = now.astimezone(zone).date() + timedelta(days=1)
        at = proposed.astimezone(zone).time() if proposed else _TEN
        proposed = datetime.combine(tomorrow, at, tzinfo=zone).astimezone(UTC)
    return Open(forms.move(release, proposed, heard.channel))


async def skip_form(doors: Doors, heard: Heard, release_id: ReleaseId, typed: str = "") -> Reply:
    release = await doors.moving.may_move(release_id, by=heard.by, to="skip")
    return Open(forms.skip(release, heard.channel, typed=typed))


async def _told(doors: Doors, release: Release, by: UserId) -> Say:
    """When it is planned for, and what is in its way then."""
    conflicts = await with_conflicts(doors, release, moved(release), by=by)
    return conflicts or say(moved(release))


def moved(release: Release) -> str:
    title = words.quote(release.title)
    if release.scheduled_for is None:
        return f"{title} is back, as a draft without a time."
    return f"{title} is planned for {words.moment(release.scheduled_for)}. Its cards follow."


def _from(release: Release) -> str:
    return f", planned for {words.moment(release.scheduled_for)}," if release.scheduled_for else ""
