"""Starting a process from a task of a manual activity: who may, which one, and what it is told."""

from __future__ import annotations

from collections.abc import Mapping

from orchestration import words
from orchestration.errors import Rejected
from orchestration.execution.decisions.changing_tasks import demand_changing
from orchestration.execution.decisions.demanding import demand_unpaused
from orchestration.execution.events import ProcessStarted
from orchestration.execution.recording import record
from orchestration.execution.state.keys import started_id
from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.started_process import StartedProcess
from orchestration.execution.tasks.added_tasks import takes_tasks
from orchestration.execution.tasks.refusals import refuse_other_round, refuse_settled
from orchestration.people.rights import Administrators
from orchestration.pipelines.model import PipelineCatalogue
from orchestration.ports import Clock, Database, Transaction
from orchestration.processes.model import ProcessVersion
from orchestration.releases.chosen_process import demand_fit, demand_seen, told_inside
from orchestration.releases.naming import execution_of_task
from orchestration.values import ProcessId, TaskId, UserId


class FromTask:
    """Each method is one transaction and raises `Rejected` for the person.

    Who may: the activity's owner, the release's owner, and who may operate it.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        catalogue: PipelineCatalogue,
        administrators: Administrators,
    ) -> None:
        self._database = database
        self._clock = clock
        self._catalogue = catalogue
        self._administrators = administrators

    async def demand(self, task_id: TaskId, round_: int, *, by: UserId) -> str:
        """The task's name, for whoever may start a process from it."""
        return await self._database.read(
            lambda tx: self._demand(tx, task_id, round_, by)[1].name,
        )

    async def chosen(
        self, task_id: TaskId, round_: int, process_id: ProcessId, *, by: UserId
    ) -> ProcessVersion:
        """The version that would run: the latest, fit to run here, before its inputs are asked."""

        def look(tx: Transaction) -> ProcessVersion:
            execution, _, _ = self._demand(tx, task_id, round_, by)
            version = demand_seen(tx, self._administrators, by, process_id)
            demand_fit(tx, execution, version, self._catalogue)
            return version

        return await self._database.read(look)

    async def start(
        self,
        door_key: str,
        task_id: TaskId,
        round_: int,
        process: tuple[ProcessId, int],
        inputs: Mapping[str, str],
        *,
        by: UserId,
    ) -> None:
        """Run it beside the task; the same form sent twice runs it once."""

        def work(tx: Transaction) -> None:
            execution, task, through = self._demand(tx, task_id, round_, by)
            version = tx.processes.version(*process)
            demand_fit(tx, execution, version, self._catalogue)
            now = self._clock.now()
            started = StartedProcess(
                task_id=task.id,
                child=started_id(execution.id, door_key),
                process=version.process.id,
                version=version.version,
                name=version.process.name,
                by=by,
                at=now,
                inputs=told_inside(tx, execution, version, inputs),
            )
            event = ProcessStarted(at=now, by=by, round=round_, started=started)
            record(tx, execution.id, event, door="slack", through=through)

        await self._database.transact(work, urgent=True, name="process_started")

    def _demand(
        self, tx: Transaction, task_id: TaskId, round_: int, by: UserId
    ) -> tuple[ProcessExecution, ManualTask, str]:
        execution = tx.executions.get(execution_of_task(task_id))
        task = execution.tasks.get(task_id)
        if task is None:
            raise Rejected("This task does not exist any more.")
        to = "start a process from a task of"
        through = demand_changing(tx, self._administrators, execution, task.ref, by, to=to)
        refuse_other_round(task, round_)
        refuse_settled(task)
        demand_unpaused(execution, task.ref)
        if not takes_tasks(execution, task.ref):
            name = words.quote(task.name)
            raise Rejected(f"“{name}” is not of a manual activity: no process is started from it.")
        return execution, task, through
