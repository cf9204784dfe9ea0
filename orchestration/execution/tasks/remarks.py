"""Comments and evidence on a task; a form is done once its files are in the store."""

from __future__ import annotations

from typing import assert_never

from orchestration.execution.events import (
    EvidenceGiven,
    EvidenceKept,
    EvidenceLost,
    Remark,
    TaskCommented,
)
from orchestration.execution.state.attached import Comment, Evidence
from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus, TaskStatus
from orchestration.execution.tasks.tasks import done_with_its_tasks
from orchestration.replacing import replace


def remarked(execution: ProcessExecution, event: Remark) -> ProcessExecution:
    """Nothing of it decides anything, apart from the files that a form asks for."""
    task = execution.tasks.get(event.task_id)
    if task is None:
        return execution
    match event:
        case TaskCommented():
            return _commented(execution, task, event)
        case EvidenceGiven():
            known = {each.id for each in task.evidence}
            new = tuple(each for each in event.evidence if each.id not in known)
            if not new or event.round != task.round:
                return execution
            return execution.with_task(replace(task, evidence=(*task.evidence, *new)))
        case EvidenceKept():
            return _kept(execution, task, event)
        case EvidenceLost():
            return _lost(execution, task, event)
        case _:
            assert_never(event)


def _commented(
    execution: ProcessExecution, task: ManualTask, event: TaskCommented
) -> ProcessExecution:
    known = any(each.text_id == event.text_id for each in task.comments)
    if known or event.round != task.round:
        return execution
    said = Comment(by=event.by, at=event.at, text_id=event.text_id, round=event.round)
    return execution.with_task(replace(task, comments=(*task.comments, said)))


def _kept(execution: ProcessExecution, task: ManualTask, event: EvidenceKept) -> ProcessExecution:
    was = _awaited(task, event.id)
    if was is None:
        return execution
    kept = replace(
        was, name=event.name, size=event.size, sha256=event.sha256, link=event.link or was.link
    )
    execution = execution.with_task(_with(task, kept))
    if not _answers_now(execution, task, was):
        return execution
    activity = execution.activity(task.ref)
    outputs = {**activity.outputs, was.field: kept.as_output}
    answered = execution.with_activity(replace(activity, outputs=outputs))
    return done_with_its_tasks(answered, task.ref, event.at)


def _lost(execution: ProcessExecution, task: ManualTask, event: EvidenceLost) -> ProcessExecution:
    """A form whose file is lost has to be filled in again."""
    was = _awaited(task, event.id)
    if was is None:
        return execution
    without = _with(task, replace(was, lost=event.why))
    if _answers_now(execution, task, was):
        without = replace(
            without, status=TaskStatus.OPEN, settled_at=None, settled_by=None, reason_id=""
        )
    return execution.with_task(without)


def _awaited(task: ManualTask, evidence_id: str) -> Evidence | None:
    return next((e for e in task.evidence if e.id == evidence_id and e.awaited), None)


def _with(task: ManualTask, now: Evidence) -> ManualTask:
    changed = tuple(now if each.id == now.id else each for each in task.evidence)
    return replace(task, evidence=changed)


def _answers_now(execution: ProcessExecution, task: ManualTask, evidence: Evidence) -> bool:
    """True for what a form of this round waits for."""
    waits = execution.activity(task.ref).status is ActivityStatus.WAITING_FOR_INPUT
    asked = bool(evidence.field) and evidence.round == task.round
    return waits and asked and task.status is TaskStatus.DONE
