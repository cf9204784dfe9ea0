"""The engine alone: no-op activities through `transact` and `record`, in a chain and in a fan.

A transition is one commit that holds the new state, the audit entry and what is owed. Beside it,
in the same run and on the same SQLite settings, two floors without the engine:

* replayed: the very statements that each transition of the chain of 100 sent, with their values,
  executed again over a copy of the database as it was before;
* by hand: the least that a transition can be (libraries.md): look at the execution, raise its
  version, write two activities, one entry of the audit, one thing owed.
"""

from __future__ import annotations

import asyncio
import shutil
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from orchestration.execution.engine import waiting_to_start
from orchestration.execution.events import ExecutionStarted, TaskDone
from orchestration.execution.plan import compile_plan
from orchestration.execution.recording import record
from orchestration.execution.statuses import ExecutionStatus
from orchestration.ports import Transaction
from orchestration.processes.model import Activity, ActivityType, Phase, Process
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.releases.naming import execution_of
from orchestration.values import ActivityRef, ChannelId, ExecutionId, ProcessId, ReleaseId, UserId
from storage import SqlDatabase, migrate, open_database
from storage.connecting import sqlite_engine
from tests.benchmarks.measuring import Figure, Sheet, say

OWNER = UserId("U0000RITA")
SHAPES = ("chain", "fan")
SIZES = (10, 100, 1000)
AIM = 1.3
LEAST_TRANSITIONS = 100
"""A round of small releases runs so many that it measures as many transitions as one of 100."""

Statement = tuple[str, Any, bool]
"""SQL, its parameters, and whether they are many."""


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Timed:
    """One round: seconds to start the releases, and to take their transitions; and of those
    the processor's, which do not count what else the machine was doing."""

    activities: int
    starting: float
    going: float
    going_cpu: float

    @property
    def per_second(self) -> float:
        return self.activities / (self.starting + self.going)

    @property
    def milliseconds(self) -> float:
        """Of one transition."""
        return self.going / self.activities * 1000

    @property
    def milliseconds_cpu(self) -> float:
        return self.going_cpu / self.activities * 1000


def run(*, quick: bool) -> Sheet:
    sheet = Sheet("engine")
    rounds, sizes = (2, (10, 100)) if quick else (5, SIZES)
    timed: dict[tuple[str, int], list[Timed]] = {(s, n): [] for s in SHAPES for n in sizes}
    replayed: list[float] = []
    by_hand: list[float] = []
    asyncio.run(_round("chain", 10))  # imports, first statements
    for number in range(rounds):
        for shape in SHAPES:
            # Sizes lie next to one another in time, so that their ratio is of one moment.
            for size in sizes:
                timed[shape, size].append(asyncio.run(_round(shape, size)))
        replayed.append(_replayed(100))
        by_hand.append(_by_hand(200 if quick else 1000))
        say(f"engine: round {number + 1} of {rounds}")
    floor = sheet.add(
        "least transition by hand", "ms", by_hand, note="one look, five rows, one commit"
    )
    same = sheet.add(
        "same statements replayed", "ms", replayed, note="of the chain of 100, without the engine"
    )
    for shape in SHAPES:
        for size in sizes:
            found = timed[shape, size]
            sheet.add(f"{shape} of {size}", "activities/s", [each.per_second for each in found])
            cost = sheet.add(
                f"{shape} of {size}: one transition",
                "ms",
                [each.milliseconds for each in found],
                beside="same statements replayed",
            )
            sheet.figures[-1] = _beside(cost, same.median)
        _tell_growth(sheet, shape, sizes, timed, quick=quick)
    sheet.figures[1] = _beside(same, floor.median, "least transition by hand")
    return sheet


