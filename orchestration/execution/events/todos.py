"""What people say of a to-do besides that it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from orchestration.values import TaskId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskTaken:
    """Somebody who is asked is on it."""

    at: datetime
    by: UserId
    task_id: TaskId
    round: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskBlocked:
    """Somebody who is asked cannot do it just now; with an empty reason, can again."""

    at: datetime
    by: UserId
    task_id: TaskId
    round: int
    reason_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskReopened:
    """It is not done after all."""

    at: datetime
    by: UserId
    task_id: TaskId
    round: int


TodoEvent = TaskTaken | TaskBlocked | TaskReopened
