"""What every decision of a person has in common: loaded, allowed, recorded, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from orchestration import words
from orchestration.execution.decisions.demanding import demand_held, open_task
from orchestration.execution.decisions.eligible import eligible_through, through_of_place
from orchestration.execution.events import ExecutionEvent
from orchestration.execution.recording import record
from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution
from orchestration.people.operating import demand_operating
from orchestration.people.rights import Administrators
from orchestration.ports import Clock, Database, Transaction
from orchestration.processes.tasks import FormField
from orchestration.read_models.task_card import fields_of
from orchestration.releases.naming import execution_of_task
from orchestration.values import ActivityRef, ExecutionId, TaskId, UserId


class Deciding:
    """Each method is one transaction and raises `Rejected` for the person."""

    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def on_task(
        self,
        task_id: TaskId,
        round_: int,
        by: UserId,
        event: Callable[[ManualTask, datetime, Sequence[FormField]], ExecutionEvent],
        *,
        name: str,
        text: tuple[str, str] | None = None,
    ) -> None:
        def work(tx: Transaction) -> None:
            execution = tx.executions.get(execution_of_task(task_id))
            task = open_task(execution, task_id, round_, by)
            if text:
                tx.texts.keep(*text)
            record(
                tx,
                execution.id,
                event(task, self._clock.now(), fields_of(execution, task)),
                door="slack",
                through=eligible_through(tx, task, by),
            )

        await self._database.transact(work, urgent=True, name=name)

    async def on_activity(
        self,
        execution_id: ExecutionId,
        ref: ActivityRef,
        attempt: int,
        by: UserId,
        event: Callable[[datetime], ExecutionEvent],
        *,
        verb: str,
        name: str,
        text: tuple[str, str] | None = None,
        besides: Callable[[ProcessExecution, ActivityRef], None] | None = None,
    ) -> None:
        def work(tx: Transaction) -> None:
            execution = tx.executions.get(execution_id)
            to = f"{verb} “{words.quote(execution.plan.activities[ref].name)}”"
            through = demand_decider(tx, self._administrators, execution, ref, by, to=to)
            demand_held(execution, ref, attempt)
            if besides:
                besides(execution, ref)
            if text:
                tx.texts.keep(*text)
            record(tx, execution_id, event(self._clock.now()), door="slack", through=through)

        await self._database.transact(work, urgent=True, name=name)


def demand_decider(
    tx: Transaction,
    administrators: Administrators,
    execution: ProcessExecution,
    ref: ActivityRef,
    by: UserId,
    *,
    to: str,
) -> str:
    """Through what `by` may decide what is on hold; raises `Rejected` naming who can.

    It is their task, since they own the activity or its phase; or they own the release; or they
    have the right to operate it.
    """
    asked = next((x for x in execution.activity(ref).deciders if x.person == by), None)
    if asked is not None:
        return through_of_place(tx, asked)
    if by in {execution.owner, execution.backup}:
        return "owner of the release"
    return demand_operating(tx, administrators, by, execution, to=to)
