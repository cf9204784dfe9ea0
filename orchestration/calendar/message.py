"""A message that shows the calendar: which page it is on, and for whom it is drawn."""

from __future__ import annotations

from orchestration.calendar.filters import CalendarAsked
from orchestration.values import ChannelId, Frozen, UserId


class CalendarMessage(Frozen):
    """One of somebody's own, or one that was shared; its buttons change what it is on."""

    id: str
    by: UserId
    """Whose zone, first day of the week and rights it is drawn with."""
    channel: ChannelId | UserId
    asked: CalendarAsked
    shared: bool = False
    """In a channel, for everybody: nobody turns its pages."""
