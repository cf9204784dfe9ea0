"""Handing a place on a task to somebody else: until a date, for good, or back again."""

from __future__ import annotations

from datetime import datetime

from orchestration.execution.events import Elapsed, TaskHandedOn, TaskTakenBack
from orchestration.execution.state.manual_task import Assignee, ManualTask, StandIn
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import WorkKind
from orchestration.execution.tasks.asking import still_standing
from orchestration.execution.tasks.tasks import asked_again
from orchestration.replacing import replace
from orchestration.values import UserId


def handed(execution: ProcessExecution, event: TaskHandedOn | TaskTakenBack) -> ProcessExecution:
    task = execution.tasks.get(event.task_id)
    if task is None or not task.open or task.round != event.round:
        return execution
    if isinstance(event, TaskTakenBack):
        left = tuple(each for each in task.stand_ins if each.of != event.of)
        return _with(execution, task, left, event.at)
    place = place_of(task, event.of)
    if place is None or not can_take(task, event.to):
        return execution
    if not event.reassigned and place.person != event.by:
        return execution
    stand_in = StandIn(
        of=event.of,
        to=event.to,
        by=event.by,
        at=event.at,
        until=event.until,
        reassigned=event.reassigned,
        reason_id=event.reason_id,
    )
    if event.to not in execution.members:  # followed from here on, like everybody who is asked
        known = execution.members.set(event.to, (event.to,))
        execution = replace(execution, members=known)
    others = tuple(each for each in task.stand_ins if each.of != event.of)
    return _with(execution, task, (*others, stand_in), event.at)


def come_back_to(execution: ProcessExecution, event: Elapsed) -> ProcessExecution:
    """Delegations whose date has come end, whichever attempt they were made in."""
    known = event.ref in execution.plan.activities
    for task in execution.tasks_of(event.ref) if known else ():
        if task.open:
            left = still_standing(task.stand_ins, event.at)
            execution = _with(execution, execution.tasks[task.id], left, event.at)
    return execution


def place_of(task: ManualTask, person: UserId) -> Assignee | None:
    """The place the process gave this person, whoever has it now; None once it is decided."""
    decided = {each.by for each in task.verdicts}
    for each in (*task.assignees, *task.later):
        if (each.instead_of or each.person) == person and each.person not in decided:
            return each
    return None


def can_take(task: ManualTask, person: UserId) -> bool:
    """Not who is left out; and of a sign-off nobody who has a place on it or has spoken."""
    if person in task.left_out:
        return False
    has = {*task.people, *(each.person for each in task.later), *(v.by for v in task.verdicts)}
    named = {each.instead_of for each in (*task.assignees, *task.later)}
    return person not in has and (task.kind is not WorkKind.SIGN_OFF or person not in named)


def _with(
    execution: ProcessExecution, task: ManualTask, stand_ins: tuple[StandIn, ...], at: datetime
) -> ProcessExecution:
    if stand_ins == task.stand_ins:
        return execution
    handed_on = replace(task, stand_ins=stand_ins)
    return asked_again(execution.with_task(handed_on), handed_on, at)
