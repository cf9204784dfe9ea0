"""What a release may owe around its time: looks ahead, the beginning, reminders, its card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Literal

from orchestration.effects.obligations import Copy, Once, Refresh
from orchestration.values import ReleaseId, effect_key

LookOccasion = Literal["appears", "day_before", "hour_before"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _AtItsTime(Once):
    """About one planned time of a release: once that was moved, it is about nothing any more."""

    kind: str
    release_id: ReleaseId
    planned_for: datetime

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.release_id, self.planned_for.isoformat())


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAhead(_AtItsTime):
    """Look what would keep it from starting, and tell its owner of what changed."""

    priority: ClassVar[int] = 2
    occasion: LookOccasion
    due_at: datetime | None = None
    kind: Literal["look_ahead"] = "look_ahead"

    @property
    def key(self) -> str:
        occasion = f"{self.planned_for.isoformat()}.{self.occasion}"
        return effect_key(self.kind, self.release_id, occasion)


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginOccurrence(_AtItsTime):
    """Its time has come: it starts by itself, or its owner is asked."""

    due_at: datetime
    kind: Literal["begin_occurrence"] = "begin_occurrence"


@dataclass(frozen=True, slots=True, kw_only=True)
class MissOccurrence(_AtItsTime):
    """The time in which it could start is over."""

    due_at: datetime
    kind: Literal["miss_occurrence"] = "miss_occurrence"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindToStart(_AtItsTime):
    """An hour on, it has not started: try once more, or remind its owner in working hours."""

    priority: ClassVar[int] = 1
    number: int
    due_at: datetime
    kind: Literal["remind_to_start"] = "remind_to_start"

    @property
    def key(self) -> str:
        occasion = f"{self.planned_for.isoformat()}.{self.number}"
        return effect_key(self.kind, self.release_id, occasion)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowDue(Refresh):
    """One copy of the card that asks whether a release starts at its time."""

    spacing: ClassVar[timedelta] = timedelta(0)
    release_id: ReleaseId
    planned_for: datetime
    copy: Copy
    kind: Literal["show_due"] = "show_due"

    @property
    def key(self) -> str:
        occasion = f"{self.planned_for.isoformat()}.{self.copy}"
        return effect_key(self.kind, self.release_id, occasion)


AroundItsTime = LookAhead | BeginOccurrence | MissOccurrence | RemindToStart | ShowDue
