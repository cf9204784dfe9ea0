"""What the audit keeps of an event: who did what to which thing, and its state before and after."""

from __future__ import annotations

from typing import assert_never

from orchestration.effects.obligations import WaitedFor
from orchestration.execution.audit.audited_tasks import evidence_in, told_of_task
from orchestration.execution.audit.audited_turns import told_of_turn
from orchestration.execution.events import (
    ActivityIgnored,
    ActivityRetried,
    ActivitySkipped,
    Elapsed,
    ExecutionAborted,
    ExecutionEvent,
    ExecutionPaused,
    ExecutionResumed,
    ExecutionStarted,
    FreezeHeld,
    FreezeLifted,
    FreezeOver,
    HaltEvent,
    LeftByParent,
    MembersChanged,
    OwnerChanged,
    ParentFailed,
    PipelineRunReported,
    ProcessStarted,
    Redone,
    RetriedByProcess,
    RunAdopted,
    RunAsked,
    RunEvent,
    SkipEvent,
    SkipWithdrawn,
    Snoozed,
    SubprocessEnded,
    TaskEvent,
    TurnEvent,
    TurnOverruled,
    TurnSeen,
)
from orchestration.execution.state.model import ProcessExecution
from orchestration.ports import Decision
from orchestration.values import ActivityRef, TaskId


def decision_of(
    before: ProcessExecution,
    after: ProcessExecution,
    event: ExecutionEvent,
    *,
    door: str,
    through: str,
) -> Decision:
    actor, action, subject, text_id = _told(after, event)
    evidence = evidence_in(event)
    return Decision(
        chain=after.id,
        at=event.at,
        actor=actor,
        through=through,
        door=door,
        action=action,
        subject=subject,
        before="" if evidence else _state_of(before, subject),
        after=evidence or _state_of(after, subject),
        text_id=text_id,
    )


def _told(after: ProcessExecution, event: ExecutionEvent) -> tuple[str, str, str, str]:
    """Actor, action, subject and the text a person gave."""
    if isinstance(event, TaskEvent):
        return told_of_task(after, event)
    match event:
        case ExecutionStarted():
            done = next(iter(event.left_out.values()), None)
            return event.by, "started", "", done.reason_id if done else ""
        case PipelineRunReported() | RunAsked() | RunAdopted():
            return _of_run(event)
        case ActivityRetried():
            return event.by, "retried", event.ref, event.inputs_id
        case ActivityIgnored():
            return event.by, "ignored", event.ref, event.reason_id
        case ActivitySkipped() | SkipWithdrawn():
            return _told_of_skip(event)
        case Redone():
            return event.by, "redone from", event.ref, event.reason_id
        case ExecutionAborted():
            return event.by, "aborted", "", event.reason_id
        case ExecutionPaused() | ExecutionResumed() | FreezeHeld() | FreezeOver() | FreezeLifted():
            return _of_halt(event)
        case OwnerChanged():
            return event.by, f"handed over to {event.owner}", "", ""
        case MembersChanged():
            return "directory", "members changed", ", ".join(sorted(event.members)), ""
        case Elapsed():
            return "clock", _ELAPSED[event.of], event.task_id or event.ref, ""
        case Snoozed():
            return event.by, "snoozed", event.task_id or event.ref, ""
        case _:
            return _told_by_another(after, event)


def _of_halt(event: HaltEvent) -> tuple[str, str, str, str]:
    """A freeze is named by its id, which stays also where it is renamed."""
    match event:
        case ExecutionPaused():
            action = "line stopped" if event.line_stopped else "paused"
            return event.by, action, "", event.reason_id
        case ExecutionResumed():
            return event.by, "resumed", "", ""
        case FreezeHeld():
            return event.by or "clock", f"held by the freeze {event.freeze}", "", ""
        case FreezeOver():
            return "clock", f"the freeze {event.freeze} is over", "", ""
        case FreezeLifted():
            return event.by or "clock", f"let go on after the freeze {event.freeze}", "", ""
        case _:
            assert_never(event)


def _told_of_skip(event: SkipEvent) -> tuple[str, str, str, str]:
    match event:
        case ActivitySkipped():
            return event.by, "skipped", event.ref, event.reason_id
        case SkipWithdrawn():
            return event.by, "skip withdrawn", event.ref, ""


def _told_by_another(
    after: ProcessExecution,
    event: SubprocessEnded
    | LeftByParent
    | ParentFailed
    | RetriedByProcess
    | ProcessStarted
    | TurnEvent,
) -> tuple[str, str, str, str]:
    match event:
        case TurnSeen():
            return "clock", told_of_turn(after, event), event.phase, ""
        case TurnOverruled():
            return event.by, "went on without waiting", event.phase, event.reason_id
        case SubprocessEnded():
            return "subprocess", f"subprocess {event.status.value}", event.ref, ""
        case ProcessStarted():
            return event.by, "process started", event.started.task_id, ""
        case RetriedByProcess():
            return event.by, "retried by another process", event.ref, ""
        case LeftByParent():
            return event.by or "parent", "left by its parent", "", event.reason_id
        case ParentFailed():
            return "parent", "its parent failed", "", ""


def _of_run(event: RunEvent) -> tuple[str, str, str, str]:
    match event:
        case PipelineRunReported():
            how = "lost" if event.report.lost else event.report.status.value
            return "pipeline", f"run {how}", event.ref, ""
        case RunAsked():
            return "clock", "run asked", event.ref, ""
        case RunAdopted():
            return event.by, "run adopted", event.ref, ""
        case _:
            assert_never(event)


def _state_of(execution: ProcessExecution, subject: str) -> str:
    """The subject's status as a word: a task's, an activity's, or the execution's."""
    if task := execution.tasks.get(TaskId(subject)):
        return task.status.value
    if (ref := ActivityRef(subject)) in execution.plan.activities:
        return execution.activity(ref).status.value
    return execution.status.value


_ELAPSED: dict[WaitedFor, str] = {
    "timeout": "timed out",
    "next_try": "tried again",
    "not_before": "time came",
    "reminder": "reminder due",
    "due": "overdue",
    "snooze": "snooze ended",
    "expiry": "sign-off expired",
    "expected_end": "longer than expected",
    "delegation": "delegation ended",
}
