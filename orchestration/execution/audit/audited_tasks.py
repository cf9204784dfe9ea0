"""What the audit keeps of the life of a task: actor, action, subject, and the text they gave."""

from __future__ import annotations

from typing import assert_never

from orchestration.execution.events import (
    ApprovalUndone,
    EvidenceGiven,
    EvidenceKept,
    EvidenceLost,
    ExecutionEvent,
    Remark,
    SignedEarly,
    SignOffEvent,
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
from orchestration.execution.state.keys import task_id
from orchestration.execution.state.model import ProcessExecution

Told = tuple[str, str, str, str]


def told_of_task(after: ProcessExecution, event: TaskEvent) -> Told:
    match event:
        case TaskDone():
            return event.by, "done", event.task_id, event.note_id
        case TaskFailed():
            return event.by, "failed", event.task_id, event.reason_id
        case TaskSignedOff() | SignedEarly() | SignOffWithdrawn() | ApprovalUndone():
            return _of_sign_off(event)
        case TaskTaken():
            return event.by, "taken", event.task_id, ""
        case TaskBlocked():
            action = "blocked" if event.reason_id else "unblocked"
            return event.by, action, event.task_id, event.reason_id
        case TaskReopened():
            return event.by, "reopened", event.task_id, ""
        case TaskAdded():
            return event.by, "task added", task_id(after.id, event.ref, event.spec.id), ""
        case TaskEdited():
            return event.by, "task edited", event.task_id, ""
        case TaskWithdrawn():
            return event.by, "task withdrawn", event.task_id, ""
        case TaskSkipped():
            return event.by, "skipped", event.task_id, event.reason_id
        case TaskHandedOn():
            action = "reassigned" if event.reassigned else "delegated"
            return event.by, f"{action} to {event.to}", event.task_id, event.reason_id
        case TaskTakenBack():
            return event.by, "taken back", event.task_id, ""
        case TaskCommented() | EvidenceGiven() | EvidenceKept() | EvidenceLost():
            return _of_remark(event)
        case _:
            assert_never(event)


def _of_sign_off(event: SignOffEvent) -> Told:
    match event:
        case TaskSignedOff():
            return event.by, event.verdict.value, event.task_id, event.reason_id
        case SignedEarly():
            return event.by, "approved early", event.task_id, ""
        case SignOffWithdrawn():
            return event.by, "withdrew", event.task_id, ""
        case ApprovalUndone():
            return event.by, "undid", event.task_id, ""
        case _:
            assert_never(event)


def _of_remark(event: Remark) -> Told:
    match event:
        case TaskCommented():
            return event.by, "commented on", event.task_id, event.text_id
        case EvidenceGiven():
            links = (each.text_id for each in event.evidence)
            return event.by, "evidence given", event.task_id, next(filter(None, links), "")
        case EvidenceKept():
            return "evidence store", "evidence kept", event.task_id, ""
        case EvidenceLost():
            return "evidence store", "evidence lost", event.task_id, ""
        case _:
            assert_never(event)


def evidence_in(event: ExecutionEvent) -> str:
    """What the audit says of files: never their names, which people wrote."""
    match event:
        case EvidenceGiven():
            files = sum(bool(each.file) for each in event.evidence)
            return f"{files} files, {len(event.evidence) - files} links"
        case EvidenceKept():
            return f"sha256:{event.sha256}, {event.size} bytes"
        case _:
            return ""
