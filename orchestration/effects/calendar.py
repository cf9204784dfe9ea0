"""What the calendar may owe; see `effects` for what an effect is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar, Literal

from orchestration.effects.obligations import Refresh
from orchestration.values import ChannelId, UserId, effect_key


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
