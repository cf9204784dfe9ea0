"""What time changes for what waits on people: reminders, deadlines, snoozes, and running long.

Each raises something in the state, and that difference owes the message (architecture.md 3): a
time that comes twice, or for what was decided meanwhile, changes nothing and is told to nobody.
"""

from __future__ import annotations

from collections.abc import Callable

from orchestration.execution.events.time import Elapsed, Snoozed
from orchestration.execution.state.deadline import Deadline, awake, overdue, reminded, snoozed
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus
from orchestration.execution.tasks.deciders import (
    asked_about_turn,
    asked_to_decide,
    people_named,
)
from orchestration.replacing import replace
from orchestration.values import UserId


def time_came(execution: ProcessExecution, event: Elapsed) -> ProcessExecution:
    """`reminder`, `due` and `snooze` of a deadline that still is what it was."""

    def later(deadline: Deadline, asked: tuple[UserId, ...]) -> Deadline:
        match event.of:
            case "reminder" if deadline.due_at == event.deadline_at:
                return reminded(deadline, event.number, event.at)
            case "due" if deadline.due_at == event.deadline_at:
                return overdue(deadline, event.at, _told(execution, deadline, asked))
            case "snooze" if event.person and event.deadline_at:
                return awake(deadline, event.person, event.deadline_at)
            case _:
                return deadline

    return _with_deadline(execution, event, later)


def put_off(execution: ProcessExecution, event: Snoozed) -> ProcessExecution:
    """Only of those who are asked: it is their own quiet that they ask for."""

    def later(deadline: Deadline, asked: tuple[UserId, ...]) -> Deadline:
        if event.by not in asked or event.until <= event.at:
            return deadline
        return snoozed(deadline, event.by, event.at, event.until)

    return _with_deadline(execution, event, later)


def took_long(execution: ProcessExecution, event: Elapsed) -> ProcessExecution:
    """It runs longer than expected; what is on hold has told its people already."""
    if event.ref not in execution.plan.activities:
        return execution
    activity = execution.activity(event.ref)
    if activity.attempt != event.attempt or activity.overran_at is not None:
        return execution
    expected = execution.plan.activities[event.ref].expected_duration
    if expected is None or not activity.status.active or activity.can_be_decided:
        return execution
    return execution.with_activity(replace(activity, overran_at=event.at))


def _told(
    execution: ProcessExecution, deadline: Deadline, asked: tuple[UserId, ...]
) -> tuple[UserId, ...]:
    """Those the deadline is escalated to; where they are the ones asked, the release's owner."""
    if not deadline.escalate_to:
        return ()
    named = people_named(execution, deadline.escalate_to)
    told = tuple(each for each in named if each not in asked)
    return told or tuple(each for each in (execution.owner,) if each not in asked)


def _with_deadline(
    execution: ProcessExecution,
    event: Elapsed | Snoozed,
    later: Callable[[Deadline, tuple[UserId, ...]], Deadline],
) -> ProcessExecution:
    """Of the open task, the activity on hold, or the phase that waits, that the event is about."""
    if event.task_id is not None:
        task = execution.tasks.get(event.task_id)
        if task is None or not task.open or task.round != event.attempt or task.deadline is None:
            return execution
        deadline = later(task.deadline, task.missing)
        if deadline is task.deadline:
            return execution
        return execution.with_task(replace(task, deadline=deadline))
    if event.ref in execution.turns:
        return _with_deadline_of_turn(execution, event, later)
    if event.ref not in execution.plan.activities:
        return execution
    activity = execution.activity(event.ref)
    held = activity.status is ActivityStatus.ON_HOLD and activity.attempt == event.attempt
    if not held or activity.deadline is None:
        return execution
    deadline = later(activity.deadline, asked_to_decide(execution, activity))
    if deadline is activity.deadline:
        return execution
    return execution.with_activity(replace(activity, deadline=deadline))


def _with_deadline_of_turn(
    execution: ProcessExecution,
    event: Elapsed | Snoozed,
    later: Callable[[Deadline, tuple[UserId, ...]], Deadline],
) -> ProcessExecution:
    turn = execution.turns[event.ref]
    if not turn.waiting or turn.attempt != event.attempt or turn.deadline is None:
        return execution
    deadline = later(turn.deadline, asked_about_turn(execution, event.ref))
    if deadline is turn.deadline:
        return execution
    return execution.with_turn(event.ref, replace(turn, deadline=deadline))
