"""A process that somebody starts from a task of a manual activity, and its end.

It runs beside the people who are asked: what it gives is nobody's output, and the task stays
theirs. The activity is not done before it has ended; where the activity goes on hold, is skipped,
redone or aborted, nobody waits for it any more.
"""

from __future__ import annotations

from orchestration.execution.events import ProcessStarted, SubprocessEnded
from orchestration.execution.flow.child import objection_to_process
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.tasks.added_tasks import takes_tasks
from orchestration.execution.tasks.tasks import done_with_its_tasks
from orchestration.replacing import replace


def started(execution: ProcessExecution, event: ProcessStarted) -> ProcessExecution:
    """One more beside what is asked; in a pause or a freeze nothing new starts."""
    inner = event.started
    task = execution.tasks.get(inner.task_id)
    if task is None or not task.open or task.round != event.round:
        return execution
    if execution.holds_back(task.ref):
        return execution
    activity = execution.activity(task.ref)
    known = any(each.child == inner.child for each in activity.started)
    if known or not takes_tasks(execution, task.ref):
        return execution
    if objection_to_process(execution, inner.process):
        return execution
    return execution.with_activity(replace(activity, started=(*activity.started, inner)))


def ended(execution: ProcessExecution, event: SubprocessEnded) -> ProcessExecution:
    """However it ended, people decide what follows; an activity that waited for it is done."""
    activity = execution.activity(event.ref)
    if not activity.waits_for(event.child):
        return execution
    told = tuple(
        replace(each, status=event.status, ended_at=event.at, reason=event.reason)
        if each.child == event.child
        else each
        for each in activity.started
    )
    execution = execution.with_activity(replace(activity, started=told))
    return done_with_its_tasks(execution, event.ref, event.at)
