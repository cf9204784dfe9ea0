"""Random processes under random events: what is stored, remembered and caught up is one state."""

from __future__ import annotations

import asyncio
import itertools
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestration.execution.engine import advance, waiting_to_start
from orchestration.execution.events import (
    ActivityIgnored,
    ActivityRetried,
    ExecutionAborted,
    ExecutionStarted,
    MembersChanged,
    PipelineRunReported,
    TaskSignedOff,
)
from orchestration.execution.state.counting import recounted
from orchestration.execution.state.plan import compile_plan
from orchestration.execution.state.statuses import ActivityStatus, Verdict
from orchestration.pipelines.model import RunReport, RunStatus
from orchestration.processes.model import Phase, Process
from orchestration.values import ExecutionId, ProcessId, ReleaseId, UserId
from storage import open_database
from tests.storage.building import ANA, BEN, CLEO, DAN, NOON, automated, manual

numbers = itertools.count()
PEOPLE = (ANA, BEN, CLEO)


def some_of(names: list[str]):
    return st.lists(st.sampled_from(names), unique=True, max_size=3) if names else st.just([])


@st.composite
def processes(draw) -> Process:
    phases: list[Phase] = []
    for p in range(draw(st.integers(1, 4))):
        earlier = [phase.id for phase in phases]
        across = [f"{phase.id}.{each.id}" for phase in phases for each in phase.activities]
        activities = []
        for a in range(draw(st.integers(0, 4))):
            siblings = [each.id for each in activities]
            waits = draw(some_of(siblings + across))
            make = draw(st.sampled_from((automated, manual)))
            activities.append(make(f"a{a}", depends_on=tuple(waits)))
        after = draw(some_of(earlier))
        phases.append(
            Phase(id=f"p{p}", name=f"P{p}", depends_on=tuple(after), activities=tuple(activities))
        )
    return Process(id=ProcessId("any"), name="Any", phases=tuple(phases))


def next_event(execution, draw, minute: int):
    """Something that can happen now; now and then something that cannot."""
    at = NOON + timedelta(minutes=minute)
    offers = [
        MembersChanged(at=at, members={"qa": tuple(sorted(draw(st.sets(st.sampled_from(PEOPLE)))))})
    ]
    for _, task in sorted(execution.tasks.items()):
        offers += [
            TaskSignedOff(
                at=at,
                by=by,
                task_id=task.id,
                round=task.round,
                verdict=verdict,
                through="qa",
                shown="",
            )
            for by in (task.missing if task.open else ())
            for verdict in Verdict
        ]
    for ref, each in sorted(execution.activities.items()):
        if each.status in {ActivityStatus.QUEUED, ActivityStatus.RUNNING}:
            offers += [
                PipelineRunReported(
                    at=at,
                    ref=ref,
                    attempt=each.attempt,
                    report=RunReport(key=each.run.key, status=status),
                )
                for status in RunStatus
            ]
        if each.status is ActivityStatus.ON_HOLD:
            known = {"at": at, "by": DAN, "ref": ref, "attempt": each.attempt}
            offers += [ActivityRetried(**known), ActivityIgnored(**known, reason_id="tx")]
    if draw(st.integers(0, 30)) == 0:
        return ExecutionAborted(at=at, by=DAN, reason_id="tx")
    return draw(st.sampled_from(offers))


@pytest.fixture
def databases(migrated, clock):
    """One that writes, one that remembers something old, and one that remembers nothing."""
    opened = [open_database(migrated, clock=clock) for _ in range(2)]
    opened.append(open_database(migrated, clock=clock, cache_activities=0))
    yield opened
    for each in opened:
        each.close()


@given(data=st.data(), process=processes())
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_a_release_is_the_same_wherever_it_is_read(databases, data, process):
    asyncio.run(drive(databases, data.draw, process))


async def drive(databases, draw, process: Process) -> None:
    writer, late, cold = databases
    name = ExecutionId(f"ex_{next(numbers)}")
    version = await writer.transact(
        lambda tx: tx.processes.publish(process, by=UserId("U"), at=NOON)
    )
    waiting = waiting_to_start(name, ReleaseId("re"), compile_plan(version), owner=DAN)
    members = {"qa": (ANA, BEN)}
    begun = advance(waiting, ExecutionStarted(at=NOON, by=DAN, members=members)).execution
    await writer.transact(lambda tx: tx.executions.add(begun))

    def read(tx):
        return tx.executions.get(name)

    for minute in range(draw(st.integers(0, 12))):
        if draw(st.booleans()):
            await late.read(read)
        current = await writer.read(read)
        after = advance(current, next_event(current, draw, minute)).execution
        looks_first = draw(st.booleans())
        await writer.transact(
            lambda tx, look=looks_first, after=after: (
                look and tx.executions.get(name),
                tx.executions.save(after),
            )
        )
        remembered = await writer.read(read)
        assert remembered == after.saved()
        assert remembered == recounted(remembered), "what the engine counted"
        assert await cold.read(read) == remembered
    assert await late.read(read) == await writer.read(read)


def test_what_is_cold_is_not_what_was_remembered(databases):
    """The cold one is worth its name only if it keeps nothing."""
    assert databases[2]._caches.executions.weight == 0
