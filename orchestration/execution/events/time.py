"""What the clock brings, and when people want to hear of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from orchestration.effects.obligations import WaitedFor
from orchestration.values import ActivityRef, TaskId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class Elapsed:
    """A time that something was waiting for has come."""

    at: datetime
    ref: ActivityRef
    """For `not_before` the phase."""
    attempt: int
    """Of what a task waits for, its round."""
    of: WaitedFor = "timeout"
    task_id: TaskId | None = None
    """The task whose deadline it is; None for that of an activity on hold."""
    number: int = 0
    """Which reminder."""
    person: UserId | None = None
    """Whose snooze has ended."""
    deadline_at: datetime | None = None
    """The deadline, or the end of the snooze, as it was: another one has times of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snoozed:
    """A person does not want to be reminded of a task, or of a hold, before then."""

    at: datetime
    by: UserId
    ref: ActivityRef
    attempt: int
    """The task's round, or the attempt that is on hold."""
    until: datetime
    task_id: TaskId | None = None
