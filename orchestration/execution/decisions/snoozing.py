"""*Remind me later*: one person's quiet about one task, or one hold; the deadline stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from orchestration.errors import Rejected
from orchestration.execution.decisions.deciding import Deciding
from orchestration.execution.decisions.demanding import demand_held
from orchestration.execution.events import ExecutionEvent, Snoozed
from orchestration.execution.recording import record
from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.tasks.deciders import asked_to_decide
from orchestration.people.rights import Administrators
from orchestration.ports import Clock, Database, Transaction
from orchestration.processes.tasks import FormField
from orchestration.values import ActivityRef, ExecutionId, TaskId, UserId

_LONGEST = timedelta(days=90)


class SnoozeService:
    """Each method is one transaction and raises `Rejected` for the person."""

    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._deciding = Deciding(database, clock, administrators)

    async def of_task(
        self, task_id: TaskId, round_: int, *, by: UserId, until: datetime | None
    ) -> None:
        def event(task: ManualTask, at: datetime, _: Sequence[FormField]) -> ExecutionEvent:
            if task.deadline is None:
                raise Rejected("This task has no deadline, so nobody is reminded of it.")
            then = _in_time(until, at)
            return Snoozed(
                at=at, by=by, ref=task.ref, attempt=task.round, until=then, task_id=task.id
            )

        await self._deciding.on_task(task_id, round_, by, event, name="snooze")

    async def of_hold(
        self,
        execution_id: ExecutionId,
        ref: ActivityRef,
        attempt: int,
        *,
        by: UserId,
        until: datetime | None,
    ) -> None:
        def work(tx: Transaction) -> None:
            execution = tx.executions.get(execution_id)
            demand_reminded(execution, ref, attempt, by)
            now = self._clock.now()
            then = _in_time(until, now)
            event = Snoozed(at=now, by=by, ref=ref, attempt=attempt, until=then)
            record(tx, execution_id, event, door="slack")

        await self._database.transact(work, urgent=True, name="snooze")


def demand_reminded(
    execution: ProcessExecution, ref: ActivityRef, attempt: int, by: UserId
) -> None:
    """Raise `Rejected` for whoever is not reminded of this hold."""
    demand_held(execution, ref, attempt)
    activity = execution.activity(ref)
    if by not in asked_to_decide(execution, activity) or activity.deadline is None:
        raise Rejected("You are not reminded of this: its decision is asked of somebody else.")


def _in_time(until: datetime | None, now: datetime) -> datetime:
    if until is None or until <= now:
        raise Rejected("Please choose a time that is still to come.")
    if until - now > _LONGEST:
        raise Rejected("Please choose a time within three months.")
    return until
