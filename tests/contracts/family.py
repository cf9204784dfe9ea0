"""A release with processes inside it, on a real database, where executions tell one another."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

from orchestration.execution.events import (
    ActivityIgnored,
    ActivityRetried,
    Elapsed,
    ExecutionAborted,
    ExecutionPaused,
    ExecutionResumed,
    PipelineRunReported,
)
from orchestration.execution.recording import record
from orchestration.execution.state.model import ProcessExecution
from orchestration.handlers.subprocesses import among_executions
from orchestration.people.rights import Administrators
from orchestration.pipelines.catalogue_file import load_catalogue
from orchestration.pipelines.model import RunReport, RunStatus
from orchestration.processes.model import Process
from orchestration.releases.making import NewRelease
from orchestration.releases.service import ReleaseService
from orchestration.releases.standing_in import StandingIn
from orchestration.values import ActivityRef, ProcessId
from tests.execution.building import OWNER, process
from tests.storage.building import NOON, RELEASES

AMONG_EXECUTIONS = ("start_subprocess", "settle_parent", "follow_parent")
PIPELINES = 'pipelines:\n  run-it:\n    provider: command\n    argv: ["true"]\n'


def called(name: str, *work, **more) -> Process:
    made = process(*work, name=name.title())
    return made.model_copy(update={"id": ProcessId(name), **more})


class Family:
    def __init__(self, database, clock, tmp_path) -> None:
        self.database, self.clock = database, clock
        (tmp_path / "pipelines.yaml").write_text(PIPELINES)
        catalogue = load_catalogue(tmp_path / "pipelines.yaml", tmp_path / "runs")
        everything = (database, clock, catalogue, Administrators([OWNER]))
        self.releases = ReleaseService(*everything)
        self.standing_in = StandingIn(*everything)
        self.paid = []

    async def publish(self, *made: Process) -> None:
        def work(tx):
            for each in made:
                tx.processes.publish(each, by=OWNER, at=NOON)

        await self.database.transact(work)

    async def start(self, of: str, inputs: dict[str, str] | None = None) -> ProcessExecution:
        """The release's own execution, with all that runs inside it begun."""
        new = NewRelease(
            process_id=ProcessId(of),
            name="Web",
            version="4.2",
            inputs=inputs or {},
            channel=RELEASES,
        )
        self.release = await self.releases.create("made", new, by=OWNER)
        await self.settled()
        return await self.root()

    async def settled(self) -> None:
        """Pay what executions owe one another until nothing of that is owed."""
        while await self.database.transact(self._pay_some):
            pass

    def _pay_some(self, tx) -> bool:
        now = self.clock.now()
        claims = tx.owed.claim("family", now=now, lease=timedelta(minutes=1), limit=50)
        for claim in claims:
            among = claim.effect.kind in AMONG_EXECUTIONS
            self.paid += [claim.effect.key] if among else []
            assert tx.owed.settle(claim, now=now)
            if among and (
                then := among_executions(SimpleNamespace(clock=self.clock), claim.effect).then
            ):
                then(tx)
        return bool(claims)

    async def root(self) -> ProcessExecution:
        release = await self.database.read(lambda tx: tx.releases.get(self.release.id))
        return await self.of(release.execution_id)

    async def of(self, execution_id) -> ProcessExecution:
        return await self.database.read(lambda tx: tx.executions.get(execution_id))

    async def child(self, parent: ProcessExecution, ref: str) -> ProcessExecution:
        parent = await self.of(parent.id)
        return await self.of(parent.activity(ActivityRef(ref)).child)

    async def status(self) -> str:
        return (await self.database.read(lambda tx: tx.releases.get(self.release.id))).status.value

    async def take(self, execution: ProcessExecution, event) -> ProcessExecution:
        def work(tx):
            tx.texts.keep("why", "because")
            record(tx, execution.id, event, door="test")

        await self.database.transact(work)
        await self.settled()
        return await self.of(execution.id)

    async def ran(self, execution, ref, status=RunStatus.SUCCEEDED, *, attempt=1, **more):
        key = f"{execution.id}.{ref}.{attempt}"
        report = RunReport(key=key, status=status, **more)
        return await self.take(
            execution,
            PipelineRunReported(
                at=self.clock.now(), ref=ActivityRef(ref), attempt=attempt, report=report
            ),
        )

    async def failed(self, execution, ref, **more):
        return await self.ran(execution, ref, RunStatus.FAILED, reason="exit code 3", **more)

    async def abort(self):
        aborted = ExecutionAborted(at=self.clock.now(), by=OWNER, reason_id="why")
        return await self.take(await self.root(), aborted)

    async def pause(self, execution):
        return await self.take(
            execution, ExecutionPaused(at=self.clock.now(), by=OWNER, reason_id="why")
        )

    async def resume(self, execution):
        return await self.take(execution, ExecutionResumed(at=self.clock.now(), by=OWNER))

    async def retry(self, execution, ref, attempt=1):
        where = {"ref": ActivityRef(ref), "attempt": attempt}
        return await self.take(execution, ActivityRetried(at=self.clock.now(), by=OWNER, **where))

    async def ignore(self, execution, ref, attempt=1):
        where = {"ref": ActivityRef(ref), "attempt": attempt, "reason_id": "why"}
        return await self.take(execution, ActivityIgnored(at=self.clock.now(), by=OWNER, **where))

    async def late(self, execution, ref, attempt=1):
        where = {"ref": ActivityRef(ref), "attempt": attempt}
        return await self.take(execution, Elapsed(at=self.clock.now(), **where))