def _tell_growth(
    sheet: Sheet,
    shape: str,
    sizes: Sequence[int],
    timed: dict[tuple[str, int], list[Timed]],
    *,
    quick: bool,
) -> None:
    """What a transition of the largest release costs over one of the smallest."""
    pairs = list(zip(timed[shape, sizes[0]], timed[shape, sizes[-1]], strict=True))
    what = f"{shape}: a transition at {sizes[-1]} over one at {sizes[0]}"
    growth = [large.milliseconds / small.milliseconds for small, large in pairs]
    sheet.add(
        what,
        "×",
        growth,
        aim="" if quick else f"≤ {AIM}",
        met=None if quick else statistics.median(growth) <= AIM,
    )
    cpu = [large.milliseconds_cpu / small.milliseconds_cpu for small, large in pairs]
    sheet.add(f"{what}, processor time", "×", cpu, note="apart from what else the machine did")


def _beside(figure: Figure, floor: float, name: str = "") -> Figure:
    return replace(figure, ratio=figure.median / floor, beside=name or figure.beside)


def process_of(shape: str, size: int) -> Process:
    """`size` to-dos of the release's owner, one after the other or all at once."""
    activities = tuple(
        Activity(
            id=f"a{n}",
            name=f"Activity {n}",
            type=ActivityType.MANUAL,
            depends_on=(f"a{n - 1}",) if shape == "chain" and n else (),
        )
        for n in range(size)
    )
    return Process(
        id=ProcessId(f"{shape}-{size}"),
        name=f"{shape} {size}",
        phases=(Phase(id="only", name="Only", activities=activities),),
    )


