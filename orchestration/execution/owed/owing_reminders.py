"""What deadlines and expected ends owe: the next time to wake up, and who is told what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from orchestration.effects import Effect, Remind, WakeUp
from orchestration.effects.obligations import THREAD, Copy, Occasion, WaitedFor
from orchestration.execution.state.activity_execution import ActivityExecution
from orchestration.execution.state.deadline import Deadline
from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus
from orchestration.execution.state.turn import PhaseTurn
from orchestration.execution.tasks.deciders import asked_about_turn, asked_to_decide, deciders_of
from orchestration.values import ActivityRef, ExecutionId, TaskId, UserId


def of_task(after: ProcessExecution, was: ManualTask | None, now: ManualTask) -> Iterator[Effect]:
    if now.deadline is None or not now.open:
        return
    before = was.deadline if was and was.round == now.round else None  # closed since, or not
    about = _About(after.id, now.ref, now.round, now.id)
    yield from _of_deadline(about, before, now.deadline, now.missing)


def of_hold(
    after: ProcessExecution, was: ActivityExecution, now: ActivityExecution
) -> Iterator[Effect]:
    if now.deadline is None or now.status is not ActivityStatus.ON_HOLD:
        return
    same = was.status is ActivityStatus.ON_HOLD and was.attempt == now.attempt
    about = _About(after.id, now.ref, now.attempt)
    before = was.deadline if same else None
    yield from _of_deadline(about, before, now.deadline, asked_to_decide(after, now))


def of_waiting(
    after: ProcessExecution, phase: str, was: PhaseTurn | None, now: PhaseTurn
) -> Iterator[Effect]:
    """A phase that waits for others: as of a hold, where nothing but a person helps."""
    if now.deadline is None or not now.waiting:
        return
    same = was is not None and was.waiting and was.attempt == now.attempt
    about = _About(after.id, ActivityRef(phase), now.attempt)
    before = was.deadline if was is not None and same else None
    yield from _of_deadline(about, before, now.deadline, asked_about_turn(after, phase))


def of_expected_end(
    after: ProcessExecution, was: ActivityExecution, now: ActivityExecution
) -> Iterator[Effect]:
    """Its owner is told once of an attempt that takes longer than its process expects."""
    about = _About(after.id, now.ref, now.attempt)
    expected = after.plan.activities[now.ref].expected_duration
    if expected and now.started_at and now.attempt > was.attempt and now.status.active:
        yield about.wake_up("expected_end", now.started_at + expected)
    if now.overran_at is not None and was.overran_at is None:
        owners = tuple(each.person for each in deciders_of(after, now.ref)) or (after.owner,)
        yield from (about.remind("expected_end", each) for each in owners)


def _of_deadline(
    about: _About, was: Deadline | None, now: Deadline, asked: tuple[UserId, ...]
) -> Iterator[Effect]:
    if was is None or was.due_at != now.due_at or was.remind_at != now.remind_at:
        was = None
        yield about.wake_up("due", now.due_at, deadline_at=now.due_at)
    if was is None or was.reminded < now.reminded:
        if was is not None:
            for each in asked:
                yield about.remind("reminder", each, number=now.reminded, deadline_at=now.due_at)
        if now.reminded < len(now.remind_at):
            yield about.wake_up(
                "reminder",
                now.remind_at[now.reminded],
                number=now.reminded + 1,
                deadline_at=now.due_at,
            )
    if now.overdue_at is not None and (was is None or was.overdue_at is None):
        yield about.remind("due", THREAD, deadline_at=now.due_at)
        for person in now.escalated_to:
            yield about.remind("escalation", person, deadline_at=now.due_at)
    for snooze in now.snoozes:
        if was is not None and snooze in was.snoozes:
            continue
        if snooze.over:
            yield about.remind("snooze", snooze.person, deadline_at=snooze.until)
        else:
            yield about.wake_up(
                "snooze", snooze.until, person=snooze.person, deadline_at=snooze.until
            )


@dataclass(frozen=True, slots=True)
class _About:
    """Whose deadline it is: a task's in a round, or a hold's of an attempt."""

    execution_id: ExecutionId
    ref: ActivityRef
    attempt: int
    task_id: TaskId | None = None

    def wake_up(
        self,
        of: WaitedFor,
        due_at: datetime,
        *,
        number: int = 0,
        person: UserId | None = None,
        deadline_at: datetime | None = None,
    ) -> WakeUp:
        return WakeUp(
            execution_id=self.execution_id,
            ref=self.ref,
            attempt=self.attempt,
            due_at=due_at,
            of=of,
            task_id=self.task_id,
            number=number,
            person=person,
            deadline_at=deadline_at,
        )

    def remind(
        self,
        occasion: Occasion,
        copy: Copy,
        *,
        number: int = 0,
        deadline_at: datetime | None = None,
    ) -> Remind:
        return Remind(
            execution_id=self.execution_id,
            ref=self.ref,
            attempt=self.attempt,
            occasion=occasion,
            copy=copy,
            task_id=self.task_id,
            number=number,
            deadline_at=deadline_at,
        )
