"""What a step owes to the children of an execution, and to the parent of one."""

from __future__ import annotations

from collections.abc import Iterator

from orchestration.effects import Effect, WakeUp
from orchestration.effects.announcements import AnnounceProcess
from orchestration.effects.subprocess import (
    FollowParent,
    SettleParent,
    StartFromTask,
    StartSubprocess,
)
from orchestration.execution.state.activity_execution import ActivityExecution
from orchestration.execution.state.model import ProcessExecution
from orchestration.values import ExecutionId


def owed_among_executions(before: ProcessExecution, after: ProcessExecution) -> Iterator[Effect]:
    for ref in sorted(after.changed):
        was, now = before.activity(ref), after.activity(ref)
        if now.child is not None and now.child != was.child:
            yield from _started(after, now)
        yield from _of_tasks(after, was, now)
        for child in was.inside:
            if not now.waits_for(child) and not _has_ended(now, child):
                yield FollowParent(execution_id=child, parent_id=after.id)
    if _all_follow(before, after):
        for each in sorted(after.activities.values(), key=lambda each: each.ref):
            for child in each.inside:
                yield FollowParent(execution_id=child, parent_id=after.id)
    if after.parent is not None and after.status.ended and not before.status.ended:
        yield SettleParent(execution_id=after.id, parent_id=after.parent.execution_id)


def _started(after: ProcessExecution, now: ActivityExecution) -> Iterator[Effect]:
    yield StartSubprocess(
        execution_id=after.id, ref=now.ref, attempt=now.attempt, due_at=now.begins_at
    )
    timeout = after.plan.activities[now.ref].timeout
    if timeout is not None and now.started_at is not None:
        yield WakeUp(
            execution_id=after.id,
            ref=now.ref,
            attempt=now.attempt,
            due_at=(now.begins_at or now.started_at) + timeout,
        )


def _of_tasks(
    after: ProcessExecution, was: ActivityExecution, now: ActivityExecution
) -> Iterator[Effect]:
    """Those that were started from its tasks; how they end is told in the thread."""
    known = {each.child: each for each in was.started}
    for each in now.started:
        before = known.get(each.child)
        if before is None:
            yield StartFromTask(execution_id=after.id, ref=now.ref, child=each.child)
        elif each.status is not before.status:
            yield AnnounceProcess(execution_id=after.id, ref=now.ref, child=each.child)


def _has_ended(now: ActivityExecution, child: ExecutionId) -> bool:
    """True where what it ran has told how it ended."""
    if now.child == child:
        return now.child_status is not None
    return any(each.child == child and each.status is not None for each in now.started)


def _all_follow(before: ProcessExecution, after: ProcessExecution) -> bool:
    """True for what reaches every child alike; rare, so all may be looked at."""
    fails = after.failed_by is not None and before.failed_by is None
    stands = after.pauses is before.pauses and after.freezes is before.freezes
    return fails or not stands
