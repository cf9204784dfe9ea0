"""A message that shows the calendar: its page, its picture where there is one, what to choose."""

from __future__ import annotations

from orchestration.calendar.filters import CalendarAsked
from orchestration.calendar.page import CalendarPage
from orchestration.values import Frozen


class CalendarCard(Frozen):
    message_id: str
    page: CalendarPage
    asked: CalendarAsked
    file: str = ""
    """Its picture in the workspace; empty while there is none."""
    shared_by: str = ""
    """In a channel: who shared it, and nobody turns its pages."""
    choices: tuple[str, ...] = ()
    """Filters that somebody may want, as they are typed: `group:"Payments weekly"`."""
