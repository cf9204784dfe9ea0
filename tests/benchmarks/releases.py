"""Releases to measure with: steps that do nothing, one after the other or all at once."""

from __future__ import annotations

from datetime import UTC, datetime

from orchestration.execution.engine import waiting_to_start
from orchestration.execution.events import ExecutionStarted, TaskDone
from orchestration.execution.recording import record
from orchestration.execution.state.plan import compile_plan
from orchestration.ports import Database, Transaction
from orchestration.processes.model import Activity, ActivityType, Phase, Process
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.releases.naming import execution_of
from orchestration.values import ChannelId, ExecutionId, ProcessId, ReleaseId, UserId
from storage import SqlDatabase

OWNER = UserId("U0000RITA")
CHAIN, FAN = "chain", "fan"
SHAPES = (CHAIN, FAN)
PIPELINE = "nothing"


def process_of(shape: str, size: int, *, automated: bool = False) -> Process:
    """`size` to-dos of the release's owner, or as many runs of a pipeline."""
    activities = tuple(
        Activity(
            id=f"a{n}",
            name=f"Activity {n}",
            type=ActivityType.AUTOMATED if automated else ActivityType.MANUAL,
            pipeline=PIPELINE if automated else None,
            depends_on=(f"a{n - 1}",) if shape == CHAIN and n else (),
        )
        for n in range(size)
    )
    kind = "runs" if automated else "todos"
    return Process(
        id=ProcessId(f"{shape}-{size}-{kind}"),
        name=f"{shape} {size} {kind}",
        phases=(Phase(id="only", name="Only", activities=activities),),
    )


async def prepared(database: SqlDatabase, process: Process, number: int) -> ExecutionId:
    """A release as `ReleaseService.start` leaves it before the event that starts it."""
    now = datetime.now(UTC)
    release_id = ReleaseId(f"rel-{process.id}-{number}")
    execution_id = execution_of(release_id)

    def work(tx: Transaction) -> None:
        latest = (
            tx.processes.latest(process.id)
            if number
            else tx.processes.publish(process, by=OWNER, at=now)
        )
        tx.releases.add(
            Release(
                id=release_id,
                reference=tx.processes.next_reference(process.id),
                name=process.name,
                version="1",
                process_id=process.id,
                process_version=latest.version,
                owner=OWNER,
                channel=ChannelId("C0RELEASES"),
                status=ReleaseStatus.RUNNING,
                created_by=OWNER,
                created_at=now,
                started_at=now,
                execution_id=execution_id,
            )
        )
        tx.executions.add(
            waiting_to_start(execution_id, release_id, compile_plan(latest), owner=OWNER)
        )

    await database.transact(work, name="prepare")
    return execution_id


async def start(database: Database, execution_id: ExecutionId) -> None:
    event = ExecutionStarted(at=datetime.now(UTC), by=OWNER, members={})
    await database.transact(lambda tx: record(tx, execution_id, event, door="bench"))


async def go(database: SqlDatabase, execution_id: ExecutionId, size: int) -> None:
    """Every to-do is done, one commit each, in an order that both shapes allow."""
    for n in range(size):
        await click(database, execution_id, n)


async def click(database: SqlDatabase, execution_id: ExecutionId, n: int) -> None:
    """The to-do of one activity is done: one commit."""
    done = TaskDone(at=datetime.now(UTC), by=OWNER, task_id=f"{execution_id}/only.a{n}/do", round=1)
    await database.transact(lambda tx: record(tx, execution_id, done, door="bench"))
