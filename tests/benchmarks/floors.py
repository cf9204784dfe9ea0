"""What a transition costs without the engine, in the same run and on the same settings.

* replayed: the very statements that each transition of a chain of 100 sent, with their values,
  executed again over a copy of the database as it was before;
* by hand (SQLite): the least that a transition can be (libraries.md): look at the execution, raise
  its version, write two activities, one entry of the audit, one thing owed.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from contextlib import closing
from typing import Any

from sqlalchemy import Engine, event

from orchestration.releases.naming import execution_of
from orchestration.values import ActivityRef, ReleaseId
from storage import SqlDatabase, is_shared, open_database
from storage.connecting import postgres_engine, sqlite_engine
from tests.benchmarks.databases import FRESH, SQLITE, copy_of
from tests.benchmarks.releases import CHAIN, OWNER, go, prepared, process_of, start

Statement = tuple[str, Any]
"""SQL and its parameters; a list of them is many."""


def replayed(kind: str, size: int) -> float:
    """Milliseconds a transition, of the statements that a chain of `size` sent."""
    with FRESH[kind]() as url:
        execution_id = asyncio.run(_begun(url, size))
        with copy_of(url) as copy:
            sent = asyncio.run(_sent(url, execution_id, size))
            return _timed(copy, sent)


async def _begun(url: str, size: int) -> Any:
    with closing(open_database(url)) as database:
        execution_id = await prepared(database, process_of(CHAIN, size), 0)
        await start(database, execution_id)
        return execution_id


async def _sent(url: str, execution_id: Any, size: int) -> list[list[Statement]]:
    """What each transition sent."""
    sent: list[list[Statement]] = []
    with closing(open_database(url)) as database:
        event.listen(database._writing, "begin", lambda _connection: sent.append([]))
        _listen(database, sent)
        await go(database, execution_id, size)
    return [each for each in sent if each]


def _listen(database: SqlDatabase, sent: list[list[Statement]]) -> None:
    """On PostgreSQL at the driver: Procrastinate sends its own on our connection."""
    if database._writing.dialect.name == "sqlite":

        @event.listens_for(database._writing, "before_cursor_execute")
        def executed(_connection, _cursor, statement, parameters, _context, _many) -> None:
            sent[-1].append((statement, parameters))

        return

    import psycopg

    class Heard(psycopg.Cursor):
        def execute(self, query, params=None, **more):
            if sent and params is not None:
                sent[-1].append((query, params))
            return super().execute(query, params, **more)

        def executemany(self, query, params_seq, **more):
            sent[-1].append((query, list(params_seq)))
            return super().executemany(query, params_seq, **more)

    @event.listens_for(database._writing, "connect")
    def connected(connection: Any, _record: object) -> None:
        connection.cursor_factory = Heard


def _timed(url: str, transitions: Sequence[Sequence[Statement]]) -> float:
    engine = (postgres_engine if is_shared(url) else sqlite_engine)(url, connections=1)
    try:
        with engine.connect():  # connecting is not a part of it
            pass
        begun = time.perf_counter()
        for each in transitions:
            _send(engine, each)
        return (time.perf_counter() - begun) / len(transitions) * 1000
    finally:
        engine.dispose()


def _send(engine: Engine, statements: Sequence[Statement]) -> None:
    with engine.begin() as connection:
        for statement, parameters in statements:
            found = connection.exec_driver_sql(statement, parameters)
            if found.returns_rows:
                found.all()


def by_hand(transitions: int) -> float:
    """Milliseconds a transition of the fewest statements that would keep the promises."""
    with FRESH[SQLITE]() as url:
        asyncio.run(_begun(url, 10))
        return _timed(url, [_least(n) for n in range(transitions)])


def _least(n: int) -> list[Statement]:
    document = f'{{"format":1,"ref":"only.a{n}","status":"succeeded"{" " * 300}}}'
    now = "2026-11-23 12:00:00.000000"
    execution = str(execution_of(ReleaseId("rel-chain-10-todos-0")))
    return [
        ("SELECT version, status FROM executions WHERE id = ?", (execution,)),
        (
            "UPDATE executions SET version = ? WHERE id = ? AND version = ?",
            (n + 2, execution, n + 1),
        ),
        (
            _ACTIVITY,
            [
                (execution, ActivityRef(f"only.a{n}"), "succeeded", n + 2, document),
                (execution, ActivityRef(f"only.a{n + 1}"), "waiting_for_input", n + 2, document),
            ],
        ),
        (_ENTRY, ("by-hand", n + 1, now, OWNER, f"only.a{n}", "0" * 64, "1" * 64)),
        (_OWED, (f"show_task:{execution}/only.a{n}:by-hand", now, now, document)),
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
