"""A process that somebody started from a task, beside what its activity asks of people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from orchestration.execution.state.statuses import ExecutionStatus
from orchestration.values import ExecutionId, ProcessId, TaskId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class StartedProcess:
    task_id: TaskId
    child: ExecutionId
    process: ProcessId
    version: int
    name: str
    by: UserId
    at: datetime
    inputs: dict[str, str] = field(default_factory=dict)
    """As they were typed; an input that nobody typed has its default."""
    status: ExecutionStatus | None = None
    """How it ended, once it has."""
    ended_at: datetime | None = None
    reason: str = ""
    """Why it did not succeed."""
