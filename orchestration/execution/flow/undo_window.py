"""The seconds between an approval and the automated work it starts, in which it can be undone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from orchestration.execution.events import RunAsked
from orchestration.execution.state.activity_execution import ActivityExecution
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus, TaskStatus, WorkKind
from orchestration.execution.tasks.asking import spec_of
from orchestration.replacing import replace
from orchestration.values import ActivityRef


def with_window(
    execution: ProcessExecution, gate: ActivityRef, begun: Iterable[ActivityRef]
) -> ProcessExecution:
    """Let the runs that this gate's opening began wait until it cannot be undone any more."""
    opened = execution.activity(gate)
    undo = _undo_of(execution, opened)
    if not undo or opened.ended_at is None:
        return execution
    begins_at = opened.ended_at + undo
    runs = [ref for ref in begun if _asks_for_a_run(execution.activity(ref))]
    for ref in runs:
        waits = replace(
            execution.activity(ref),
            status=ActivityStatus.QUEUED,
            begins_at=begins_at,
            opened_by=gate,
        )
        execution = execution.with_activity(waits)
    return execution.with_activity(replace(opened, undo_until=begins_at)) if runs else execution


def _asks_for_a_run(activity: ActivityExecution) -> bool:
    """Of a pipeline, or of another process."""
    queued = activity.status is ActivityStatus.QUEUED
    return activity.runs and (queued or activity.child is not None)


def _undo_of(execution: ProcessExecution, gate: ActivityExecution) -> timedelta:
    """The longest of its sign-offs; none where its owner closed it, which is a word of its own."""
    if gate.status is not ActivityStatus.SUCCEEDED:
        return timedelta(0)
    signed = [
        task
        for task in execution.tasks_of(gate.ref)
        if task.kind is WorkKind.SIGN_OFF and task.status is TaskStatus.APPROVED
    ]
    activity = execution.plan.activities[gate.ref]
    if not signed or activity.finalise == "owner":
        return timedelta(0)
    said = (spec_of(execution, task).undo for task in signed)
    return max(execution.facts.undo if each is None else each for each in said)


def run_asked(execution: ProcessExecution, event: RunAsked) -> ProcessExecution:
    """From here on nothing is undone: the run is being asked for."""
    if event.ref not in execution.plan.activities:
        return execution
    activity = execution.activity(event.ref)
    if activity.attempt != event.attempt or activity.begins_at is None:
        return execution
    execution = _begun_or_held_back(execution, activity, event.at)
    if activity.opened_by is None or execution.activity(activity.opened_by).undo_until is None:
        return execution
    gate = execution.activity(activity.opened_by)
    return execution.with_activity(replace(gate, undo_until=None))


def _begun_or_held_back(
    execution: ProcessExecution, activity: ActivityExecution, at: datetime
) -> ProcessExecution:
    """In a pause or a freeze no run is asked for: it begins, by another number, afterwards."""
    if not execution.holds_back(activity.ref):
        begun = replace(activity, begins_at=None)
        if begun.child is not None:
            begun = replace(begun, status=ActivityStatus.RUNNING)
        return execution.with_activity(begun)
    waits = ActivityExecution(
        ref=activity.ref, attempt=activity.attempt, past=activity.past, added=activity.added
    )
    kept = execution.held_back.set(activity.ref, at)
    return replace(execution.with_activity(waits), held_back=kept)
