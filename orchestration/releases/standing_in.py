"""Retry with a process: what on hold could not be done is done by a process that a person chose."""

from __future__ import annotations

from collections.abc import Mapping

from orchestration import words
from orchestration.execution.decisions.deciding import demand_decider
from orchestration.execution.decisions.demanding import demand_held, demand_unpaused
from orchestration.execution.events import RetriedByProcess
from orchestration.execution.recording import record
from orchestration.execution.state.activity_execution import StandIn
from orchestration.execution.state.model import ProcessExecution
from orchestration.people.rights import Administrators
from orchestration.pipelines.model import PipelineCatalogue
from orchestration.ports import Clock, Database, Transaction
from orchestration.processes.model import ProcessVersion
from orchestration.releases.chosen_process import demand_fit, demand_seen, told_inside
from orchestration.values import ActivityRef, ExecutionId, ProcessId, UserId

_MOST_PROBLEMS = 3


class StandingIn:
    """Each method is one transaction and raises `Rejected` for the person."""

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

    async def chosen(
        self,
        execution_id: ExecutionId,
        ref: ActivityRef,
        attempt: int,
        process_id: ProcessId,
        *,
        by: UserId,
    ) -> ProcessVersion:
        """The version that would run: the latest, fit to run here, before its inputs are asked."""

        def look(tx: Transaction) -> ProcessVersion:
            execution = tx.executions.get(execution_id)
            self._demand(tx, execution, ref, attempt, by)
            version = demand_seen(tx, self._administrators, by, process_id)
            demand_fit(tx, execution, version, self._catalogue)
            return version

        return await self._database.read(look)

    async def retry(
        self,
        execution_id: ExecutionId,
        ref: ActivityRef,
        attempt: int,
        process: tuple[ProcessId, int],
        inputs: Mapping[str, str],
        *,
        by: UserId,
    ) -> None:
        """Run this version of the process as the next attempt."""

        def work(tx: Transaction) -> None:
            execution = tx.executions.get(execution_id)
            through = self._demand(tx, execution, ref, attempt, by)
            version = tx.processes.version(*process)
            demand_fit(tx, execution, version, self._catalogue)
            given = told_inside(tx, execution, version, inputs)
            event = RetriedByProcess(
                at=self._clock.now(),
                by=by,
                ref=ref,
                attempt=attempt,
                stand_in=StandIn(process=process[0], version=process[1], inputs=given),
            )
            record(tx, execution_id, event, door="slack", through=through)

        await self._database.transact(work, urgent=True, name="retry_by_process")

    def _demand(
        self,
        tx: Transaction,
        execution: ProcessExecution,
        ref: ActivityRef,
        attempt: int,
        by: UserId,
    ) -> str:
        to = f"retry “{words.quote(execution.plan.activities[ref].name)}”"
        through = demand_decider(tx, self._administrators, execution, ref, by, to=to)
        demand_held(execution, ref, attempt)
        demand_unpaused(execution, ref)
        return through
