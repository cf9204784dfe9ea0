"""What people attach to a task, and what became of the files among it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from orchestration.execution.state.attached import Evidence
from orchestration.values import TaskId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCommented:
    at: datetime
    by: UserId
    task_id: TaskId
    round: int
    text_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceGiven:
    at: datetime
    by: UserId
    task_id: TaskId
    round: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceKept:
    """A file is in the store."""

    at: datetime
    task_id: TaskId
    id: str
    name: str
    size: int
    sha256: str
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLost:
    """A file can never be copied: it is gone, or too large."""

    at: datetime
    task_id: TaskId
    id: str
    why: str


Remark = TaskCommented | EvidenceGiven | EvidenceKept | EvidenceLost
Copied = EvidenceKept | EvidenceLost
"""May come after the release has ended: what was given before is kept all the same."""
