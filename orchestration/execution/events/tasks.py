"""What people do to their tasks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from orchestration.execution.state.statuses import Verdict
from orchestration.values import TaskId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDone:
    """A to-do is done, a form filled in, an activity finalised, or work run by hand succeeded."""

    at: datetime
    by: UserId
    task_id: TaskId
    round: int
    outputs: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    """By the form's question: the workspace's id of what was uploaded."""
    note_id: str = ""
    """The text of the closing note, where one was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFailed:
    """Work run by hand did not succeed."""

    at: datetime
    by: UserId
    task_id: TaskId
    round: int
    reason_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskSignedOff:
    at: datetime
    by: UserId
    task_id: TaskId
    round: int
    verdict: Verdict
    through: str
    shown: str
    reason_id: str = ""
