"""The forms of input sets: each page that is sent is one save, from what the person saw."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.replies import Redraw, Reply, Say, Submitted, errors, instead, say
from bot.views.inputs import carried, name_form, set_answers, set_form
from bot.views.modals.typed_answers import FILL_IN
from orchestration import words
from orchestration.inputs.changes import InputSet
from orchestration.inputs.places import WHOLE, merged, with_values
from orchestration.processes.input_sets import ActivityInputSet, ProcessInputSet
from orchestration.read_models.input_cards import SetFields
from orchestration.read_models.input_lookup import fields_in
from orchestration.values import ProcessId, slug


def register(app: AsyncApp, doors: Doors) -> None:
    async def redraw(heard: Heard) -> Reply:
        """Another set was chosen, or fields become text: what stands in them stays."""
        form = _form_of(heard)
        if heard.body["actions"][0]["action_id"] == carried.AS_TEXT:
            form = form.model_copy(update={"as_text": not form.as_text})
        shown = await _fields(doors, form)
        view = set_form.draw(shown, form, typed=heard.view["state"]["values"])
        return Redraw(view, heard.view["id"], heard.view.get("hash", ""))

    async def keep(heard: Heard) -> Submitted:
        form = _form_of(heard)
        shown = await _fields(doors, form)
        answer = set_answers.read(heard.view["state"]["values"], shown, form)
        problems = dict(answer.problems)
        if set_form.NAME in heard.fields and not answer.name:
            problems[set_form.NAME] = FILL_IN
        if problems:
            return errors(problems)
        said = await _answered(doors, form, answer)
        kept = await doors.inputs.save(said, was=form.revision, by=heard.by)
        if not set_form.is_last(shown, form):
            turned = {"set_id": said.id, "revision": kept.revision, "page": form.page + 1}
            following = form.model_copy(update=turned)
            return instead(set_form.draw(await _fields(doors, following), following))
        told = say(f"The input set “{words.quote(said.name)}” is saved.")
        return Submitted(reply=Say(told.drawn, form.channel))

    async def copy(heard: Heard) -> Submitted:
        form = carried.NameForm.model_validate_json(heard.view["private_metadata"])
        name = name_form.read(heard.view)
        if not name:
            return errors({name_form.NAME: FILL_IN})
        await doors.inputs.copy(form.kind, form.of, form.set_id, name=name, by=heard.by)
        told = say(f"The input set “{words.quote(name)}” is made.")
        return Submitted(reply=Say(told.drawn, form.channel))

    for action in (carried.LINK, carried.AS_TEXT):
        app.action(action)(**listening(doors, payloads.action, tell=redraw))
    app.view(carried.FORM)(**submitting(doors, payloads.submission, keep, field=set_form.NAME))
    app.view(carried.NAME)(**submitting(doors, payloads.submission, copy, field=name_form.NAME))


async def _answered(doors: Doors, form: carried.SetForm, answer: set_answers.Answer) -> InputSet:
    """The set as it is kept, with what was answered on this page; a new one under its name."""
    said = await _kept(doors, form) if form.set_id else _new(form, answer.name)
    if answer.name:
        said = said.model_copy(update={"name": answer.name, "description": answer.description})
    if isinstance(said, ProcessInputSet):
        return with_values(said, answer.values, answer.links)
    inputs = merged(said.inputs, answer.values.get(WHOLE, {}))
    return said.model_copy(update={"inputs": inputs})


async def _kept(doors: Doors, form: carried.SetForm) -> InputSet:
    state = await doors.inputs.show(form.kind, form.of, form.set_id or "")
    return state.kept.set


def _new(form: carried.SetForm, name: str) -> InputSet:
    set_id = slug(name, fallback="inputs")
    if form.kind == "process":
        return ProcessInputSet(id=set_id, name=name, process=ProcessId(form.of))
    return ActivityInputSet(id=set_id, name=name, activity=form.of)


def _form_of(heard: Heard) -> carried.SetForm:
    return carried.SetForm.model_validate_json(heard.view["private_metadata"])


async def _fields(doors: Doors, form: carried.SetForm) -> SetFields:
    return await doors.database.read(
        lambda tx: fields_in(tx, form.kind, form.of, form.set_id, form.version)
    )
