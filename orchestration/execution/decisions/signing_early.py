"""Approving what is not asked yet: kept, and counted when its activity is reached."""

from __future__ import annotations

from orchestration import words
from orchestration.errors import Rejected
from orchestration.execution.decisions.demanding import through_of
from orchestration.execution.decisions.eligible import eligible_through
from orchestration.execution.events import SignedEarly
from orchestration.execution.recording import record
from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.tasks.early import to_be_asked
from orchestration.execution.tasks.refusals import (
    refuse_other_round,
    refuse_spoken,
    refuse_stranger,
)
from orchestration.ports import Clock, Database, Transaction
from orchestration.read_models.task_card import shown_by
from orchestration.releases.naming import execution_of_task, place_of_task
from orchestration.values import TaskId, UserId


class EarlySignOffs:
    """One transaction; raises `Rejected` for the person."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def approve(self, task_id: TaskId, round_: int, *, shown: str, by: UserId) -> None:
        """Only whoever would be asked now, of what their card showed."""

        def work(tx: Transaction) -> None:
            execution = tx.executions.get(execution_of_task(task_id))
            now = self._clock.now()
            ref = place_of_task(task_id)
            known = ref in execution.plan.activities
            to_come = to_be_asked(execution, ref, now) if known else iter(())
            task = next((each for each in to_come if each.id == task_id), None)
            if task is None:
                raise Rejected(_why_not(execution, task_id))
            refuse_stranger(task, by)
            refuse_other_round(task, round_)
            refuse_spoken(task, by)
            if shown_by(tx.releases.get(execution.release_id), execution, task) != shown:
                raise Rejected(
                    f"What “{words.quote(task.name)}” rests on has changed since this was drawn. "
                    "Ask for it again with `/release sign`, then decide."
                )
            event = SignedEarly(
                at=now,
                by=by,
                ref=ref,
                task_id=task_id,
                round=task.round,
                through=through_of(task, by),
                shown=shown,
            )
            record(tx, execution.id, event, door="slack", through=eligible_through(tx, task, by))

        await self._database.transact(work, urgent=True, name="sign_off_early")


def _why_not(execution: ProcessExecution, task_id: TaskId) -> str:
    """It was reached meanwhile, or never will be."""
    task: ManualTask | None = execution.tasks.get(task_id)
    if task is not None and task.open:
        return (
            f"“{words.quote(task.name)}” is asked now. Its card in the release's thread and in App "
            "Home takes your decision."
        )
    return "This sign-off is not to come any more. `/release status` says how the release stands."
