"""Leaving an activity out: at once where it waits for people, else when its turn comes.

What has not begun is only marked. It settles where the process has its place, so that nothing
behind it begins before what stands in front of it is settled.
"""

from __future__ import annotations

from collections.abc import Mapping

from orchestration.execution.events import ActivitySkipped, SkipEvent, SkipWithdrawn
from orchestration.execution.flow.activation import settle
from orchestration.execution.state.activity_execution import ActivityExecution, Skipping
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus
from orchestration.replacing import replace
from orchestration.values import ActivityRef


def said_of_skip(execution: ProcessExecution, event: SkipEvent) -> ProcessExecution:
    match event:
        case ActivitySkipped():
            return skipped(execution, event)
        case SkipWithdrawn():
            return not_skipped(execution, event)


def not_skipped(execution: ProcessExecution, event: SkipWithdrawn) -> ProcessExecution:
    """Its turn comes as if nobody had said otherwise."""
    if event.ref not in execution.plan.activities:
        return execution
    activity = execution.activity(event.ref)
    if activity.attempt != event.attempt or activity.to_be_skipped is None:
        return execution
    return execution.with_activity(replace(activity, to_be_skipped=None))


def skipped(execution: ProcessExecution, event: ActivitySkipped) -> ProcessExecution:
    if event.ref not in execution.plan.activities:
        return execution
    activity = execution.activity(event.ref)
    if activity.attempt != event.attempt or not can_be_skipped(activity):
        return execution
    if activity.status is ActivityStatus.PENDING:
        planned = Skipping(at=event.at, by=event.by, reason_id=event.reason_id)
        return execution.with_activity(replace(activity, to_be_skipped=planned))
    without = replace(
        activity,
        status=ActivityStatus.SKIPPED,
        ended_at=event.at,
        reason_id=event.reason_id,
        decided_by=event.by,
        next_try_at=None,
    )
    return settle(execution, without)


def to_be_skipped(
    execution: ProcessExecution, left_out: Mapping[ActivityRef, Skipping]
) -> ProcessExecution:
    """What is left out from the start of a release on."""
    for ref, planned in left_out.items():
        marked = replace(execution.activity(ref), to_be_skipped=planned)
        execution = execution.with_activity(marked)
    return execution


def can_be_skipped(activity: ActivityExecution) -> bool:
    """Not what runs, nor what has ended, nor what is to be skipped already."""
    if activity.status is ActivityStatus.PENDING:
        return activity.to_be_skipped is None
    return activity.can_be_decided or activity.status is ActivityStatus.WAITING_FOR_INPUT
