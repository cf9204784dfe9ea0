"""`effects_of`: what the difference between two states owes to the outside.

Derived, never listed by a rule: a repeated event makes no difference and so owes nothing. Reads
only what `after` says changed.
"""

from __future__ import annotations

from collections.abc import Iterator

from orchestration.effects import (
    AnnounceRelease,
    Effect,
    ShowHold,
    ShowHome,
    ShowRelease,
    ShowTask,
    WakeUp,
)
from orchestration.effects.announcements import AnnouncePause
from orchestration.effects.obligations import THREAD
from orchestration.effects.run import CancelPipeline, TriggerPipeline, WatchPipeline
from orchestration.execution.owed.owing_delegations import of_delegations
from orchestration.execution.owed.owing_evidence import of_evidence
from orchestration.execution.owed.owing_freezes import of_freezes
from orchestration.execution.owed.owing_ownership import of_ownership
from orchestration.execution.owed.owing_redo import of_redo, voided
from orchestration.execution.owed.owing_reminders import of_expected_end, of_hold, of_task
from orchestration.execution.owed.owing_sign_offs import of_sign_offs
from orchestration.execution.owed.owing_subprocesses import owed_among_executions
from orchestration.execution.owed.owing_turns import of_turns
from orchestration.execution.state.activity_execution import ActivityExecution
from orchestration.execution.state.deadline import shown
from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus, TaskStatus, WorkKind
from orchestration.execution.tasks.deciders import shown_to
from orchestration.processes.model import phase_of
from orchestration.replacing import replace
from orchestration.values import ActivityRef, TaskRound, UserId


def effects_of(before: ProcessExecution, after: ProcessExecution) -> tuple[Effect, ...]:
    """Everything owed by getting from `before` to `after`, each thing once."""
    owed: list[Effect] = []
    homes: set[UserId] = set()
    for ref in sorted(after.changed):
        was, now = before.activity(ref), after.activity(ref)
        if was != now:
            owed.extend(_of_activity(after, was, now))
            owed.extend(of_hold(after, was, now))
            owed.extend(of_expected_end(after, was, now))
            for each in (was, now):
                if each.status is ActivityStatus.ON_HOLD:
                    homes.update(shown_to(after, each))
            reopened = was.status.settled and now.status is ActivityStatus.WAITING_FOR_INPUT
            if reopened or was.undo_until != now.undo_until:
                owed.extend(_of_gate(after, ref))
            owed.extend(_of_started(after, was, now))
            if now.status.settled and not was.status.settled:
                owed.extend(_of_last_ones(after, ref))
    for task_id in sorted(after.changed_tasks):
        was_task, now_task = before.tasks.get(task_id), after.tasks[task_id]
        owed.extend(of_task(after, was_task, now_task))
        if _looks(was_task) != _looks(now_task):
            carded = _carded_task(was_task, now_task)
            people = _carded(was_task, carded) if carded else ()
            homes.update(people)
            owed.extend(_cards(after, carded, people) if carded else ())
            owed.extend(of_sign_offs(after, was_task, now_task))
            owed.extend(of_delegations(after, was_task, now_task))
            owed.extend(of_evidence(after, was_task, now_task))
    if after.held_until is not before.held_until:
        owed.extend(_wake_ups(before, after))
    if after.pauses is not before.pauses and after.parent is None:
        over, number = after.paused is None, len(after.pauses)
        owed.append(AnnouncePause(execution_id=after.id, number=number, over=over))
        homes.add(after.owner)
    owed.extend(of_freezes(before, after))
    if after.candidate != before.candidate:
        owed.extend(of_redo(before, after))
        owed.extend(_redrawn(before, after, homes))
    owed.extend(of_turns(before, after))
    owed.extend(of_ownership(before, after))
    owed.extend(owed_among_executions(before, after))
    owed.append(ShowRelease(release_id=after.release_id))
    if after.status.ended and not before.status.ended and after.parent is None:
        owed.append(AnnounceRelease(release_id=after.release_id, occasion="ended"))
        homes.add(after.owner)
    owed.extend(ShowHome(user_id=each) for each in sorted(homes))
    return tuple({each.key: each for each in owed}.values())


