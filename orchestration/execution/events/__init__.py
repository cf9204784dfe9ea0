"""Everything that can happen to a running release: a closed union, named in the past tense.

Each carries `at`, and `by` where a person did it. Who may do it was settled before: by the
service, from the clicking person and the current state.
"""

from __future__ import annotations

from orchestration.execution.events.added_tasks import (
    TaskAdded,
    TaskChange,
    TaskEdited,
    TaskSkipped,
    TaskWithdrawn,
)
from orchestration.execution.events.freezes import (
    FreezeEvent,
    FreezeHeld,
    FreezeLifted,
    FreezeOver,
)
from orchestration.execution.events.handing_on import HandingOn, TaskHandedOn, TaskTakenBack
from orchestration.execution.events.holds import ActivityIgnored, ActivityRetried
from orchestration.execution.events.owner import OwnerChanged
from orchestration.execution.events.pause import ExecutionPaused, ExecutionResumed
from orchestration.execution.events.redo import Redone
from orchestration.execution.events.release import (
    ExecutionAborted,
    ExecutionStarted,
    MembersChanged,
)
from orchestration.execution.events.remarks import (
    Copied,
    EvidenceGiven,
    EvidenceKept,
    EvidenceLost,
    Remark,
    TaskCommented,
)
from orchestration.execution.events.runs import (
    PipelineRunReported,
    RunAdopted,
    RunAsked,
    RunEvent,
)
from orchestration.execution.events.sign_offs import (
    ApprovalUndone,
    SignedEarly,
    SignOffEvent,
    SignOffWithdrawn,
)
from orchestration.execution.events.skips import ActivitySkipped, SkipEvent, SkipWithdrawn
from orchestration.execution.events.subprocesses import (
    LeftByParent,
    ParentFailed,
    ProcessStarted,
    RetriedByProcess,
    SubprocessEnded,
)
from orchestration.execution.events.tasks import TaskDone, TaskFailed, TaskSignedOff
from orchestration.execution.events.time import Elapsed, Snoozed
from orchestration.execution.events.todos import TaskBlocked, TaskReopened, TaskTaken, TodoEvent
from orchestration.execution.events.turns import TurnEvent, TurnOverruled, TurnSeen

HaltEvent = ExecutionPaused | ExecutionResumed | FreezeEvent
"""Nothing new begins, or may begin again."""

TaskEvent = TaskDone | TaskFailed | SignOffEvent | TodoEvent | TaskChange | HandingOn | Remark
"""What happens to one task."""

ExecutionEvent = (
    TaskEvent
    | ExecutionStarted
    | RunEvent
    | ActivityRetried
    | ActivityIgnored
    | SkipEvent
    | Redone
    | ExecutionAborted
    | HaltEvent
    | MembersChanged
    | OwnerChanged
    | Elapsed
    | SubprocessEnded
    | LeftByParent
    | ParentFailed
    | ProcessStarted
    | Snoozed
    | RetriedByProcess
    | TurnEvent
)

__all__ = [
    "ActivityIgnored",
    "ActivityRetried",
    "ActivitySkipped",
    "ApprovalUndone",
    "Copied",
    "Elapsed",
    "EvidenceGiven",
    "EvidenceKept",
    "EvidenceLost",
    "ExecutionAborted",
    "ExecutionEvent",
    "ExecutionPaused",
    "ExecutionResumed",
    "ExecutionStarted",
    "FreezeEvent",
    "FreezeHeld",
    "FreezeLifted",
    "FreezeOver",
    "HaltEvent",
    "HandingOn",
    "LeftByParent",
    "MembersChanged",
    "OwnerChanged",
    "ParentFailed",
    "PipelineRunReported",
    "ProcessStarted",
    "Redone",
    "Remark",
    "RetriedByProcess",
    "RunAdopted",
    "RunAsked",
    "RunEvent",
    "SignOffEvent",
    "SignOffWithdrawn",
    "SignedEarly",
    "SkipEvent",
    "SkipWithdrawn",
    "Snoozed",
    "SubprocessEnded",
    "TaskAdded",
    "TaskBlocked",
    "TaskChange",
    "TaskCommented",
    "TaskDone",
    "TaskEdited",
    "TaskEvent",
    "TaskFailed",
    "TaskHandedOn",
    "TaskReopened",
    "TaskSignedOff",
    "TaskSkipped",
    "TaskTaken",
    "TaskTakenBack",
    "TaskWithdrawn",
    "TodoEvent",
    "TurnEvent",
    "TurnOverruled",
    "TurnSeen",
]
