"""What the calendar may owe; see `effects` for what an effect is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar, Literal

from orchestration.effects.obligations import Refresh
from orchestration.values import ChannelId, UserId, effect_key


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawHomeWeek(Refresh):
    """The picture of somebody's coming week, because they opened App Home."""

    spacing: ClassVar[timedelta] = timedelta(seconds=1)
    priority: ClassVar[int] = 2
    patience: ClassVar[timedelta | None] = timedelta(minutes=1)
    """Drawing takes a second or more: its worker works on beside it."""
    user_id: UserId
    kind: Literal["draw_home_week"] = "draw_home_week"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.user_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowCalendar(Refresh):
    """A message with a page of the calendar, because somebody asked or turned the page."""

    spacing: ClassVar[timedelta] = timedelta(seconds=1)
    message_id: str
    channel: ChannelId | UserId
    by: UserId
    kind: Literal["show_calendar"] = "show_calendar"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.message_id)
