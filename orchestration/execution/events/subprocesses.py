"""What goes between an execution and those that run as its activities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from orchestration.execution.state.activity_execution import StandIn
from orchestration.execution.state.started_process import StartedProcess
from orchestration.execution.state.statuses import ExecutionStatus
from orchestration.values import ActivityRef, ExecutionId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class SubprocessEnded:
    """A child has ended, or could not be started; the activity that runs it goes on from there."""

    at: datetime
    ref: ActivityRef
    child: ExecutionId
    """Another for each attempt."""
    status: ExecutionStatus
    outputs: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    permanent: bool = False
    """Trying again by itself does not help: something is missing, or a person ended it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetriedByProcess:
    """A person has a process do what an activity could not; its outputs become the activity's."""

    at: datetime
    by: UserId
    ref: ActivityRef
    attempt: int
    """The attempt that is on hold, or waits for its next try."""
    stand_in: StandIn


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessStarted:
    """A person runs a process from a task, beside what the activity asks of people."""

    at: datetime
    by: UserId
    round: int
    started: StartedProcess


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftByParent:
    """The activity that runs this execution waits for it no more: aborted, late, or run anew."""

    at: datetime
    by: UserId | None = None
    reason_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParentFailed:
    """The release fails: what runs goes to its end, nothing more starts."""

    at: datetime
