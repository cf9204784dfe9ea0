"""Closing an activity that its owner finalises: asked once all else is done, and not before."""

from __future__ import annotations

from datetime import datetime

from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import TaskStatus, WorkKind
from orchestration.replacing import replace
from orchestration.values import ActivityRef


def without_finalising(
    execution: ProcessExecution, ref: ActivityRef, at: datetime
) -> ProcessExecution:
    """There is something to do again: what closes the activity is asked anew after that."""
    closing = [each for each in execution.tasks_of(ref) if each.kind is WorkKind.FINALISE]
    for task in closing:
        if task.open:
            execution = execution.with_task(replace(task, status=TaskStatus.CLOSED, settled_at=at))
    if not closing:
        return execution
    activity = execution.activity(ref)
    ids = {each.id for each in closing}
    left = tuple(each for each in activity.tasks if each not in ids)
    return execution.with_activity(replace(activity, tasks=left))
