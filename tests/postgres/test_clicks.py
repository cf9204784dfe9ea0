"""Several people, several replicas, one release: no decision is lost and nothing starts twice."""

from __future__ import annotations

import asyncio
import statistics
import time
from datetime import timedelta

import pytest

from orchestration.effects import TriggerPipeline
from orchestration.execution.engine import advance, waiting_to_start
from orchestration.execution.events import ExecutionStarted, TaskDone, TaskSignedOff
from orchestration.execution.recording import record
from orchestration.execution.state.plan import compile_plan
from orchestration.execution.state.statuses import Verdict
from orchestration.processes.model import Activity, ActivityType, Phase, Process
from orchestration.processes.tasks import Approvals, TaskKind, TaskSpec
from orchestration.values import ExecutionId, ProcessId, ReleaseId, TaskId, UserId
from tests.storage.building import DAN, NOON, automated, release

PEOPLE = tuple(UserId(f"U0000P{n:02}") for n in range(16))
ONE = ExecutionId("ex_1")


def signed_by_all(name: str, needed: int) -> Activity:
    task = TaskSpec(
        id="sign",
        name=name,
        kind=TaskKind.SIGN_OFF,
        approvals=Approvals(from_=("everybody",), needed=needed),
    )
    return Activity(id=name, name=name, type=ActivityType.MANUAL, tasks=(task,))


def to_do(name: str) -> Activity:
    task = TaskSpec(id="do", name=name)
    return Activity(id=name, name=name, type=ActivityType.MANUAL, tasks=(task,))


async def begin(database, *activities: Activity, name: ExecutionId = ONE):
    process = Process(
        id=ProcessId("web"),
        name="Web",
        owners=("dan",),
        phases=(Phase(id="p", name="P", activities=activities),),
    )

    def work(tx):
        version = tx.processes.publish(process, by=DAN, at=NOON)
        tx.releases.add(
            release("re_1", "WEB-1", process_id=process.id, execution_id=name, started_at=NOON)
        )
        waiting = waiting_to_start(name, ReleaseId("re_1"), compile_plan(version), owner=DAN)
        members = {"everybody": PEOPLE, "dan": (DAN,)}
        step = advance(waiting, ExecutionStarted(at=NOON, by=DAN, members=members))
        tx.executions.add(step.execution)
        tx.owed.owe(step.effects, at=NOON)

    await database.transact(work)


def approved(task: str, by: UserId, n: int) -> TaskSignedOff:
    return TaskSignedOff(
        at=NOON + timedelta(seconds=n),
        by=by,
        task_id=TaskId(f"ex_1/p.{task}/sign"),
        round=1,
        verdict=Verdict.APPROVED,
        through="everybody",
        shown="f00d",
    )


def clicked(database, event):
    return database.transact(
        lambda tx: record(tx, ONE, event, door="slack"), urgent=True, name="sign_off_approved"
    )


async def test_sixteen_people_click_at_once_from_two_replicas(replicas):
    gate = signed_by_all("go", needed=16)
    after = [automated(f"deploy{n}", depends_on=("go",)) for n in range(4)]
    await begin(replicas[0], gate, *after)
    began = time.monotonic()
    await asyncio.gather(
        *(clicked(replicas[n % 2], approved("go", who, n)) for n, who in enumerate(PEOPLE))
    )
    assert time.monotonic() - began < 10, "they waited for a deadlock to be noticed"
    for each in replicas:
        found = await each.read(lambda tx: tx.executions.get(ONE))
        assert {x.by for x in found.tasks[TaskId("ex_1/p.go/sign")].sign_offs} == set(PEOPLE)
        assert not await each.read(lambda tx: tx.audit.faults())
    entries = await replicas[0].read(lambda tx: tx.audit.entries([ONE]))
    assert len(entries) == 16
    owed = await replicas[1].transact(
        lambda tx: tx.owed.claim("w", now=NOON + timedelta(1), lease=timedelta(1), limit=99)
    )
    started = [each for each in owed if isinstance(each.effect, TriggerPipeline)]
    assert len(started) == 4
    assert {(each.effect.attempt, each.tries) for each in started} == {(1, 1)}


async def test_sixteen_people_click_different_tasks_at_once(replicas):
    await begin(replicas[0], *(signed_by_all(f"go{n}", needed=1) for n in range(16)))
    await asyncio.gather(
        *(clicked(replicas[n % 2], approved(f"go{n}", who, n)) for n, who in enumerate(PEOPLE))
    )
    found = await replicas[0].read(lambda tx: tx.executions.get(ONE))
    assert found.status.value == "succeeded"
    assert (await replicas[1].read(lambda tx: tx.releases.get(ReleaseId("re_1")))).status.ended


@pytest.mark.parametrize("size", [100, 10_000])
async def test_two_replicas_alternate_clicks_on_a_large_release(replicas, size):
    """Each catches up with what the other changed; it never reads the whole release again."""
    await begin(replicas[0], *(to_do(f"t{n}") for n in range(size)))
    for each in replicas:
        await each.read(lambda tx: tx.executions.get(ONE))
    took = []
    for n in range(40):
        event = TaskDone(at=NOON, by=DAN, task_id=TaskId(f"ex_1/p.t{n}/do"), round=1, outputs={})
        began = time.perf_counter()
        await clicked(replicas[n % 2], event)
        took.append(time.perf_counter() - began)
    print(f"{size}: {statistics.median(took) * 1000:.1f} ms a click")
    states = [await each.read(lambda tx: tx.executions.get(ONE)) for each in replicas]
    assert states[0] == states[1]
    assert states[0].version == states[1].version
    assert statistics.median(took) < 0.1
