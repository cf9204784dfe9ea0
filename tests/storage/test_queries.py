"""What is asked often is answered from an index, however much is stored."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event

from orchestration.values import DraftId, ExecutionId, UserId
from tests.storage.building import NOON, RELEASES, WEB, started

LEASE = timedelta(seconds=30)


@pytest.mark.parametrize(
    "work",
    [
        lambda tx: tx.executions.open_tasks_of(UserId("U")),
        lambda tx: tx.executions.holds_of(UserId("U"), limit=10),
        lambda tx: tx.executions.asking("qa"),
        lambda tx: tx.executions.get(ExecutionId("ex_1")),
        lambda tx: tx.drafts.find(DraftId("dr_1")),
        lambda tx: tx.releases.find_by_reference("WEB-1"),
        lambda tx: tx.releases.unfinished(),
        lambda tx: tx.releases.recent(),
        lambda tx: tx.postings.at(RELEASES, "1.2"),
        lambda tx: tx.directory.admins(),
        lambda tx: tx.owed.claim("w", now=NOON, lease=LEASE, limit=5),
        lambda tx: tx.owed.next_due_at(),
        lambda tx: tx.audit.entries(["re_1"]),
    ],
)
async def test_no_answer_reads_a_whole_table(database, work):
    def begin(tx):
        tx.processes.publish(WEB, by=UserId("U"), at=NOON)
        tx.executions.add(started())

    await database.transact(begin)
    database._caches.executions.drop(ExecutionId("ex_1"))
    asked = []

    @event.listens_for(database._writing, "before_cursor_execute")
    def listen(_connection, _cursor, statement, parameters, _context, _many):
        asked.append((statement, parameters))

    await database.transact(work)
    statements = [each for each in asked if not each[0].startswith(("BEGIN", "EXPLAIN"))]
    assert statements
    explain = {"sqlite": _whole_on_sqlite, "postgresql": _whole_on_postgresql}[
        database._writing.dialect.name
    ]
    assert await database.transact(lambda tx: explain(tx.owed._connection, statements)) == []


def _whole_on_sqlite(connection, statements) -> list[str]:
    run = connection.exec_driver_sql
    plans = [row[-1] for s, p in statements for row in run(f"EXPLAIN QUERY PLAN {s}", p)]
    scans = [each for each in plans if each.startswith("SCAN") and "ix_" not in each]
    return [each for each in scans if each != "SCAN CONSTANT ROW"]  # of no table


def _whole_on_postgresql(connection, statements) -> list[str]:
    """Small tables are read whole by choice; told not to, it has no other way without an index."""
    run = connection.exec_driver_sql
    run("SET LOCAL enable_seqscan = off")
    plans = [row[0] for s, p in statements for row in run(f"EXPLAIN {s}", p)]
    return [each for each in plans if "Seq Scan" in each]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_urgent_work_is_claimed_in_the_order_of_an_index(database):
    sql = (
        "EXPLAIN QUERY PLAN SELECT id FROM owed WHERE state = ? AND due_at <= ?"
        " AND (claimed_by IS NULL OR lease_until <= ?) ORDER BY priority, due_at, id LIMIT 5"
    )
    plan = await database.read(
        lambda tx: [row[-1] for row in tx.owed._connection.exec_driver_sql(sql, ("due", "9", "9"))]
    )
    assert plan == ["SEARCH owed USING INDEX ix_owed_turn (state=?)"]
