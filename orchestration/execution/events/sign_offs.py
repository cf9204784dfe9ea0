"""What becomes of verdicts after they were given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from orchestration.execution.events.tasks import TaskSignedOff
from orchestration.values import ActivityRef, TaskId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedEarly:
    """Somebody approves what is asked of them only once its activity is reached."""

    at: datetime
    by: UserId
    ref: ActivityRef
    task_id: TaskId
    round: int
    """The one in which it will be asked."""
    through: str
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOffWithdrawn:
    """Somebody takes back their own approval; the gate has not opened yet."""

    at: datetime
    by: UserId
    task_id: TaskId
    round: int
    number: int
    """Which verdict: its place among all that the task was ever given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalUndone:
    """Somebody takes back their own approval; the gate has opened, and no run was asked for yet."""

    at: datetime
    by: UserId
    task_id: TaskId
    round: int
    number: int
    """Which verdict: its place among all that the task was ever given."""


SignOffEvent = TaskSignedOff | SignedEarly | SignOffWithdrawn | ApprovalUndone
