"""What evidence may owe; see `effects` for what an effect is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar, Literal

from orchestration.effects.obligations import Once
from orchestration.values import ExecutionId, TaskId, effect_key


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyEvidence(Once):
    """Copy a file that somebody gave to the evidence store, and record its SHA-256."""

    patience: ClassVar[timedelta | None] = timedelta(minutes=10)
    """A large file takes minutes: its worker works on beside it."""
    priority: ClassVar[int] = 1
    execution_id: ExecutionId
    task_id: TaskId
    id: str
    kind: Literal["copy_evidence"] = "copy_evidence"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.task_id, self.id)
