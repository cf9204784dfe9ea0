"""The form of a new release: its pages, what is in its way, and its making."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from slack_bolt.async_app import AsyncApp

from bot.listeners import again, verbs
from bot.listeners import heard as payloads
from bot.listeners.conflicts import with_conflicts
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.membership import INVITE, can_post
from bot.listeners.replies import Open, Redraw, Reply, Say, Submitted, errors, instead
from bot.listeners.who import zone_of
from bot.views import buttons, in_the_way, private
from bot.views.modals import (
    choose_process,
    describing,
    new_release,
    new_release_conflicts,
    new_release_inputs,
    typed_answers,
)
from bot.views.modals.answers import State
from bot.views.modals.given import NOTHING, Given
from orchestration import words
from orchestration.errors import Rejected
from orchestration.ports import Transaction
from orchestration.processes.input_values import as_text
from orchestration.processes.model import ProcessVersion
from orchestration.read_models.input_cards import SetsToChoose
from orchestration.read_models.input_lookup import sets_to_choose
from orchestration.releases.editing import described
from orchestration.releases.making import NewRelease
from orchestration.releases.model import Release
from orchestration.values import ChannelId

_SENT_BEFORE = "This form was sent before: look at the channel. `/release new` makes another."
_NO_CHANNEL = "Choose the channel where its progress is shown."


def register(app: AsyncApp, doors: Doors) -> None:
    async def open_form(heard: Heard) -> Reply:
        about = heard.carried(buttons.NewButton)
        return Open(await verbs.release_form(doors, about.process_id, heard.place))

    async def choose(heard: Heard) -> Submitted:
        form = buttons.DraftForm.model_validate_json(heard.view["private_metadata"])
        chosen = choose_process.read(heard.view)
        return instead(await verbs.release_form(doors, chosen, form.channel))

    async def choose_set(heard: Heard) -> Reply:
        """The form says what the chosen set gives; what was typed stays."""
        form = _form(heard)
        return await _redrawn(doors, heard, form, new_release_inputs.read_set(_sent(heard)))

    async def say_more(heard: Heard) -> Reply:
        """The form asks what else is said of the release; what was typed stays."""
        form = _form(heard).model_copy(update={"more": True})
        return await _redrawn(doors, heard, form, form.input_set)

    async def make(heard: Heard) -> Submitted:
        form, shown = _form(heard), _sent(heard)
        before = await doors.forms.kept(heard.door_key, form.page)
        if form.page and not before:
            raise Rejected(_SENT_BEFORE)
        state = {**before, **shown}
        of, sets, given = await _drawn_from(doors, form, new_release_inputs.read_set(state))
        if new_release.SET in heard.fields and sets.chosen != form.input_set:
            # It was chosen so late that the fields do not show yet what it says.
            return instead(_first_page(form, of, sets, given, shown))
        answer = new_release.read(state, of)
        if problems := await _amiss(doors, heard, answer):
            return errors({field: said.replace("`", "") for field, said in problems.items()})
        if following := new_release.draw_page(of, form, sets, given):
            await doors.forms.keep(heard.door_key, form.page, shown)
            return instead(following)
        if new_release_conflicts.is_open(heard.fields, shown):
            return errors({new_release_conflicts.TIME: "Choose when it shall be."})
        wanted = _wanted(form, answer, new_release_conflicts.read(shown))
        asked = await _asked_about_conflicts(doors, heard, form, wanted)
        if asked is not None:
            return asked
        release = await _made(doors, heard, wanted, in_the_way.read_why(heard.view))
        await doors.forms.forget(heard.door_key, range(form.page))
        return Submitted(reply=await _told(doors, heard, release, form.channel))

    app.action(buttons.HOME_NEW)(**listening(doors, payloads.action, tell=open_form))
    app.action(new_release.SET)(**listening(doors, payloads.action, tell=choose_set))
    app.action(new_release.MORE)(**listening(doors, payloads.action, tell=say_more))
    app.view(buttons.RELEASE_NEW)(**submitting(doors, payloads.submission, make))
    app.view(choose_process.CALLBACK)(**submitting(doors, payloads.submission, choose))


def _form(heard: Heard) -> buttons.NewReleaseForm:
    return buttons.NewReleaseForm.model_validate_json(heard.view["private_metadata"])


def _sent(heard: Heard) -> State:
    state: State = heard.view["state"]["values"]
    return state


async def _redrawn(doors: Doors, heard: Heard, form: buttons.NewReleaseForm, chosen: str) -> Redraw:
    of, sets, given = await _drawn_from(doors, form, chosen)
    view = _first_page(form, of, sets, given, _sent(heard))
    return Redraw(view, heard.view["id"], heard.view.get("hash", ""))


def _first_page(
    form: buttons.NewReleaseForm, of: ProcessVersion, sets: SetsToChoose, given: Given, typed: State
) -> dict[str, object]:
    return new_release.draw(
        of, form.channel, sets, typed, given=given, like=form.like, more=form.more
    )


async def _drawn_from(
    doors: Doors, form: buttons.NewReleaseForm, chosen: str
) -> tuple[ProcessVersion, SetsToChoose, Given]:
    """The very version the form was drawn from, what the chosen set says to it, and its model."""

    def look(tx: Transaction) -> tuple[ProcessVersion, SetsToChoose, Given]:
        of = tx.processes.version(form.process_id, form.process_version)
        sets = sets_to_choose(tx, of, chosen)
        return of, sets, again.given_by(tx, form.like, of, sets) if form.like else NOTHING

    return await doors.database.read(look)


async def _amiss(doors: Doors, heard: Heard, answer: new_release.Answer) -> dict[str, str]:
    """By the field of this page it stands under, what is wrong with what was filled in."""
    problems = _problems(answer, heard.fields, doors.clock.now())
    if describing.TYPE in heard.fields:
        described(answer.description)
    first = new_release.CHANNEL in heard.fields
    if first and not problems and not await can_post(doors, answer.channel):
        problems[new_release.CHANNEL] = f"Drumbeat is not in that channel. {INVITE}."
    return problems


def _wanted(
    form: buttons.NewReleaseForm, answer: new_release.Answer, free: datetime | None
) -> NewRelease:
    """What was filled in, at the free time that was taken instead of the one that was said."""
    now = answer.start_now and free is None
    return NewRelease(
        process_id=form.process_id,
        name=answer.name,
        version=answer.version,
        inputs={key: as_text(value) for key, value in answer.inputs.items()},
        input_set=answer.input_set or None,
        channel=answer.channel,
        start_now=now,
        scheduled_for=free or answer.scheduled_for,
        pinned=answer.pinned and not now,
        description=answer.description,
    )


async def _asked_about_conflicts(
    doors: Doors, heard: Heard, form: buttons.NewReleaseForm, wanted: NewRelease
) -> Submitted | None:
    """A page that names what is in its way, unless that was shown or there is nothing."""
    at = datetime.fromtimestamp(form.at, UTC) if form.at else doors.clock.now()
    at = at.replace(microsecond=0)
    way = await doors.conflicts.foreseen(heard.door_key, wanted, by=heard.by, at=at)
    if set(in_the_way.keys_of(way)) <= set(form.known):
        return None
    if not form.at:
        await doors.forms.keep(heard.door_key, form.page, _sent(heard))
        form = form.model_copy(update={"page": form.page + 1, "at": int(at.timestamp())})
    zone = await doors.database.read(lambda tx: zone_of(tx, heard.by))
    called = f"{wanted.name} {wanted.version}".strip()
    return instead(
        new_release_conflicts.draw(called, way, form, starts=wanted.start_now, zone=zone)
    )


async def _made(doors: Doors, heard: Heard, wanted: NewRelease, reason: str) -> Release:
    """And with a reason, what is in its way is let stand."""
    release = await doors.releases.create(heard.door_key, wanted, by=heard.by)
    if not reason:
        return release
    way = await doors.conflicts.of(release.id, by=heard.by)
    if not way.keys:
        return release
    keys = in_the_way.keys_of(way)
    return await doors.conflicts.allow(release.id, keys, by=heard.by, reason=reason)


async def _told(doors: Doors, heard: Heard, release: Release, asked_in: ChannelId | None) -> Say:
    tell_in = asked_in or release.channel
    planned = f"{words.quote(release.title)} is planned. Follow it in its channel."
    conflicts = await with_conflicts(doors, release, planned, by=heard.by)
    return replace(conflicts, channel=tell_in) if conflicts else _follow(release, tell_in)


def _problems(answer: new_release.Answer, shown: frozenset[str], now: datetime) -> dict[str, str]:
    """What Slack's own checks let through, of the fields of this page: blanks, a past time."""
    problems = dict(answer.problems)
    for field, given in ((new_release.NAME, answer.name), (new_release.VERSION, answer.version)):
        if not given:
            problems[field] = typed_answers.FILL_IN
    if answer.scheduled_for and answer.scheduled_for <= now:
        problems[new_release.AT] = "That time has passed. Choose a later one, or start it now."
    if not answer.channel or answer.channel.startswith("D"):
        problems[new_release.CHANNEL] = _NO_CHANNEL
    return {field: said for field, said in problems.items() if field in shown}


def _follow(release: Release, tell_in: ChannelId) -> Say:
    """Its living message is posted in its own channel; this says so where the form came from."""
    planned = f" for {words.moment(release.scheduled_for)}" if release.scheduled_for else ""
    state = "made and started" if release.started_at else f"planned{planned}"
    text = f"{words.quote(release.title)} is {state}. Follow it in"
    return Say(private.pointing(text, release.channel), tell_in)
