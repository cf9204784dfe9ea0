"""What one event of a running release costs its database: counted, not timed."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from orchestration.execution.engine import waiting_to_start
from orchestration.execution.events import ExecutionStarted, TaskDone
from orchestration.execution.recording import record
from orchestration.execution.state.plan import compile_plan
from orchestration.processes.model import Activity, ActivityType, Phase, Process
from orchestration.values import ExecutionId, ProcessId, ReleaseId, UserId
from tests.storage.building import ANA, NOON

EXECUTION = ExecutionId("ex_1")
MOST = {"sqlite": 11, "postgresql": 13}
"""On PostgreSQL also the jobs of what is owed, and its rows that are known apart from new ones."""


def todos(size: int, *, one_by_one: bool) -> Process:
    return Process(
        id=ProcessId("todos"),
        name="To-dos",
        phases=(
            Phase(
                id="only",
                name="Only",
                activities=tuple(
                    Activity(
                        id=f"a{n}",
                        name=f"To-do {n}",
                        type=ActivityType.MANUAL,
                        depends_on=(f"a{n - 1}",) if one_by_one and n else (),
                    )
                    for n in range(size)
                ),
            ),
        ),
    )


async def recorded(database, *events) -> list[str]:
    sent: list[str] = []

    def listen(_connection, _cursor, statement, _parameters, _context, _many):
        sent.append(statement)

    event.listen(database._writing, "before_cursor_execute", listen)
    for each in events:
        await database.transact(lambda tx, each=each: record(tx, EXECUTION, each, door="test"))
    event.remove(database._writing, "before_cursor_execute", listen)
    return sent


async def waiting(database, size: int, *, one_by_one: bool) -> None:
    def work(tx):
        version = tx.processes.publish(todos(size, one_by_one=one_by_one), by=ANA, at=NOON)
        release = ReleaseId("re_1")
        tx.executions.add(waiting_to_start(EXECUTION, release, compile_plan(version), owner=ANA))

    await database.transact(work)


STARTED = ExecutionStarted(at=NOON, by=UserId("U0000ANA"), members={})


def done(n: int) -> TaskDone:
    return TaskDone(at=NOON, by=ANA, task_id=f"{EXECUTION}/only.a{n}/do", round=1)


@pytest.mark.parametrize("one_by_one", [True, False])
@pytest.mark.parametrize("size", [5, 200])
async def test_an_event_sends_the_same_few_statements_however_large_the_release_is(
    database, size, one_by_one
):
    await waiting(database, size, one_by_one=one_by_one)
    await recorded(database, STARTED, done(0))
    assert 5 < len(await recorded(database, done(1))) <= MOST[database._writing.dialect.name]


async def test_starting_many_to_dos_sends_as_many_statements_as_starting_two(database):
    await waiting(database, 200, one_by_one=False)
    many = await recorded(database, STARTED)
    assert len(many) <= MOST[database._writing.dialect.name]
