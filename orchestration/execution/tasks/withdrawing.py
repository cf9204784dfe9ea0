"""Taking back one's own approval while its gate is still closed."""

from __future__ import annotations

from datetime import datetime

from orchestration.execution.events import SignOffWithdrawn
from orchestration.execution.flow.holding import hold
from orchestration.execution.state.manual_task import ManualTask, SignOff
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus, TaskStatus, Verdict, WorkKind
from orchestration.execution.tasks.asking import (
    asked_of_members,
    gate_cannot_open,
    spec_of,
    why_unmet,
)
from orchestration.execution.tasks.finalising import without_finalising
from orchestration.execution.tasks.sign_off import judged
from orchestration.replacing import replace


def withdrawn(execution: ProcessExecution, event: SignOffWithdrawn) -> ProcessExecution:
    """Only while the gate is closed: what it opened onto is not called back by this."""
    task = execution.tasks.get(event.task_id)
    if task is None or task.round != event.round or not gate_closed(execution, task):
        return execution
    given = standing_at(task, event.number)
    if given is None or given.by != event.by:
        return execution
    return without(execution, task, given, Verdict.WITHDRAWN, event.at)


def gate_closed(execution: ProcessExecution, task: ManualTask) -> bool:
    """True while nothing was begun on the word of those who sign it.

    One that has all its approvals may still wait for the other tasks of its activity, or for its
    activity to be reached.
    """
    if not_reached(execution, task):
        return True
    activity = execution.activity(task.ref)
    if activity.status is not ActivityStatus.WAITING_FOR_INPUT or task.id not in activity.tasks:
        return False
    asked = task.status in {TaskStatus.OPEN, TaskStatus.APPROVED}
    return asked and task.kind is WorkKind.SIGN_OFF and task.round == execution.tasks[task.id].round


def not_reached(execution: ProcessExecution, task: ManualTask) -> bool:
    """True for one that is signed early, and whose activity is still to come."""
    activity = execution.activity(task.ref)
    to_come = activity.status is ActivityStatus.PENDING and task.round == activity.attempt + 1
    return to_come and task.status is TaskStatus.EARLY


def standing_at(task: ManualTask, number: int) -> SignOff | None:
    """The verdict of that place among all the task was given, while it counts."""
    if not 0 <= number < len(task.sign_offs):
        return None
    return next((each for each in task.verdicts if each is task.sign_offs[number]), None)


def without(
    execution: ProcessExecution,
    task: ManualTask,
    given: SignOff,
    ended: Verdict,
    at: datetime,
    why: str = "",
) -> ProcessExecution:
    """The verdict ends by a row of its own; whoever left the role meanwhile is not asked again."""
    row = replace(given, verdict=ended, at=at, reason_id="", why=why)
    if task.status is TaskStatus.EARLY:
        return execution.with_task(replace(task, sign_offs=(*task.sign_offs, row)))
    spec = spec_of(execution, task)
    open_again = replace(
        task,
        status=TaskStatus.OPEN,
        settled_at=None,
        settled_by=None,
        sign_offs=(*task.sign_offs, row),
    )
    after = asked_of_members(execution, spec, open_again)
    latest = next(reversed(after.verdicts), None)
    after = judged(after, replace(latest, at=at)) if latest else after
    execution = execution.with_task(after)
    if not after.open:
        return execution
    execution = without_finalising(execution, task.ref, at)
    return hold(execution, task.ref, at, why_unmet(after)) if gate_cannot_open(after) else execution
