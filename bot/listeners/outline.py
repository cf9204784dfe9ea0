"""The outline editor: every change is one edit of the draft, kept as it is made."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.listeners import heard as payloads
from bot.listeners.doors import Doors
from bot.listeners.drafts import process_of
from bot.listeners.editing import as_shown, review_as_shown
from bot.listeners.heard import OUTDATED, Heard, Json
from bot.listeners.listening import listening
from bot.listeners.replies import Open, Redraw, Reply
from bot.views import buttons, outline_buttons
from bot.views.modals import outline, outline_activity, outline_phase, sheet
from bot.views.sheet_buttons import Sheet
from orchestration import words
from orchestration.errors import Rejected
from orchestration.processes.edits import Move, ProcessEdit, Remove
from orchestration.processes.model import Process
from orchestration.processes.vocabulary import vocabulary_in

_LONGEST_ID = 100


def register(app: AsyncApp, doors: Doors) -> None:
    async def change(heard: Heard) -> Reply | None:
        """Move and remove are edits; what opens a form is left to `open_form`."""
        edit = _edit_of(await as_shown(doors, page_of(heard.view)), heard)
        if edit is None:
            return None
        page = page_of(heard.view)
        review = await doors.processes.edit(page.draft_id, page.revision, edit, by=heard.by)
        page = page.model_copy(update={"revision": review.revision})
        return _redrawn(process_of(review), page, heard)

    async def open_form(heard: Heard) -> Reply:
        review = await review_as_shown(doors, page_of(heard.view))
        process = process_of(review)
        form = _form_of(process, heard)
        if isinstance(form, Sheet):
            return Open(sheet.draw(process, form, review.problems))
        if isinstance(form, outline_buttons.PhaseForm):
            return Open(outline_phase.draw(process, form))
        around = await doors.database.read(vocabulary_in)
        return Open(outline_activity.draw(process, form, pipelines(doors), around=around))

    async def turn(heard: Heard) -> Reply:
        page = page_of(heard.view)
        review = await doors.processes.review(page.draft_id)
        process = process_of(review)
        page = page.model_copy(update={"revision": review.revision})
        match heard.body["actions"][0]["action_id"]:
            case buttons.OUTLINE_PREVIOUS:
                page = outline.turned(process, page, -1)
            case buttons.OUTLINE_NEXT:
                page = outline.turned(process, page, 1)
            case _:
                chosen = int(heard.value) if heard.value.isdigit() else 0
                page = page.model_copy(update={"phase": chosen, "part": 0})
        return _redrawn(process, page, heard)

    menus = (buttons.OUTLINE_MENU, buttons.OUTLINE_PHASE_MENU, buttons.OUTLINE_REMOVE_PHASE)
    for menu in menus:
        app.action(menu)(**listening(doors, payloads.action, record=change, tell=open_form))
    for add in (buttons.OUTLINE_ADD_ACTIVITY, buttons.OUTLINE_ADD_PHASE):
        app.action(add)(**listening(doors, payloads.action, tell=open_form))
    for page in (buttons.OUTLINE_PREVIOUS, buttons.OUTLINE_NEXT, buttons.OUTLINE_GO_TO):
        app.action(page)(**listening(doors, payloads.action, tell=turn))


def page_of(view: Json) -> outline_buttons.OutlinePage:
    return outline_buttons.OutlinePage.model_validate_json(view["private_metadata"])


def _redrawn(process: Process, page: outline_buttons.OutlinePage, heard: Heard) -> Redraw:
    return Redraw(outline.draw(process, page), heard.view["id"], heard.view.get("hash", ""))


def _edit_of(process: Process, heard: Heard) -> ProcessEdit | None:
    choice = heard.carried(outline_buttons.OutlineChoice)
    phase, activity = _at(process, choice)
    match choice.do:
        case "up":
            return Move(phase=phase, activity=activity, by=-1)
        case "down":
            return Move(phase=phase, activity=activity, by=1)
        case "remove":
            return Remove(phase=phase, activity=activity)
        case "edit" | "more" | "add":
            return None


def _form_of(
    process: Process, heard: Heard
) -> outline_buttons.PhaseForm | outline_buttons.ActivityForm | Sheet:
    """Which form a menu entry or an *Add* button opens."""
    page, view_id = outline.nearest(process, page_of(heard.view)), str(heard.view["id"])
    here = process.phases[page.phase] if process.phases else None
    action_id = heard.body["actions"][0]["action_id"]
    if action_id == buttons.OUTLINE_ADD_PHASE or here is None:
        after = here.id if here else None
        return outline_buttons.PhaseForm(page=page, after=after, outline_view=view_id)
    if action_id == buttons.OUTLINE_ADD_ACTIVITY:
        last = here.activities[-1].id if here.activities else None
        return outline_buttons.ActivityForm(
            page=page, phase=here.id, after=last, outline_view=view_id
        )
    choice = heard.carried(outline_buttons.OutlineChoice)
    phase, activity = _at(process, choice)
    if choice.do == "more":
        return Sheet(page=page, phase=choice.phase, activity=choice.activity, outline_view=view_id)
    adds = choice.do == "add"
    if action_id == buttons.OUTLINE_PHASE_MENU:
        return outline_buttons.PhaseForm(
            page=page,
            phase=None if adds else phase,
            after=phase if adds else None,
            outline_view=view_id,
        )
    return outline_buttons.ActivityForm(
        page=page,
        phase=phase,
        activity=activity,
        outline_view=view_id,
    )


def _at(process: Process, choice: outline_buttons.OutlineChoice) -> tuple[str, str | None]:
    """The ids at a position of the revision that was shown."""
    if not 0 <= choice.phase < len(process.phases):
        raise Rejected(OUTDATED)
    phase = process.phases[choice.phase]
    if choice.activity is None:
        return _carried(phase.id), None
    if not 0 <= choice.activity < len(phase.activities):
        raise Rejected(OUTDATED)
    return _carried(phase.id), _carried(phase.activities[choice.activity].id)


def _carried(part_id: str) -> str:
    """An id that a form can carry; a longer one cannot be published either."""
    if len(part_id) > _LONGEST_ID:
        raise Rejected(
            f"The id “{words.quote(part_id, 40)}” has {len(part_id):,} characters; an id has at "
            f"most {_LONGEST_ID}. Shorten it in the file, with *Export* and *Replace from file…*."
        )
    return part_id


def pipelines(doors: Doors) -> tuple[str, ...]:
    return tuple(sorted(doors.catalogue.names()))
