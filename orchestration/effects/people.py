"""What people's absences may owe; see `effects` for what an effect is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from orchestration.effects.obligations import Once
from orchestration.values import UserId, effect_key


@dataclass(frozen=True, slots=True, kw_only=True)
class EndAbsence(Once):
    """Somebody is back when the time they named has come, unless they said otherwise meanwhile."""

    priority: ClassVar[int] = 1
    person: UserId
    since: datetime
    due_at: datetime
    kind: Literal["end_absence"] = "end_absence"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.person, self.since.isoformat())