def _wake_ups(before: ProcessExecution, after: ProcessExecution) -> Iterator[Effect]:
    for phase, begins_at in sorted(after.held_until.items()):
        attempt = after.phase_attempt(phase)
        if phase not in before.held_until or attempt != before.phase_attempt(phase):
            yield WakeUp(
                execution_id=after.id,
                ref=ActivityRef(phase),
                attempt=attempt,
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


def _redrawn(
    before: ProcessExecution, after: ProcessExecution, homes: set[UserId]
) -> Iterator[Effect]:
    """After a redo: what was voided, and all that still asks somebody and names the candidate."""
    for was in voided(before, after):
        homes.update(was.people)
        yield from _cards(after, was, was.people)
    for each in after.activities.values():
        if each.can_be_decided:
            homes.add(after.owner)
            yield from _of_activity(after, each, each)
        for task in after.tasks_of(each.ref):
            if task.open:
                homes.update(task.people)
                yield from _cards(after, task, task.people)


def _of_started(
    after: ProcessExecution, was: ActivityExecution, now: ActivityExecution
) -> Iterator[Effect]:
    """The cards of tasks from which a process was started, or has ended."""
    for task_id in sorted({each.task_id for each in now.started if each not in was.started}):
        yield from _cards(after, after.tasks[task_id], after.tasks[task_id].people)


def _looks(task: ManualTask | None) -> ManualTask | None:
    """What its cards show of it."""
    return replace(task, deadline=shown(task.deadline)) if task else None


def _of_gate(after: ProcessExecution, gate: ActivityRef) -> Iterator[Effect]:
    """The cards of its sign-offs: they say until when the approval can be undone."""
    for task in after.tasks_of(gate):
        if task.kind is WorkKind.SIGN_OFF:
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


def _carded_task(was: ManualTask | None, now: ManualTask) -> ManualTask | None:
    """What has a card: of a task that is not asked yet, the round that was asked before it."""
    if now.status is not TaskStatus.EARLY:
        return now
    return was if was and was.status is not TaskStatus.EARLY else None


def _carded(was: ManualTask | None, now: ManualTask) -> tuple[UserId, ...]:
    """Everyone who has or had a card of this round, in the order they are asked.

    The cards of an earlier round stay as they are: that round had ended before this one began.
    """
    asked = was and was.round == now.round and was.status is not TaskStatus.EARLY
    before = was.people if was and asked else ()
    return tuple(dict.fromkeys([*now.people, *before]))


def _of_activity(
    after: ProcessExecution, was: ActivityExecution, now: ActivityExecution
) -> Iterator[Effect]:
    looks = [replace(each, deadline=shown(each.deadline)) for each in (was, now)]
    held = [each for each in (was, now) if each.status is ActivityStatus.ON_HOLD]
    for each in held if was is now or looks[0] != looks[1] else ():
        for copy in (THREAD, *shown_to(after, each)):
            yield ShowHold(execution_id=after.id, ref=now.ref, attempt=each.attempt, copy=copy)
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
    asks = now.status is ActivityStatus.QUEUED and now.run is not None
    if asks and now.attempt > was.attempt:
        yield TriggerPipeline(
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
    runs_now = now.status is ActivityStatus.RUNNING and now.run is not None
    if runs_now and was.status is not ActivityStatus.RUNNING:
        yield WatchPipeline(execution_id=after.id, ref=now.ref, attempt=now.attempt)
    if _left_running(was, now):
        yield CancelPipeline(execution_id=after.id, ref=was.ref, attempt=was.attempt)


def _left_running(was: ActivityExecution, now: ActivityExecution) -> bool:
    """True when we stopped waiting for a run that, for all we know, still goes on.

    One that we could not see any more is cancelled with its release; who starts it again looks
    there first, and who ignores it lets it be.
    """
    if was.in_doubt and was.run and was.run.run_id and now.status is ActivityStatus.ABORTED:
        return True
    if not was.runs or was.run is None:
        return False
    if now.run is None or now.attempt != was.attempt:
        return True
    ended = now.run.status is not None and now.run.status.ended
    return not now.runs and not ended
