"""Tasks that come and go while a release runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from orchestration.execution.state.acting import Away
from orchestration.processes.tasks import TaskSpec
from orchestration.values import ActivityRef, TaskId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskAdded:
    """An activity that runs asks for one thing more."""

    at: datetime
    by: UserId
    ref: ActivityRef
    attempt: int
    spec: TaskSpec
    members: Mapping[str, tuple[UserId, ...]]
    """Whom its names mean."""
    away: Mapping[UserId, Away] = field(default_factory=dict[UserId, Away])
    """Of these people, who is away."""
    backed_up: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskEdited:
    """What was added asks something else, or somebody else."""

    at: datetime
    by: UserId
    task_id: TaskId
    round: int
    spec: TaskSpec
    members: Mapping[str, tuple[UserId, ...]]
    away: Mapping[UserId, Away] = field(default_factory=dict[UserId, Away])
    backed_up: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskWithdrawn:
    """What was added is taken back."""

    at: datetime
    by: UserId
    task_id: TaskId
    round: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskSkipped:
    """What the process declares is left out, for a reason."""

    at: datetime
    by: UserId
    task_id: TaskId
    round: int
    reason_id: str


TaskChange = TaskAdded | TaskEdited | TaskWithdrawn | TaskSkipped
