"""What people say of their to-dos besides *Done*: taken, blocked, open again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from orchestration import words
from orchestration.errors import Rejected
from orchestration.execution.decisions.deciding import Deciding
from orchestration.execution.decisions.demanding import said_why
from orchestration.execution.decisions.eligible import eligible_through
from orchestration.execution.events import ExecutionEvent, TaskBlocked, TaskReopened, TaskTaken
from orchestration.execution.recording import record
from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import TaskStatus, WorkKind
from orchestration.execution.tasks.refusals import refuse_other_round, refuse_stranger
from orchestration.execution.tasks.todos import OF_ONE_PERSON, can_be_reopened
from orchestration.people.rights import Administrators
from orchestration.ports import Clock, Database, Transaction
from orchestration.processes.tasks import FormField
from orchestration.releases.naming import execution_of_task
from orchestration.values import TaskId, UserId, id_from


class TodoService:
    """Each method is one transaction and raises `Rejected` for the person."""

    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._deciding = Deciding(database, clock, administrators)

    async def take(self, task_id: TaskId, round_: int, *, by: UserId) -> None:
        """Say that one is on it; who takes it after somebody else takes it over."""

        def event(task: ManualTask, at: datetime, _: Sequence[FormField]) -> ExecutionEvent:
            _demand_work(task)
            return TaskTaken(at=at, by=by, task_id=task.id, round=task.round)

        await self._deciding.on_task(task_id, round_, by, event, name="task_taken")

    async def block(
        self, door_key: str, task_id: TaskId, round_: int, *, by: UserId, reason: str
    ) -> None:
        """Say what keeps one from doing it: everybody sees it, and nothing is held."""
        text_id = f"{task_id}/{id_from('blocked', door_key)}"

        def event(task: ManualTask, at: datetime, _: Sequence[FormField]) -> ExecutionEvent:
            _demand_work(task)
            return TaskBlocked(at=at, by=by, task_id=task.id, round=task.round, reason_id=text_id)

        await self._deciding.on_task(
            task_id, round_, by, event, name="task_blocked", text=(text_id, said_why(reason))
        )

    async def unblock(self, task_id: TaskId, round_: int, *, by: UserId) -> None:
        """It can go on."""

        def event(task: ManualTask, at: datetime, _: Sequence[FormField]) -> ExecutionEvent:
            return TaskBlocked(at=at, by=by, task_id=task.id, round=task.round, reason_id="")

        await self._deciding.on_task(task_id, round_, by, event, name="task_unblocked")

    async def reopen(self, task_id: TaskId, round_: int, *, by: UserId) -> None:
        """It was not done after all, and nothing has gone on from it."""

        def work(tx: Transaction) -> None:
            execution = tx.executions.get(execution_of_task(task_id))
            task = _done_task(execution, task_id, round_, by)
            event = TaskReopened(at=self._clock.now(), by=by, task_id=task_id, round=round_)
            record(tx, execution.id, event, door="slack", through=eligible_through(tx, task, by))

        await self._database.transact(work, urgent=True, name="task_reopened")


def _demand_work(task: ManualTask) -> None:
    if task.kind not in OF_ONE_PERSON:
        raise Rejected(f"“{words.quote(task.name)}” is decided, not done: nobody takes it.")


def _done_task(execution: ProcessExecution, task_id: TaskId, round_: int, by: UserId) -> ManualTask:
    """The to-do that may be opened again; raises `Rejected` saying what is in the way."""
    task = execution.tasks.get(task_id)
    if task is None:
        raise Rejected("This task does not exist any more.")
    name = words.quote(task.name)
    refuse_stranger(task, by)
    refuse_other_round(task, round_)
    if task.open:
        raise Rejected(f"“{name}” is open.")
    if task.kind is not WorkKind.TODO or task.status is not TaskStatus.DONE:
        raise Rejected(f"Only a to-do that is done can be reopened; “{name}” is none.")
    if execution.status.ended or not can_be_reopened(execution, task):
        raise Rejected(
            f"“{name}” cannot be reopened: what waited for it has been reached already. "
            "Somebody who may operate the release can redo it from there."
        )
    return task
