"""What can be drawn: a page of a process, or of the calendar; and as bytes on the way there."""

from __future__ import annotations

import json

from orchestration.calendar import page as calendar
from orchestration.calendar.page import CalendarPage
from orchestration.read_models import picture_page
from orchestration.read_models.picture_page import PicturePage

Page = PicturePage | CalendarPage


def written(page: Page) -> bytes:
    """For the process that draws it."""
    if isinstance(page, CalendarPage):
        return calendar.page_json(page).encode()
    return picture_page.page_json(page).encode()


def read(page: bytes) -> Page:
    """What `written` wrote."""
    document = json.loads(page)
    if "calendar" in document:
        return calendar.page_of(document["calendar"])
    return picture_page.page_from(page)
