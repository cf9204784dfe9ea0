"""Making, starting and aborting releases by buttons and forms."""

from __future__ import annotations

from datetime import datetime

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners import verbs
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.membership import INVITE, can_post
from bot.listeners.replies import Open, Redraw, Replace, Reply, Say, Submitted, errors, instead
from bot.views import buttons, private
from bot.views.modals import choose_process, new_release, new_release_inputs, typed_answers
from orchestration import words
from orchestration.errors import Rejected
from orchestration.ports import Transaction
from orchestration.processes.input_values import as_text
from orchestration.processes.model import ProcessVersion
from orchestration.read_models.input_cards import SetsToChoose
from orchestration.read_models.input_lookup import sets_to_choose
from orchestration.releases.model import Release
from orchestration.releases.service import NewRelease
from orchestration.values import ChannelId

_SENT_BEFORE = "This form was sent before: look at the channel. `/release new` makes another."
_NO_CHANNEL = "Choose the channel where its progress is shown."


def register(app: AsyncApp, doors: Doors) -> None:
    async def open_form(heard: Heard) -> Reply:
        about = heard.carried(buttons.NewButton)
        return Open(await verbs.release_form(doors, about.process_id, verbs.place_of(heard)))

    async def choose(heard: Heard) -> Submitted:
        form = buttons.DraftForm.model_validate_json(heard.view["private_metadata"])
        chosen = choose_process.read(heard.view)
        return instead(await verbs.release_form(doors, chosen, form.channel))

    async def choose_set(heard: Heard) -> Reply:
        """The form says what the chosen set gives; what was typed stays."""
        form = buttons.NewReleaseForm.model_validate_json(heard.view["private_metadata"])
        shown = heard.view["state"]["values"]
        of, sets = await _drawn_from(doors, form, new_release_inputs.read_set(shown))
        view = new_release.draw(of, form.channel, sets, shown)
        return Redraw(view, heard.view["id"], heard.view.get("hash", ""))

    async def make(heard: Heard) -> Submitted:
        form = buttons.NewReleaseForm.model_validate_json(heard.view["private_metadata"])
        shown = heard.view["state"]["values"]
        before = await doors.forms.kept(heard.door_key, form.page)
        if form.page and not before:
            raise Rejected(_SENT_BEFORE)
        of, sets = await _drawn_from(doors, form, new_release_inputs.read_set({**before, **shown}))
        if new_release.SET in heard.fields and sets.chosen != form.input_set:
            # It was chosen so late that the fields do not show yet what it says.
            return instead(new_release.draw(of, form.channel, sets, shown))
        answer = new_release.read({**before, **shown}, of)
        problems = _problems(answer, heard.fields, doors.clock.now())
        first = new_release.CHANNEL in heard.fields
        if first and not problems and not await can_post(doors, answer.channel):
            problems[new_release.CHANNEL] = f"Drumbeat is not in that channel. {INVITE}."
        if problems:
            return errors({field: said.replace("`", "") for field, said in problems.items()})
        if following := new_release.draw_page(of, form, sets):
            await doors.forms.keep(heard.door_key, form.page, shown)
            return instead(following)
        release = await doors.releases.create(
            heard.door_key,
            NewRelease(
                process_id=form.process_id,
                name=answer.name,
                version=answer.version,
                inputs={key: as_text(value) for key, value in answer.inputs.items()},
                input_set=answer.input_set or None,
                channel=answer.channel,
                start_now=answer.start_now,
                scheduled_for=answer.scheduled_for,
                pinned=answer.pinned and not answer.start_now,
            ),
            by=heard.by,
        )
        if form.page:
            await doors.forms.forget(heard.door_key, range(form.page))
        return Submitted(reply=_made(release, form.channel or release.channel))

    async def start(heard: Heard) -> Reply | None:
        release_id = heard.carried(buttons.ReleaseButton).release_id
        return _in_place(heard, await verbs.start(doors, heard, release_id))

    async def abort(heard: Heard) -> Reply:
        return await verbs.abort_form(doors, heard, heard.carried(buttons.ReleaseButton).release_id)

    async def chosen(heard: Heard) -> Reply | None:
        choice = heard.carried(buttons.ReleaseChoice)
        reply = await verbs.about_release(doors, heard, choice.verb, choice.release_id)
        return _in_place(heard, reply)

    app.action(buttons.RELEASE_START)(**listening(doors, payloads.action, record=start))
    app.action(buttons.RELEASE_ABORT)(**listening(doors, payloads.action, tell=abort))
    app.action(buttons.RELEASE_CHOOSE)(**listening(doors, payloads.action, tell=chosen))
    app.action(buttons.HOME_NEW)(**listening(doors, payloads.action, tell=open_form))
    app.action(new_release.SET)(**listening(doors, payloads.action, tell=choose_set))
    app.view(buttons.RELEASE_NEW)(**submitting(doors, payloads.submission, make))
    app.view(choose_process.CALLBACK)(**submitting(doors, payloads.submission, choose))


async def _drawn_from(
    doors: Doors, form: buttons.NewReleaseForm, chosen: str
) -> tuple[ProcessVersion, SetsToChoose]:
    """The very version the form was drawn from, and what the chosen set says to it."""

    def look(tx: Transaction) -> tuple[ProcessVersion, SetsToChoose]:
        of = tx.processes.version(form.process_id, form.process_version)
        return of, sets_to_choose(tx, of, chosen)

    return await doors.database.read(look)


def _in_place(heard: Heard, reply: Reply | None) -> Reply | None:
    """A private question is replaced by its answer, so that it cannot be answered twice."""
    return Replace(reply.drawn) if heard.ephemeral and isinstance(reply, Say) else reply


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


def _made(release: Release, tell_in: ChannelId) -> Say:
    """Its living message is posted in its own channel; this says so where the form came from."""
    planned = f" for {words.moment(release.scheduled_for)}" if release.scheduled_for else ""
    state = "made and started" if release.started_at else f"planned{planned}"
    text = f"{words.quote(release.title)} is {state}. Follow it in"
    return Say(private.pointing(text, release.channel), tell_in)
