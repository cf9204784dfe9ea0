"""`python -m tests.contracts.crowd URL SEED`: one process of those that decide at once.

Eight at a time, in an order of its own, it sends every approval of the release, and then every
report of its runs, until the release has ended. Others send the same.
"""

from __future__ import annotations

import asyncio
import random
import sys
from datetime import UTC, datetime, timedelta

from orchestration.execution.events import PipelineRunReported, TaskDone, TaskSignedOff
from orchestration.execution.recording import record
from orchestration.execution.state.statuses import Verdict
from orchestration.pipelines.model import RunReport, RunStatus
from orchestration.processes.model import Activity, ActivityType, Phase, Process
from orchestration.processes.tasks import Approvals, TaskKind, TaskSpec
from orchestration.values import ActivityRef, ExecutionId, ProcessId, TaskId, UserId
from storage import open_database
from tests.storage.building import automated

AT_ONCE, GATES, RUNS_EACH = 8, 5, 2
PEOPLE = tuple(UserId(f"U0000P{n:02}") for n in range(8))
RELEASE = ExecutionId("ex_1")
DONE = TaskId("ex_1/p.last/do")


def process() -> Process:
    """Gates that all must sign, two runs behind each, and one thing to do at the end."""
    gates = [_gate(f"gate{n}") for n in range(GATES)]
    runs = [
        automated(f"run{n}{each}", depends_on=(f"gate{n}",))
        for n in range(GATES)
        for each in "ab"[:RUNS_EACH]
    ]
    last = Activity(
        id="last",
        name="Last",
        type=ActivityType.MANUAL,
        depends_on=tuple(each.id for each in runs),
        tasks=(TaskSpec(id="do", name="Last"),),
    )
    phase = Phase(id="p", name="P", activities=(*gates, *runs, last))
    return Process(id=ProcessId("web"), name="Web", owners=("dan",), phases=(phase,))


def _gate(name: str) -> Activity:
    task = TaskSpec(
        id="sign",
        name=name,
        kind=TaskKind.SIGN_OFF,
        approvals=Approvals(from_=("everybody",), needed="all"),
        undo=timedelta(0),
    )
    return Activity(id=name, name=name, type=ActivityType.MANUAL, tasks=(task,))


async def decide(url: str, seed: int) -> None:
    chance, database = random.Random(seed), open_database(url)
    approvals = [(n, who) for n in range(GATES) for who in PEOPLE]
    chance.shuffle(approvals)

    async def send(event):
        await database.transact(lambda tx: record(tx, RELEASE, event, door="test"), name="crowd")

    async def one() -> None:
        while approvals:
            await send(_approved(*approvals.pop()))
        while not (now := await database.read(lambda tx: tx.executions.get(RELEASE))).status.ended:
            active = [each.ref for each in now.activities.values() if each.status.active]
            await send(_going_on(chance.choice(active), chance) if active else _done())

    await asyncio.gather(*(one() for _ in range(AT_ONCE)))
    database.close()


def _approved(gate: int, by: UserId) -> TaskSignedOff:
    return TaskSignedOff(
        at=datetime.now(UTC),
        by=by,
        task_id=TaskId(f"ex_1/p.gate{gate}/sign"),
        round=1,
        verdict=Verdict.APPROVED,
        through="everybody",
        shown="f00d",
    )


def _going_on(ref: ActivityRef, chance: random.Random) -> PipelineRunReported | TaskDone:
    if ref == "p.last":
        return _done()
    status = chance.choice((RunStatus.RUNNING, RunStatus.SUCCEEDED))
    report = RunReport(key=f"ex_1.{ref}.1", status=status)
    return PipelineRunReported(at=datetime.now(UTC), ref=ref, attempt=1, report=report)


def _done() -> TaskDone:
    return TaskDone(at=datetime.now(UTC), by=UserId("U0000DAN"), task_id=DONE, round=1)


if __name__ == "__main__":
    asyncio.run(decide(sys.argv[1], int(sys.argv[2])))
