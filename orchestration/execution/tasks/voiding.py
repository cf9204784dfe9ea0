"""Verdicts that no longer count, since what they rest on has changed before their gate opened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from orchestration import words
from orchestration.execution.events import Elapsed
from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import Verdict
from orchestration.execution.tasks.ground import difference, ground_of
from orchestration.execution.tasks.withdrawing import gate_closed, standing_at, without
from orchestration.values import TaskId


def voided_where_changed(
    before: ProcessExecution, after: ProcessExecution, at: datetime
) -> ProcessExecution:
    """Void what was given on other ground than there is now; a step that changes none is free."""
    if before.started_at is None or after is before or after.status.ended:
        return after
    for task_id in _in_question(before, after):
        was, now = before.tasks.get(task_id), after.tasks[task_id]
        if was is None or was.round != now.round or not now.sign_offs:
            continue
        if not gate_closed(after, now):
            continue
        if why := difference(ground_of(before, was), ground_of(after, now)):
            after = voided(after, now, at, why)
    return after


def expired(execution: ProcessExecution, event: Elapsed) -> ProcessExecution:
    """One verdict that was given too long ago; once its gate has opened, none is too old."""
    task = execution.tasks.get(event.task_id) if event.task_id else None
    lasts = execution.plan.process.sign_offs_expire
    if task is None or lasts is None or not gate_closed(execution, task):
        return execution
    given = standing_at(task, event.number)
    if given is None or given.round != event.attempt:
        return execution
    why = f"it has expired, as sign-offs of this process do {words.lasting(lasts)}"
    return without(execution, task, given, Verdict.VOIDED, event.at, why)


def voided(
    execution: ProcessExecution, task: ManualTask, at: datetime, why: str
) -> ProcessExecution:
    """Every verdict of this round that stands ends, each with the reason."""
    for given in task.verdicts:
        now = execution.tasks[task.id]
        execution = without(execution, now, given, Verdict.VOIDED, at, why)
    return execution


def _in_question(before: ProcessExecution, after: ProcessExecution) -> Iterable[TaskId]:
    """All where something changed that many may rest on, which is rare; else what was edited."""
    redone = any(
        before.activity(ref).status.settled and before.activity(ref) != after.activity(ref)
        for ref in after.changed
    )
    told = after.facts is not before.facts and after.facts != before.facts
    told = told or after.candidate != before.candidate
    return sorted(after.tasks if redone or told else after.changed_tasks)
