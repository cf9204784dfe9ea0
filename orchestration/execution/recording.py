"""`record`: one event into one release, with its state, its audit entry and what it owes.

Every door ends here: a click, a callback, a poll, the clock. One transaction, one lock.
"""

from __future__ import annotations

from typing import assert_never

from orchestration.execution.engine import Step, advance
from orchestration.execution.events import (
    ActivityIgnored,
    ActivityRetried,
    Elapsed,
    ExecutionAborted,
    ExecutionEvent,
    ExecutionStarted,
    MembersChanged,
    PipelineRunReported,
    RunAdopted,
    TaskDone,
    TaskFailed,
    TaskSignedOff,
)
from orchestration.execution.model import ProcessExecution
from orchestration.execution.statuses import ExecutionStatus
from orchestration.obligations import WaitedFor
from orchestration.ports import Decision, Transaction
from orchestration.releases.model import ReleaseStatus
from orchestration.values import ActivityRef, ExecutionId, TaskId

_RELEASE_STATUS = {
    ExecutionStatus.RUNNING: ReleaseStatus.RUNNING,
    ExecutionStatus.SUCCEEDED: ReleaseStatus.SUCCEEDED,
    ExecutionStatus.PARTIALLY_SUCCEEDED: ReleaseStatus.PARTIALLY_SUCCEEDED,
    ExecutionStatus.FAILED: ReleaseStatus.FAILED,
    ExecutionStatus.ABORTED: ReleaseStatus.ABORTED,
}


_ELAPSED: dict[WaitedFor, str] = {
    "timeout": "timed out",
    "next_try": "tried again",
    "not_before": "time came",
}


def record(
    tx: Transaction,
    execution_id: ExecutionId,
    event: ExecutionEvent,
    *,
    door: str,
    through: str = "",
) -> Step:
    """Advance the execution and keep what follows; an event that changes nothing is not kept."""
    before = tx.executions.get(execution_id)
    step = advance(before, event)
    after = step.execution
    if after is before:
        return step
    tx.executions.save(after)
    if after.status is not before.status:
        release = tx.releases.get(after.release_id)
        tx.releases.save(
            release.model_copy(
                update={"status": _RELEASE_STATUS[after.status], "ended_at": after.ended_at}
            )
        )
    tx.owed.owe(step.effects, at=event.at)
    tx.audit.append(_decision(before, after, event, door=door, through=through))
    return step


def _decision(
    before: ProcessExecution,
    after: ProcessExecution,
    event: ExecutionEvent,
    *,
    door: str,
    through: str,
) -> Decision:
    actor, action, subject, text_id = _told(event)
    return Decision(
        chain=after.id,
        at=event.at,
        actor=actor,
        through=through,
        door=door,
        action=action,
        subject=subject,
        before=_state_of(before, subject),
        after=_state_of(after, subject),
        text_id=text_id,
    )


def _told(event: ExecutionEvent) -> tuple[str, str, str, str]:
    """Actor, action, subject and the text a person gave."""
    match event:
        case ExecutionStarted():
            return event.by, "started", "", ""
        case TaskDone():
            return event.by, "done", event.task_id, event.note_id
        case TaskFailed():
            return event.by, "failed", event.task_id, event.reason_id
        case TaskSignedOff():
            return event.by, event.verdict.value, event.task_id, event.reason_id
        case PipelineRunReported():
            return "pipeline", f"run {event.report.status.value}", event.ref, ""
        case RunAdopted():
            return event.by, "run adopted", event.ref, ""
        case ActivityRetried():
            return event.by, "retried", event.ref, ""
        case ActivityIgnored():
            return event.by, "ignored", event.ref, event.reason_id
        case ExecutionAborted():
            return event.by, "aborted", "", event.reason_id
        case MembersChanged():
            return "directory", "members changed", ", ".join(sorted(event.members)), ""
        case Elapsed():
            return "clock", _ELAPSED[event.of], event.ref, ""
        case _:
            assert_never(event)


def _state_of(execution: ProcessExecution, subject: str) -> str:
    """The subject's status as a word: a task's, an activity's, or the execution's."""
    if task := execution.tasks.get(TaskId(subject)):
        return task.status.value
    if (ref := ActivityRef(subject)) in execution.plan.activities:
        return execution.activity(ref).status.value
    return execution.status.value
