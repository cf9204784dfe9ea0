"""Nothing new starts, or may start again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from orchestration.values import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionPaused:
    at: datetime
    by: UserId
    reason_id: str
    line_stopped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionResumed:
    at: datetime
    by: UserId
