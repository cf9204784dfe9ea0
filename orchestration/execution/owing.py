"""`effects_of`: what the difference between two states owes to the outside.

Derived, never listed by a rule: a repeated event makes no difference and so owes nothing. Reads
only what `after` says changed.
"""

from __future__ import annotations

from collections.abc import Iterator

from orchestration.effects import (
    AnnounceRelease,
    CancelPipeline,
    Effect,
    ShowHold,
    ShowHome,
    ShowRelease,
    ShowTask,
    TriggerPipeline,
    WakeUp,
    WatchPipeline,
)
from orchestration.execution.model import ActivityExecution, ManualTask, ProcessExecution
from orchestration.execution.statuses import ActivityStatus
from orchestration.obligations import THREAD
from orchestration.processes.model import phase_of
from orchestration.values import ActivityRef, TaskRound, UserId


def effects_of(before: ProcessExecution, after: ProcessExecution) -> tuple[Effect, ...]:
    """Everything owed by getting from `before` to `after`, each thing once."""
    owed: list[Effect] = []
    homes: set[UserId] = set()
    for ref in sorted(after.changed):
        was, now = before.activity(ref), after.activity(ref)
        if was != now:
            owed.extend(_of_activity(after, was, now))
            if ActivityStatus.ON_HOLD in {was.status, now.status}:
                homes.add(after.owner)
            if now.status.settled and not was.status.settled:
                owed.extend(_of_last_ones(after, ref))
    for task_id in sorted(after.changed_tasks):
        was_task, now_task = before.tasks.get(task_id), after.tasks[task_id]
        if was_task != now_task:
            people = _carded(was_task, now_task)
            homes.update(people)
            owed.extend(_cards(after, now_task, people))
    if after.held_until is not before.held_until:
        owed.extend(_wake_ups(before, after))
    owed.append(ShowRelease(release_id=after.release_id))
    if after.status.ended and not before.status.ended:
        owed.append(AnnounceRelease(release_id=after.release_id, occasion="ended"))
        homes.add(after.owner)
    owed.extend(ShowHome(user_id=each) for each in sorted(homes))
    return tuple({each.key: each for each in owed}.values())


def _wake_ups(before: ProcessExecution, after: ProcessExecution) -> Iterator[Effect]:
    for phase, begins_at in sorted(after.held_until.items()):
        if phase not in before.held_until:
            yield WakeUp(
                execution_id=after.id,
                ref=ActivityRef(phase),
                attempt=1,
                due_at=begins_at,
                of="not_before",
            )


def _of_last_ones(after: ProcessExecution, settled: ActivityRef) -> Iterator[Effect]:
    """The cards of what is now the last thing before something else: they say that it starts.

    Looked for only when one is left, so once for each thing that waits.
    """
    plan, phase = after.plan, phase_of(settled)
    beside = [
        plan.predecessors[each]
        for each in plan.successors[settled]
        if after.open_predecessors(each) == 1
    ]
    if len(plan.phase_activities[phase]) - after.tally(phase).settled == 1:
        beside.append(plan.phase_activities[phase])
    left = {each for among in beside for each in among if not after.activity(each).status.settled}
    for ref in sorted(left):
        for task in after.tasks_of(ref):
            if task.open:
                yield from _cards(after, task, task.people)


def _cards(
    after: ProcessExecution, task: ManualTask, people: tuple[UserId, ...]
) -> Iterator[Effect]:
    """Every copy of the message that shows a task; one of several is named after its first."""
    first = task.shown_with[0] if task.shown_with else TaskRound(task_id=task.id, round=task.round)
    for copy in (THREAD, *people):
        yield ShowTask(
            execution_id=after.id,
            task_id=first.task_id,
            round=first.round,
            together=task.shown_with,
            copy=copy,
        )


def _carded(was: ManualTask | None, now: ManualTask) -> tuple[UserId, ...]:
    """Everyone who has or had a card of this round, in the order they are asked.

    The cards of an earlier round stay as they are: that round had ended before this one began.
    """
    before = was.people if was and was.round == now.round else ()
    return tuple(dict.fromkeys([*now.people, *before]))


def _of_activity(
    after: ProcessExecution, was: ActivityExecution, now: ActivityExecution
) -> Iterator[Effect]:
    held = {each.attempt for each in (was, now) if each.status is ActivityStatus.ON_HOLD}
    for attempt in sorted(held):
        for copy in (THREAD, after.owner):
            yield ShowHold(execution_id=after.id, ref=now.ref, attempt=attempt, copy=copy)
    for attempt in sorted({each.attempt for each in (was, now) if each.next_try_at}):
        yield ShowHold(execution_id=after.id, ref=now.ref, attempt=attempt, copy=THREAD)
    if now.next_try_at is not None and was.next_try_at is None:
        yield WakeUp(
            execution_id=after.id,
            ref=now.ref,
            attempt=now.attempt,
            due_at=now.next_try_at,
            of="next_try",
        )
    if now.status is ActivityStatus.QUEUED and now.attempt > was.attempt:
        yield TriggerPipeline(execution_id=after.id, ref=now.ref, attempt=now.attempt)
        timeout = after.plan.activities[now.ref].timeout
        if timeout is not None and now.started_at is not None:
            yield WakeUp(
                execution_id=after.id,
                ref=now.ref,
                attempt=now.attempt,
                due_at=now.started_at + timeout,
            )
    if now.status is ActivityStatus.RUNNING and was.status is not ActivityStatus.RUNNING:
        yield WatchPipeline(execution_id=after.id, ref=now.ref, attempt=now.attempt)
    if _left_running(was, now):
        yield CancelPipeline(execution_id=after.id, ref=was.ref, attempt=was.attempt)


def _left_running(was: ActivityExecution, now: ActivityExecution) -> bool:
    """True when we stopped waiting for a run that, for all we know, still goes on."""
    if not was.runs:
        return False
    if now.run is None:
        return True
    ended = now.run.status is not None and now.run.status.ended
    return not now.runs and not ended
