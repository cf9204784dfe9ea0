"""The pages of *Use in a draft…* that ask for inputs; the last one makes the edit of the draft."""

from __future__ import annotations

from pydantic import JsonValue
from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.heard import Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.replies import Redraw, Reply, Say, Submitted, errors, instead, say
from bot.views.modals import typed_answers
from bot.views.store import carried, map_form
from orchestration import words
from orchestration.catalogue.model import StoreVersion
from orchestration.catalogue.placing import Placement
from orchestration.errors import Rejected
from orchestration.ports import Transaction
from orchestration.processes.deciding import open_draft
from orchestration.processes.model import Process

_SENT_BEFORE = "This form was sent before: look at the draft. *Use in a draft…* opens another."


def register(app: AsyncApp, doors: Doors) -> None:
    async def turn_page(heard: Heard) -> Submitted:
        form = carried.MapForm.model_validate_json(heard.view["private_metadata"])
        used, process = await _looked_up(doors, form)
        pages = map_form.fields_of(used.activity, process, form)
        shown = heard.view["state"]["values"]
        before = await doors.forms.kept(heard.door_key, form.page)
        if form.page and not before:
            raise Rejected(_SENT_BEFORE)
        if problems := typed_answers.read(shown, pages[form.page], expressions=True).problems:
            return errors(problems)
        if form.page + 1 < len(pages):
            await doors.forms.keep(heard.door_key, form.page, shown)
            following = form.model_copy(update={"page": form.page + 1})
            return instead(map_form.draw(used.activity, process, following))
        fields = [each for page in pages for each in page]
        answers = typed_answers.read({**before, **shown}, fields, expressions=True)
        submitted = await used_in_draft(
            doors, heard, form, map_form.by_name(used.activity, answers.values)
        )
        if form.page:
            await doors.forms.forget(heard.door_key, range(form.page))
        return submitted

    async def switch(heard: Heard) -> Reply:
        """Expressions are typed instead of values chosen, or the other way; what fits is kept."""
        form = carried.MapForm.model_validate_json(heard.view["private_metadata"])
        used, process = await _looked_up(doors, form)
        page = map_form.fields_of(used.activity, process, form)[form.page]
        given = typed_answers.read(heard.view["state"]["values"], page, expressions=True).values
        other = form.model_copy(update={"typed": not form.typed})
        view = map_form.draw(used.activity, process, other, given)
        return Redraw(view, heard.view["id"], heard.view.get("hash", ""))

    app.action(carried.MAP_TYPED)(**listening(doors, payloads.action, tell=switch))
    app.view(carried.MAP_FORM)(**submitting(doors, payloads.submission, turn_page))


async def used_in_draft(
    doors: Doors, heard: Heard, form: carried.MapForm, inputs: dict[str, JsonValue]
) -> Submitted:
    """The edit itself; its form closes."""
    place = Placement(phase=form.phase, after=form.after, name=form.name, inputs=inputs)
    process = await doors.using.use(form.draft, form.revision, form.activity_id, place, by=heard.by)
    phase = process.phases_by_id[form.phase]
    said = say(
        f"“{words.quote(form.name)}” is in the draft “{words.quote(process.name)}” now, in "
        f"“{words.quote(phase.name)}”. The draft's card says what is still open."
    )
    return Submitted(reply=Say(said.drawn, form.channel))


async def _looked_up(doors: Doors, form: carried.MapForm) -> tuple[StoreVersion, Process]:
    """The activity as it was when the form was opened, since its inputs are those asked for."""

    def look(tx: Transaction) -> tuple[StoreVersion, Process]:
        _, process = open_draft(tx, form.draft)
        return tx.store.version(form.activity_id, form.version), process

    return await doors.database.read(look)
