"""What an event of one task does: each story has a file of its own."""

from __future__ import annotations

from typing import assert_never

from orchestration.execution.events import (
    ApprovalUndone,
    EvidenceGiven,
    EvidenceKept,
    EvidenceLost,
    SignedEarly,
    SignOffWithdrawn,
    TaskAdded,
    TaskBlocked,
    TaskCommented,
    TaskDone,
    TaskEdited,
    TaskEvent,
    TaskFailed,
    TaskHandedOn,
    TaskReopened,
    TaskSignedOff,
    TaskSkipped,
    TaskTaken,
    TaskTakenBack,
    TaskWithdrawn,
)
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.tasks import added_tasks, handing_on, todos
from orchestration.execution.tasks.remarks import remarked
from orchestration.execution.tasks.signing import said_of_sign_off
from orchestration.execution.tasks.tasks import task_done, task_failed


def of_task(execution: ProcessExecution, event: TaskEvent) -> ProcessExecution:
    match event:
        case TaskDone():
            return task_done(execution, event)
        case TaskFailed():
            return task_failed(execution, event)
        case TaskSignedOff() | SignedEarly() | SignOffWithdrawn() | ApprovalUndone():
            return said_of_sign_off(execution, event)
        case TaskTaken() | TaskBlocked() | TaskReopened():
            return todos.said(execution, event)
        case TaskAdded() | TaskEdited() | TaskWithdrawn() | TaskSkipped():
            return added_tasks.changed(execution, event)
        case TaskHandedOn() | TaskTakenBack():
            return handing_on.handed(execution, event)
        case TaskCommented() | EvidenceGiven() | EvidenceKept() | EvidenceLost():
            return remarked(execution, event)
        case _:
            assert_never(event)
