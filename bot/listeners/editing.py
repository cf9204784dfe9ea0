"""What every listener of the editor needs: the draft as it was shown, and drawing it anew."""

from __future__ import annotations

from bot.listeners.doors import Doors
from bot.listeners.drafts import process_of
from bot.listeners.heard import Heard
from bot.listeners.replies import Redraw, Redraws, Reply
from bot.views.modals import outline, sheet
from bot.views.outline_buttons import OutlinePage
from bot.views.sheet_buttons import Sheet
from orchestration.processes.edits import ProcessEdit
from orchestration.processes.model import Process
from orchestration.read_models.process_cards import DraftReview


async def as_shown(doors: Doors, page: OutlinePage) -> Process:
    """The process as the editor shows it: positions mean nothing in another revision."""
    return await doors.processes.as_shown(page.draft_id, page.revision)


async def review_as_shown(doors: Doors, page: OutlinePage) -> DraftReview:
    """The same with its problems, which take longer."""
    await as_shown(doors, page)
    return await doors.processes.review(page.draft_id)


async def edit(doors: Doors, page: OutlinePage, change: ProcessEdit, heard: Heard) -> DraftReview:
    return await doors.processes.edit(page.draft_id, page.revision, change, by=heard.by)


def redrawn(review: DraftReview, shown: Sheet, sheet_view: str, *, hash_: str = "") -> Reply:
    """The sheet after an edit made from it, and the outline below it."""
    process = process_of(review)
    page = shown.page.model_copy(update={"revision": review.revision})
    shown = shown.model_copy(update={"page": page})
    above = Redraw(sheet.draw(process, shown, review.problems), sheet_view, hash_)
    if not shown.outline_view:
        return above
    return Redraws((above, Redraw(outline.draw(process, page), shown.outline_view)))
