"""Signing early: an approval that is given before its activity is reached, and counts then.

It is kept on the task of the round to come. What it rests on may change until then, as of any
approval whose gate is closed (`voiding`); when the activity is reached, its author must still be
somebody who is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from orchestration import words
from orchestration.execution.events import SignedEarly
from orchestration.execution.state.manual_task import ManualTask, SignOff
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus, TaskStatus, Verdict
from orchestration.execution.tasks.asking import asked_of_members, opened, spec_of, specs_of
from orchestration.execution.tasks.sign_off import judged, sign
from orchestration.processes.tasks import TaskKind, TaskSpec
from orchestration.replacing import replace
from orchestration.values import ActivityRef


def to_be_asked(
    execution: ProcessExecution, ref: ActivityRef, at: datetime
) -> Iterator[ManualTask]:
    """The sign-offs of an activity that is still to come, of those who would be asked now."""
    activity = execution.activity(ref)
    ends = execution.status.ended or execution.failed_by is not None
    if ends or activity.status is not ActivityStatus.PENDING or activity.to_be_skipped is not None:
        return
    for spec in specs_of(execution, ref):
        if spec.kind is TaskKind.SIGN_OFF:
            yield _to_come(execution, ref, spec, at)


def _to_come(
    execution: ProcessExecution, ref: ActivityRef, spec: TaskSpec, at: datetime
) -> ManualTask:
    """As it would be asked now; the same each time until somebody signs it."""
    coming = execution.activity(ref).attempt + 1
    asked = opened(execution, ref, spec, coming, at, required=True)
    known = execution.tasks.get(asked.id)
    if known is not None and known.status is TaskStatus.EARLY and known.round == coming:
        return asked_of_members(execution, spec, known)
    return replace(asked, status=TaskStatus.EARLY, deadline=None)


def signed_early(execution: ProcessExecution, event: SignedEarly) -> ProcessExecution:
    """It opens nothing yet, however many have signed."""
    if event.ref not in execution.plan.activities:
        return execution
    to_come = to_be_asked(execution, event.ref, event.at)
    task = next((each for each in to_come if each.id == event.task_id), None)
    if task is None or task.round != event.round:
        return execution
    given = SignOff(
        by=event.by,
        verdict=Verdict.APPROVED,
        round=event.round,
        at=event.at,
        through=event.through,
        shown=event.shown,
    )
    asked = replace(task, status=TaskStatus.OPEN)
    signed = sign(asked, given)
    if signed is asked:
        return execution
    return execution.with_task(
        replace(
            signed,
            status=TaskStatus.EARLY,
            settled_at=None,
            settled_by=None,
            early=(*task.early, len(task.sign_offs)),
        )
    )


def counted(execution: ProcessExecution, task: ManualTask, at: datetime) -> ManualTask:
    """The task as it is asked now, with what was signed early: it may be approved at once."""
    if not task.verdicts:
        return task
    spec = spec_of(execution, task)
    fresh = asked_of_members(execution, spec, replace(task, sign_offs=()))
    seats = (*fresh.assignees, *fresh.later)
    may = {each.person for each in seats} | {each.instead_of for each in seats}
    ended = tuple(
        replace(given, verdict=Verdict.VOIDED, at=at, why=why)
        for given in task.verdicts
        if (why := _why_not(execution, given, at) if given.by in may else _NOT_ASKED)
    )
    asked = asked_of_members(execution, spec, replace(task, sign_offs=(*task.sign_offs, *ended)))
    latest = next(reversed(asked.verdicts), None)
    return judged(asked, replace(latest, at=at)) if latest else asked


def _why_not(execution: ProcessExecution, given: SignOff, at: datetime) -> str:
    lasts = execution.plan.process.sign_offs_expire
    if lasts is None or at < given.at + lasts:
        return ""
    return f"it has expired, as sign-offs of this process do {words.lasting(lasts)}"


_NOT_ASKED = "it was given early, and you are not asked now that it counts"


def early_again(task: ManualTask) -> ManualTask:
    """Its activity is to come once more: what was signed early stays so, for the next round."""
    kept = [each for each in task.verdicts if task.is_early(each)]
    if not kept:
        return task
    first = len(task.sign_offs)
    coming = tuple(replace(each, round=task.round + 1) for each in kept)
    return replace(
        task,
        round=task.round + 1,
        status=TaskStatus.EARLY,
        settled_at=None,
        settled_by=None,
        deadline=None,
        sign_offs=(*task.sign_offs, *coming),
        early=(*task.early, *range(first, first + len(coming))),
    )


def answered_since(task: ManualTask) -> bool:
    """Whether somebody has signed it, or taken that back, since it was asked."""
    early = set(task.early)
    return any(
        each.round == task.round and number not in early
        for number, each in enumerate(task.sign_offs)
    )
