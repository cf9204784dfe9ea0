"""What a release waits for, and what it failed by, is the same after a restart and elsewhere."""

import pytest

from orchestration.execution.engine import advance, waiting_to_start
from orchestration.execution.events import ExecutionStarted
from orchestration.execution.state.facts import ReleaseFacts
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.plan import compile_plan
from orchestration.execution.state.statuses import ExecutionStatus
from orchestration.values import ActivityRef, ExecutionId, ReleaseId
from storage import open_database
from tests.execution.building import (
    FAIL,
    NOON,
    OWNER,
    RETRY,
    failed,
    next_try,
    phase,
    pipeline,
    process,
    ran,
    timed_out,
    todo,
)
from tests.execution.test_not_before import its_time

NAME = ExecutionId("ex_1")
FACTS = ReleaseFacts(reference="WEB-1", version="4.2", inputs={"region": "eu"}, zone="Asia/Tokyo")
MADE = process(
    phase("build", pipeline("image", on_failure=RETRY), pipeline("fatal", on_failure=FAIL)),
    phase("soak", after=("build",), not_before="start + 2d"),
    phase("ship", todo("deploy", if_='inputs.region == "eu"'), after=("soak",)),
)


@pytest.fixture
async def running(database):
    version = await database.transact(lambda tx: tx.processes.publish(MADE, by=OWNER, at=NOON))
    waiting = waiting_to_start(NAME, ReleaseId("re_1"), compile_plan(version), owner=OWNER)
    begun = advance(waiting, ExecutionStarted(at=NOON, by=OWNER, members={}, facts=FACTS))
    await database.transact(lambda tx: tx.executions.add(begun.execution))
    return database


async def found(database) -> ProcessExecution:
    return await database.read(lambda tx: tx.executions.get(NAME))


async def test_it_is_caught_up_with_and_loaded_anew_as_it_was_saved(running, database_url, clock):
    late = open_database(database_url, clock=clock)
    for event in (
        failed("build.image"),
        next_try("build.image"),
        ran("build.image", attempt=2),
        ran("build.fatal"),
        its_time("soak"),
    ):
        saved = await running.transact(lambda tx, event=event: taken(tx, event))
        assert await found(late) == await found(running) == saved.saved()
        cold = open_database(database_url, clock=clock)
        assert await found(cold) == saved.saved()
        cold.close()
    assert saved.activity(ActivityRef("ship.deploy")).tasks
    late.close()


async def test_whose_failure_ends_it_is_known_to_whoever_hears_of_its_last_run(
    running, database_url, clock
):
    late = open_database(database_url, clock=clock)
    await found(late)
    await running.transact(lambda tx: taken(tx, failed("build.fatal")))
    assert (await found(late)).failed_by == "build.fatal"
    ended = await late.transact(lambda tx: taken(tx, timed_out("build.image")))
    assert ended.status is ExecutionStatus.FAILED
    assert await found(running) == ended.saved()
    late.close()


def taken(tx, event) -> ProcessExecution:
    after = advance(tx.executions.get(NAME), event).execution
    tx.executions.save(after)
    return after
