"""Many processes decide about one release at once: nothing is lost, nothing happens twice.

Four processes of eight at a time on PostgreSQL; on SQLite two, as `drumbeat serve` and a command
line that writes beside it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from orchestration.execution.engine import advance, waiting_to_start
from orchestration.execution.events import ExecutionStarted
from orchestration.execution.state.plan import compile_plan
from orchestration.execution.state.statuses import ActivityStatus, ExecutionStatus
from orchestration.values import ReleaseId, TaskId
from storage import is_shared
from tests.contracts import crowd
from tests.storage.building import DAN, NOON, release

ROOT = Path(__file__).resolve().parents[2]


async def begin(database):
    def work(tx):
        version = tx.processes.publish(crowd.process(), by=DAN, at=NOON)
        more = {"process_id": version.process.id, "execution_id": crowd.RELEASE}
        tx.releases.add(release("re_1", "WEB-1", started_at=NOON, **more))
        waiting = waiting_to_start(
            crowd.RELEASE, ReleaseId("re_1"), compile_plan(version), owner=DAN
        )
        members = {"everybody": crowd.PEOPLE, "dan": (DAN,)}
        step = advance(waiting, ExecutionStarted(at=NOON, by=DAN, members=members))
        tx.executions.add(step.execution)
        tx.owed.owe(step.effects, at=NOON)

    await database.transact(work)


async def test_what_many_processes_decide_at_once_counts_once_and_none_of_it_is_lost(
    database, database_url
):
    await begin(database)
    many = 4 if is_shared(database_url) else 2
    command = [sys.executable, "-m", "tests.contracts.crowd", database_url]
    crowds = [
        subprocess.Popen([*command, str(seed)], cwd=ROOT, stderr=subprocess.PIPE, text=True)
        for seed in range(many)
    ]
    told = [each.communicate(timeout=100)[1] for each in crowds]
    assert [each.returncode for each in crowds] == [0] * many, "\n".join(told)

    def look(tx):
        return (
            tx.executions.get(crowd.RELEASE),
            tx.releases.get(ReleaseId("re_1")),
            [each.action for each in tx.audit.entries([crowd.RELEASE])],
            [row.key for row in tx.owed.rows()],
            tx.audit.faults(),
        )

    found, of, actions, owed, faults = await database.read(look)
    assert (found.status, of.status.value) == (ExecutionStatus.SUCCEEDED, "succeeded")
    for n in range(crowd.GATES):
        signed = [each.by for each in found.tasks[TaskId(f"ex_1/p.gate{n}/sign")].sign_offs]
        assert sorted(signed) == sorted(crowd.PEOPLE)
    runs = [each for each in found.activities.values() if each.run]
    assert {(each.status, each.attempt) for each in runs} == {(ActivityStatus.SUCCEEDED, 1)}
    asked = crowd.GATES * crowd.RUNS_EACH
    assert len(runs) == asked
    assert actions.count("approved") == crowd.GATES * len(crowd.PEOPLE)
    assert actions.count("run succeeded") == asked
    assert actions.count("done") == 1
    assert len([key for key in owed if key.startswith("trigger_pipeline:")]) == asked
    assert not faults
