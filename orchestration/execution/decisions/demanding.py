"""What has to be so before a decision counts; each raises `Rejected` saying what is in the way."""

from __future__ import annotations

from orchestration import words
from orchestration.errors import Rejected
from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.tasks.refusals import (
    refuse_other_round,
    refuse_settled,
    refuse_spoken,
    refuse_stranger,
)
from orchestration.values import ActivityRef, TaskId, UserId


def demand_held(execution: ProcessExecution, ref: ActivityRef, attempt: int) -> None:
    activity = execution.activity(ref)
    if activity.attempt == attempt and activity.can_be_decided:
        return
    name = words.quote(execution.plan.activities[ref].name)
    past = next((each for each in activity.past if each.attempt == attempt), None)
    if past is not None and past.retried_by:
        raise Rejected(
            f"“{name}” was retried already, by {words.person(past.retried_by)} "
            f"at {words.moment(past.retried_at or past.ended_at)}."
        )
    by = f" by {words.person(activity.decided_by)}" if activity.decided_by else ""
    status = activity.status.value.replace("_", " ")
    raise Rejected(f"“{name}” is not on hold any more: it is {status}{by}.")


def demand_unpaused(execution: ProcessExecution, ref: ActivityRef) -> None:
    """Raises `Rejected` where nothing new may start."""
    pause = execution.paused
    if pause is not None:
        name = words.quote(execution.plan.activities[ref].name)
        raise Rejected(
            f"“{name}” cannot start now: {words.person(pause.by)} paused the release at "
            f"{words.moment(pause.at)}. Resume it first, then retry."
        )
    if execution.holds_back(ref):
        name, hold = words.quote(execution.plan.activities[ref].name), execution.frozen[0]
        freeze = words.quote(hold.name, 80)
        over = "is over: resume the release first, then retry"
        on = f"holds the release until {words.moment(hold.until)}"
        raise Rejected(
            f"“{name}” cannot start now: the freeze “{freeze}” {over if hold.over_at else on}."
        )


def open_task(execution: ProcessExecution, task_id: TaskId, round_: int, by: UserId) -> ManualTask:
    """The task this person may act on now; raises `Rejected` saying what is in the way."""
    task = execution.tasks.get(task_id)
    if task is None:
        raise Rejected("This task does not exist any more.")
    refuse_stranger(task, by)
    refuse_other_round(task, round_)
    refuse_settled(task)
    refuse_spoken(task, by)
    return task


def through_of(task: ManualTask, by: UserId) -> str:
    return next((each.through for each in task.assignees if each.person == by), "")


def text_id_of(task_id: TaskId, round_: int, by: UserId) -> str:
    return f"{task_id}/{round_}/{by}"


def said_why(reason: str) -> str:
    if not reason.strip():
        raise Rejected("Please say why, in a few words.")
    return reason.strip()
