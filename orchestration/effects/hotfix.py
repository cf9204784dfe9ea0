"""What a hotfix owes the releases that made way for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from orchestration.effects.obligations import Refresh
from orchestration.values import ReleaseId, UserId, effect_key


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAfterHotfix(Refresh):
    """Ask one of its owners how a release goes on, now that its hotfix has ended."""

    priority: ClassVar[int] = 1
    hotfix_id: ReleaseId
    release_id: ReleaseId
    """The one that was paused."""
    person: UserId
    kind: Literal["ask_after_hotfix"] = "ask_after_hotfix"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.release_id, f"{self.hotfix_id}.{self.person}")
