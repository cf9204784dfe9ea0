"""A process that somebody started from a task: its line on the card, and its end in the thread."""

from __future__ import annotations

from orchestration import words
from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ExecutionStatus
from orchestration.read_models.cards import Notice
from orchestration.read_models.task_cards import StartedLine
from orchestration.values import ActivityRef, ExecutionId

_ENDED = {
    ExecutionStatus.SUCCEEDED: "succeeded",
    ExecutionStatus.PARTIALLY_SUCCEEDED: "succeeded in part",
    ExecutionStatus.FAILED: "failed",
    ExecutionStatus.ABORTED: "was aborted",
}


def started_lines(execution: ProcessExecution, task: ManualTask) -> tuple[StartedLine, ...]:
    """Of this round; those of an earlier one ended with it."""
    activity = execution.activity(task.ref)
    if activity.attempt != task.round:
        return ()
    return tuple(
        StartedLine(name=e.name, by=e.by, at=e.at, status=e.status, reason=e.reason)
        for e in activity.started
        if e.task_id == task.id
    )


def ended_notice(
    execution: ProcessExecution, ref: ActivityRef, child: ExecutionId
) -> Notice | None:
    """None where nothing is known of it any more, or nothing of its end."""
    found = next((each for each in execution.activity(ref).started if each.child == child), None)
    if found is None or found.status is None:
        return None
    task = execution.tasks[found.task_id]
    why = f": {words.quote(found.reason, 300)}" if found.reason else ""
    mind = " What follows is for whoever the task asks." if task.open else ""
    return Notice(
        text=f"“{words.quote(found.name, 100)}”, which {words.person(found.by)} started from "
        f"“{words.quote(task.name)}”, {_ENDED.get(found.status, 'ended')}{why}.{mind}"
    )
