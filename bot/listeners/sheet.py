"""The sheet of a part of the draft, and the forms over it: each that is sent is one edit."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import editing
from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.drafts import process_of
from bot.listeners.heard import OUTDATED, Heard
from bot.listeners.listening import listening, submitting
from bot.listeners.outline import page_of
from bot.listeners.replies import Open, Redraw, Reply, Submitted, errors
from bot.views import sheet_buttons
from bot.views.forms.parts import chosen_in, list_edit
from bot.views.forms.theme import Theme
from bot.views.forms.themes import THEMES
from bot.views.modals import sheet
from bot.views.sheet_buttons import Sheet, SheetChoice, SheetForm
from orchestration.errors import Rejected
from orchestration.processes.vocabulary import vocabulary_in


def register(app: AsyncApp, doors: Doors) -> None:
    async def open_process(heard: Heard) -> Reply:
        page = page_of(heard.view)
        review = await editing.review_as_shown(doors, page)
        shown = Sheet(page=page, outline_view=str(heard.view["id"]))
        return Open(sheet.draw(process_of(review), shown, review.problems))

    async def change(heard: Heard) -> Reply | None:
        """Move and remove are edits; what opens a form is left to `open_form`."""
        shown, choice = _sheet_of(heard), heard.carried(SheetChoice)
        if choice.do == "open":
            return None
        process = await editing.as_shown(doors, shown.page)
        edit = list_edit(chosen_in(process, shown, choice), choice)
        if edit is None:
            raise Rejected(OUTDATED)
        review = await editing.edit(doors, shown.page, edit, heard)
        return editing.redrawn(
            review, shown, str(heard.view["id"]), hash_=str(heard.view.get("hash", ""))
        )

    async def open_form(heard: Heard) -> Reply:
        shown, choice = _sheet_of(heard), heard.carried(SheetChoice)
        process = await editing.as_shown(doors, shown.page)
        around = await doors.database.read(vocabulary_in)
        about = chosen_in(process, shown, choice, around=around)
        form = SheetForm(sheet=shown, choice=choice, sheet_view=str(heard.view["id"]))
        return Open(_theme(choice).draw(about, sheet_buttons.FORM, form))

    async def other_kind(heard: Heard) -> Reply:
        form = SheetForm.model_validate_json(heard.view["private_metadata"])
        process = await editing.as_shown(doors, form.sheet.page)
        about = chosen_in(process, form.sheet, form.choice, kind=heard.value)
        view = _theme(form.choice).draw(about, sheet_buttons.FORM, form)
        return Redraw(view, heard.view["id"], heard.view.get("hash", ""))

    async def keep(heard: Heard) -> Submitted:
        form = SheetForm.model_validate_json(heard.view["private_metadata"])
        process = await editing.as_shown(doors, form.sheet.page)
        about = chosen_in(process, form.sheet, form.choice)
        edit = _theme(form.choice).read(about, heard.view)
        if isinstance(edit, dict):
            return errors(edit)
        review = await editing.edit(doors, form.sheet.page, edit, heard)
        return Submitted(reply=editing.redrawn(review, form.sheet, form.sheet_view))

    async def turn(heard: Heard) -> Reply:
        shown = _sheet_of(heard)
        review = await editing.review_as_shown(doors, shown.page)
        process = process_of(review)
        forward = heard.body["actions"][0]["action_id"] == sheet_buttons.NEXT
        shown = sheet.turned(process, shown, 1 if forward else -1)
        view = sheet.draw(process, shown, review.problems)
        return Redraw(view, heard.view["id"], heard.view.get("hash", ""))

    app.action(sheet_buttons.OPEN_PROCESS)(**listening(doors, payloads.action, tell=open_process))
    app.action(sheet_buttons.OPEN)(**listening(doors, payloads.action, tell=open_form))
    app.action(sheet_buttons.MENU)(
        **listening(doors, payloads.action, record=change, tell=open_form)
    )
    for page in (sheet_buttons.PREVIOUS, sheet_buttons.NEXT):
        app.action(page)(**listening(doors, payloads.action, tell=turn))
    app.action(sheet_buttons.KIND)(**listening(doors, payloads.action, tell=other_kind))
    app.view(sheet_buttons.FORM)(**submitting(doors, payloads.submission, keep))


def _sheet_of(heard: Heard) -> Sheet:
    return Sheet.model_validate_json(heard.view["private_metadata"])


def _theme(choice: SheetChoice) -> Theme:
    found = THEMES.get(choice.theme)
    if found is None:
        raise Rejected(OUTDATED)
    return found
