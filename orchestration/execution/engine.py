"""`advance`: what an event does to a running release, and what that owes to the outside.

Pure and total: any event in any state gives a state. One that is late, repeated or meant for an
earlier attempt changes nothing, and so owes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from orchestration.effects import Effect
from orchestration.execution.events import (
    ActivityIgnored,
    ActivityRetried,
    ActivitySkipped,
    Copied,
    Elapsed,
    ExecutionAborted,
    ExecutionEvent,
    ExecutionPaused,
    ExecutionResumed,
    ExecutionStarted,
    FreezeHeld,
    FreezeLifted,
    FreezeOver,
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
    SkipWithdrawn,
    Snoozed,
    SubprocessEnded,
    TaskEvent,
    TurnEvent,
    TurnOverruled,
    TurnSeen,
)
from orchestration.execution.flow.activation import start_phases
from orchestration.execution.flow.failing import ended_by_failure
from orchestration.execution.flow.halting import halted
from orchestration.execution.flow.outcomes import (
    aborted,
    elapsed,
    ignored,
    retried,
)
from orchestration.execution.flow.ownership import owner_changed
from orchestration.execution.flow.redoing import redone
from orchestration.execution.flow.run_events import of_run
from orchestration.execution.flow.skipping import said_of_skip, to_be_skipped
from orchestration.execution.flow.subprocesses import among_executions
from orchestration.execution.flow.turns import of_turn
from orchestration.execution.owed.owing import effects_of
from orchestration.execution.state.acting import Acting
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.parent import Parent
from orchestration.execution.state.plan import Plan
from orchestration.execution.tasks.grouping import grouped
from orchestration.execution.tasks.reminding import put_off
from orchestration.execution.tasks.task_events import of_task
from orchestration.execution.tasks.tasks import asked_anew
from orchestration.execution.tasks.voiding import voided_where_changed
from orchestration.replacing import replace
from orchestration.values import ExecutionId, ReleaseId, UserId


@dataclass(frozen=True, slots=True)
class Step:
    """A state, and what the way to it owes."""

    execution: ProcessExecution
    effects: tuple[Effect, ...]


def waiting_to_start(
    execution_id: ExecutionId,
    release_id: ReleaseId,
    plan: Plan,
    *,
    owner: UserId,
    backup: UserId | None = None,
    parent: Parent | None = None,
) -> ProcessExecution:
    """An execution in which nothing has happened yet; `ExecutionStarted` begins it."""
    return ProcessExecution(
        id=execution_id,
        release_id=release_id,
        plan=plan,
        owner=owner,
        starter=owner,
        backup=backup,
        parent=parent,
    )


def advance(execution: ProcessExecution, event: ExecutionEvent) -> Step:
    """Apply `event`, activate whatever became ready, and name the effects of the difference."""
    if execution.status.ended and not isinstance(event, Copied):
        return Step(execution, ())
    after = voided_where_changed(execution, _applied(execution, event), event.at)
    after = ended_by_failure(after, event.at)
    after = grouped(execution, after)
    return Step(after, effects_of(execution, after) if after is not execution else ())


def _applied(execution: ProcessExecution, event: ExecutionEvent) -> ProcessExecution:
    if isinstance(event, TaskEvent):
        return of_task(execution, event)
    match event:
        case ExecutionStarted():
            return _started(execution, event)
        case PipelineRunReported() | RunAsked() | RunAdopted():
            return of_run(execution, event)
        case Elapsed():
            return elapsed(execution, event)
        case Snoozed():
            return put_off(execution, event)
        case ActivityRetried():
            return retried(execution, event)
        case ActivityIgnored():
            return ignored(execution, event)
        case ActivitySkipped() | SkipWithdrawn():
            return said_of_skip(execution, event)
        case Redone():
            return redone(execution, event)
        case ExecutionAborted():
            return aborted(execution, event)
        case ExecutionPaused() | ExecutionResumed() | FreezeHeld() | FreezeOver() | FreezeLifted():
            return halted(execution, event)
        case OwnerChanged():
            return owner_changed(execution, event)
        case MembersChanged():
            return asked_anew(execution, event)
        case _:
            return _among_others(execution, event)


def _among_others(
    execution: ProcessExecution,
    event: SubprocessEnded
    | LeftByParent
    | ParentFailed
    | RetriedByProcess
    | ProcessStarted
    | TurnEvent,
) -> ProcessExecution:
    """What is heard of other executions: of those inside it or around it, and of other releases."""
    match event:
        case TurnSeen() | TurnOverruled():
            return of_turn(execution, event)
        case (
            SubprocessEnded()
            | LeftByParent()
            | ParentFailed()
            | RetriedByProcess()
            | ProcessStarted()
        ):
            return among_executions(execution, event)
        case _:
            assert_never(event)


def _started(execution: ProcessExecution, event: ExecutionStarted) -> ProcessExecution:
    if execution.started_at is not None:
        return execution
    begun = replace(
        execution,
        starter=event.by,
        started_at=event.at,
        facts=event.facts,
    ).with_acting(Acting(event.members, event.away, event.backed_up))
    return start_phases(to_be_skipped(begun, event.left_out), event.at)
