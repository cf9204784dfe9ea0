"""A person's place on a task goes to somebody else, and back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from orchestration.values import TaskId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskHandedOn:
    """Delegated by the person asked, or reassigned by whoever may decide about the task."""

    at: datetime
    by: UserId
    task_id: TaskId
    round: int
    of: UserId
    """Whose place: a person whom the process names."""
    to: UserId
    until: datetime | None = None
    reassigned: bool = False
    reason_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskTakenBack:
    """The place is its own person's again."""

    at: datetime
    by: UserId
    task_id: TaskId
    round: int
    of: UserId


HandingOn = TaskHandedOn | TaskTakenBack
