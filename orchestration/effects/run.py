"""What a pipeline's run owes: that it is asked for, asked after and stopped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from orchestration.effects.obligations import OfAttempt
from orchestration.values import effect_key


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerPipeline(OfAttempt):
    """Start the run of one attempt."""

    due_at: datetime | None = None
    """Not before, where the approval that began it can be undone until then."""
    kind: Literal["trigger_pipeline"] = "trigger_pipeline"


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchPipeline(OfAttempt):
    """Ask how a run is doing until it has ended."""

    priority: ClassVar[int] = 1
    kind: Literal["watch_pipeline"] = "watch_pipeline"


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAtRun(OfAttempt):
    """Ask once how a run is doing, because its server said that something happened."""

    heard: str
    """Of what was said: the same said twice is one look."""
    priority: ClassVar[int] = 1
    kind: Literal["look_at_run"] = "look_at_run"

    @property
    def key(self) -> str:
        return effect_key(
            self.kind, f"{self.execution_id}/{self.ref}", f"{self.attempt}.{self.heard}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelPipeline(OfAttempt):
    kind: Literal["cancel_pipeline"] = "cancel_pipeline"