async def _round(shape: str, size: int) -> Timed:
    with tempfile.TemporaryDirectory(prefix="drumbeat-bench-") as folder:
        database = fresh_database(Path(folder) / "engine.db")
        try:
            return await _timed(database, shape, size, max(1, LEAST_TRANSITIONS // size))
        finally:
            database.close()


def fresh_database(path: Path) -> SqlDatabase:
    migrate(f"sqlite:///{path}", lambda _line: None)
    return open_database(f"sqlite:///{path}", clock=SystemClock())


async def _timed(database: SqlDatabase, shape: str, size: int, releases: int) -> Timed:
    executions = [await _prepared(database, shape, size, n) for n in range(releases)]
    begun = time.perf_counter()
    for each in executions:
        await _start(database, each)
    started, cpu = time.perf_counter(), time.process_time()
    for each in executions:
        await _go(database, each, size)
    ended, cpu = time.perf_counter(), time.process_time() - cpu
    for each in executions:
        status = (await database.read(lambda tx, id_=each: tx.executions.get(id_))).status
        assert status is ExecutionStatus.SUCCEEDED, f"{each} is {status}"
    return Timed(size * releases, started - begun, ended - started, cpu)


async def _prepared(database: SqlDatabase, shape: str, size: int, number: int) -> ExecutionId:
    """A release as `ReleaseService.start` leaves it before the event that starts it."""
    process, now = process_of(shape, size), datetime.now(UTC)
    release_id = ReleaseId(f"rel-{shape}-{size}-{number}")
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


async def _start(database: SqlDatabase, execution_id: ExecutionId) -> None:
    event_ = ExecutionStarted(at=datetime.now(UTC), by=OWNER, members={})
    await database.transact(lambda tx: record(tx, execution_id, event_, door="bench"))


async def _go(database: SqlDatabase, execution_id: ExecutionId, size: int) -> None:
    """Every to-do is done, one commit each, in an order that both shapes allow."""
    for n in range(size):
        done = TaskDone(
            at=datetime.now(UTC), by=OWNER, task_id=f"{execution_id}/only.a{n}/do", round=1
        )
        await database.transact(lambda tx, done=done: record(tx, execution_id, done, door="bench"))


# --- the floors ---------------------------------------------------------------------------------


def _replayed(size: int) -> float:
    """Milliseconds a transition, of the statements that a chain of `size` sent."""
    with tempfile.TemporaryDirectory(prefix="drumbeat-bench-") as folder:
        path, copy = Path(folder) / "sent.db", Path(folder) / "copy.db"
        sent = asyncio.run(_sent(path, copy, size))
        engine = sqlite_engine(f"sqlite:///{copy}", connections=1)
        try:
            begun = time.perf_counter()
            for statements in sent:
                _send(engine, statements)
            return (time.perf_counter() - begun) / len(sent) * 1000
        finally:
            engine.dispose()


async def _sent(path: Path, copy: Path, size: int) -> list[list[Statement]]:
    """What each transition sent; `copy` is the database as it was before the first."""
    database = fresh_database(path)
    execution_id = await _prepared(database, "chain", size, 0)
    await _start(database, execution_id)
    database.close()
    shutil.copy(path, copy)
    database = open_database(f"sqlite:///{path}", clock=SystemClock())
    sent: list[list[Statement]] = []

    @event.listens_for(database._writing, "begin")
    def begun(_connection: object) -> None:
        sent.append([])

    @event.listens_for(database._writing, "before_cursor_execute")
    def executed(_connection, _cursor, statement, parameters, _context, many) -> None:
        if not statement.startswith("BEGIN"):
            sent[-1].append((statement, parameters, many))

    await _go(database, execution_id, size)
    database.close()
    return sent


def _send(engine: Engine, statements: Sequence[Statement]) -> None:
    with engine.begin() as connection:
        for statement, parameters, _many in statements:
            found = connection.exec_driver_sql(statement, parameters)
            if found.returns_rows:
                found.all()


def _by_hand(transitions: int) -> float:
    """Milliseconds a transition of the fewest statements that would keep the promises."""
    with tempfile.TemporaryDirectory(prefix="drumbeat-bench-") as folder:
        path = Path(folder) / "hand.db"
        asyncio.run(_only_prepared(path))
        engine = sqlite_engine(f"sqlite:///{path}", connections=1)
        try:
            begun = time.perf_counter()
            for n in range(transitions):
                _send(engine, _least(n))
            return (time.perf_counter() - begun) / transitions * 1000
        finally:
            engine.dispose()


async def _only_prepared(path: Path) -> None:
    database = fresh_database(path)
    await _prepared(database, "chain", 10, 0)
    database.close()


def _least(n: int) -> list[Statement]:
    document = f'{{"format":1,"ref":"only.a{n}","status":"succeeded"{" " * 300}}}'
    now = "2026-11-23 12:00:00.000000"
    execution = str(execution_of(ReleaseId("rel-chain-10-0")))
    return [
        ("SELECT version, status FROM executions WHERE id = ?", (execution,), False),
        (
            "UPDATE executions SET version = ? WHERE id = ? AND version = ?",
            (n + 2, execution, n + 1),
            False,
        ),
        (
            _ACTIVITY,
            [
                (execution, ActivityRef(f"only.a{n}"), "succeeded", n + 2, document),
                (execution, ActivityRef(f"only.a{n + 1}"), "waiting_for_input", n + 2, document),
            ],
            True,
        ),
        (
            _ENTRY,
            (execution, n + 1, now, OWNER, f"only.a{n}", "0" * 64, "1" * 64),
            False,
        ),
        (
            _OWED,
            (f"show_task:{execution}/only.a{n}:thread.r1", now, now, document),
            False,
        ),
    ]


_ACTIVITY = """
    INSERT INTO activity_executions (execution_id, ref, status, changed_in, document)
    VALUES (?, ?, ?, ?, ?) ON CONFLICT (execution_id, ref) DO UPDATE SET
    status = excluded.status, changed_in = excluded.changed_in, document = excluded.document
"""
_ENTRY = """
    INSERT INTO audit_entries (chain, number, at, actor, actor_name, through, door, "action",
    subject, "before", "after", text_id, text_hash, previous, hash)
    VALUES (?, ?, ?, ?, '', '', 'bench', 'done', ?, 'open', 'done', '', '', ?, ?)
"""
_OWED = """
    INSERT INTO owed (key, kind, standing, priority, state, owed_at, due_at, wanted, paid, tries,
    reason, document) VALUES (?, 'show_task', 1, 0, 'due', ?, ?, 1, 0, 0, '', ?)
"""
