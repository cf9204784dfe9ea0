"""`advance`: what an event does to a running release, and what that owes to the outside.

Pure and total: any event in any state gives a state. One that is late, repeated or meant for an
earlier attempt changes nothing, and so owes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from immutables import Map

from orchestration.effects import Effect
from orchestration.execution.activation import start_phases
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
from orchestration.execution.failing import ended_by_failure
from orchestration.execution.grouping import grouped
from orchestration.execution.model import ProcessExecution
from orchestration.execution.outcomes import (
    aborted,
    adopted,
    elapsed,
    ignored,
    reported,
    retried,
)
from orchestration.execution.owing import effects_of
from orchestration.execution.plan import Plan
from orchestration.execution.tasks import asked_anew, signed_off, task_done, task_failed
from orchestration.replacing import replace
from orchestration.values import ExecutionId, ReleaseId, UserId


@dataclass(frozen=True, slots=True)
class Step:
    """A state, and what the way to it owes."""

    execution: ProcessExecution
    effects: tuple[Effect, ...]


def waiting_to_start(
    execution_id: ExecutionId, release_id: ReleaseId, plan: Plan, *, owner: UserId
) -> ProcessExecution:
    """An execution in which nothing has happened yet; `ExecutionStarted` begins it."""
    return ProcessExecution(
        id=execution_id, release_id=release_id, plan=plan, owner=owner, starter=owner
    )


def advance(execution: ProcessExecution, event: ExecutionEvent) -> Step:
    """Apply `event`, activate whatever became ready, and name the effects of the difference."""
    if execution.status.ended:
        return Step(execution, ())
    after = ended_by_failure(_applied(execution, event), event.at)
    after = grouped(execution, after)
    return Step(after, effects_of(execution, after) if after is not execution else ())


def _applied(execution: ProcessExecution, event: ExecutionEvent) -> ProcessExecution:
    match event:
        case ExecutionStarted():
            return _started(execution, event)
        case TaskDone():
            return task_done(execution, event)
        case TaskFailed():
            return task_failed(execution, event)
        case TaskSignedOff():
            return signed_off(execution, event)
        case PipelineRunReported():
            return reported(execution, event)
        case RunAdopted():
            return adopted(execution, event)
        case Elapsed():
            return elapsed(execution, event)
        case ActivityRetried():
            return retried(execution, event)
        case ActivityIgnored():
            return ignored(execution, event)
        case ExecutionAborted():
            return aborted(execution, event)
        case MembersChanged():
            return asked_anew(execution, event)
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
        members=Map(event.members),
    )
    return start_phases(begun, event.at)
