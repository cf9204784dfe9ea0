"""Everything that can happen to a running release: a closed union, named in the past tense.

Each carries `at`, and `by` where a person did it. Who may do it was settled before: by the
service, from the clicking person and the current state.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from orchestration.execution.facts import ReleaseFacts
from orchestration.execution.statuses import Verdict
from orchestration.obligations import WaitedFor
from orchestration.pipelines.model import RunReport
from orchestration.values import ActivityRef, TaskId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionStarted:
    at: datetime
    by: UserId
    members: Mapping[str, tuple[UserId, ...]]
    """Everyone the process names, by role key, group id or user id."""
    facts: ReleaseFacts = field(default_factory=ReleaseFacts)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDone:
    """A to-do is done, a form filled in, an activity finalised, or work run by hand succeeded."""

    at: datetime
    by: UserId
    task_id: TaskId
    round: int
    outputs: Mapping[str, str] = field(default_factory=dict)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineRunReported:
    """A provider said how a run is doing, by callback, poll or as the answer to the trigger."""

    at: datetime
    ref: ActivityRef
    attempt: int
    report: RunReport


@dataclass(frozen=True, slots=True, kw_only=True)
class RunAdopted:
    """A person found the run of which we had not heard whether it started."""

    at: datetime
    by: UserId
    ref: ActivityRef
    attempt: int
    run_id: str
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRetried:
    at: datetime
    by: UserId
    ref: ActivityRef
    attempt: int
    """The attempt that is on hold, or waits for its next try; the new one is this plus one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityIgnored:
    at: datetime
    by: UserId
    ref: ActivityRef
    attempt: int
    reason_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionAborted:
    at: datetime
    by: UserId
    reason_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersChanged:
    """A role or group has other people now; open tasks ask them from here on."""

    at: datetime
    members: Mapping[str, tuple[UserId, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Elapsed:
    """A time that something was waiting for has come."""

    at: datetime
    ref: ActivityRef
    """For `not_before` the phase."""
    attempt: int
    of: WaitedFor = "timeout"


ExecutionEvent = (
    ExecutionStarted
    | TaskDone
    | TaskFailed
    | TaskSignedOff
    | PipelineRunReported
    | RunAdopted
    | ActivityRetried
    | ActivityIgnored
    | ExecutionAborted
    | MembersChanged
    | Elapsed
)
