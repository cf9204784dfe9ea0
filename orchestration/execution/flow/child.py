"""A child: the execution that an activity runs, where it may run, and what it gives at its end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from orchestration.errors import Permanent
from orchestration.execution.flow.holding import hold
from orchestration.execution.reading.given import as_told
from orchestration.execution.reading.scope import scope_of_phase, values_in
from orchestration.execution.state.activity_execution import ActivityExecution
from orchestration.execution.state.keys import child_id
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.parent import Parent
from orchestration.execution.state.statuses import ActivityStatus, ExecutionStatus
from orchestration.processes.checks.work import DEEPEST
from orchestration.processes.expressions import SecretRef, Value
from orchestration.processes.model import Phase
from orchestration.replacing import replace
from orchestration.values import ActivityRef, ProcessId


def run_as_child(
    execution: ProcessExecution, reached: ActivityExecution, at: datetime
) -> ProcessExecution:
    """Run this attempt as an execution of its own, unless that would go on for ever."""
    wanted = process_of(execution, reached)
    against = objection_to_process(execution, wanted) if wanted else "it names no process"
    if against:
        return hold(execution.with_activity(reached), reached.ref, at, against)
    child = child_id(execution.id, reached.ref, reached.attempt)
    return execution.with_activity(replace(reached, status=ActivityStatus.RUNNING, child=child))


def process_of(execution: ProcessExecution, activity: ActivityExecution) -> ProcessId | None:
    """Which process an attempt runs; None where it runs none."""
    if activity.stand_in is not None:
        return activity.stand_in.process
    own = execution.plan.activities[activity.ref].process
    return own.id if own else None


def objection_to_process(execution: ProcessExecution, wanted: ProcessId) -> str:
    """Asked again at run time: what was published since may have closed a circle."""
    above = _processes_at(execution)
    if wanted in above:
        return f"the process {wanted} would run inside itself, for ever"
    if len(above) > DEEPEST:
        return f"it would run deeper than {DEEPEST} processes inside one another"
    return ""


def parent_of_child(execution: ProcessExecution, ref: ActivityRef) -> Parent:
    """What the child of this activity's current attempt knows of where it runs."""
    path = execution.parent.path if execution.parent else ()
    return Parent(
        execution_id=execution.id,
        ref=ref,
        attempt=execution.activity(ref).attempt,
        path=(*path, execution.plan.activities[ref].name),
        processes=_processes_at(execution),
    )


def _processes_at(execution: ProcessExecution) -> tuple[ProcessId, ...]:
    above = execution.parent.processes if execution.parent else ()
    return (*above, execution.plan.process.id)


def reason_of(child: ProcessExecution) -> str:
    """Why a child did not succeed, for the activity that runs it."""
    ref = child.failed_by
    if child.status is ExecutionStatus.ABORTED:
        return "its process was aborted"
    if ref is None or ref not in child.plan.activities:
        return "its process failed"
    return f"“{child.plan.activities[ref].name}” failed: {child.activity(ref).reason}"


def outputs_given(child: ProcessExecution) -> dict[str, str]:
    """What a child that has ended gives: its newest outputs, and over them those of its phases.

    One that has no value is not there: whoever reads it is told so, in the parent's own words.
    """
    given = {name: each.value for name, each in child.outputs.items()}
    for phase in child.plan.version.process.phases:
        given.update(_of_phase(child, phase))
    return given


def _of_phase(child: ProcessExecution, phase: Phase) -> Iterator[tuple[str, str]]:
    if not phase.output_values:
        return
    try:
        data = scope_of_phase(child, child.facts, phase.id)
    except Permanent:
        return
    for name, text in phase.output_values.items():
        try:
            value: Value = values_in({name: text}, data)[name]
            told = as_told(name, value)
        except Permanent:
            continue
        if not isinstance(told, SecretRef):
            yield name, told
