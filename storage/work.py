"""`SqlDatabase`: transactions in threads, run again when someone else was first."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from orchestration.errors import StaleExecution, Transient
from orchestration.ports import Clock, Observer, Transaction
from storage.audit import SqlAuditLog
from storage.cache import Caches
from storage.drafts import SqlDrafts
from storage.executions import SqlExecutions
from storage.owed import SqlOwedWork
from storage.people import SqlDirectory, SqlRoles
from storage.postings import SqlPostings
from storage.processes import SqlProcesses
from storage.releases import SqlReleases
from storage.scope import Scope
from storage.texts import SqlTexts
from storage.threads import Threads

if TYPE_CHECKING:
    from sqlalchemy import Engine

T = TypeVar("T")
RUNS = 5
"""How often a transaction is run when others keep being first."""
SOMEBODY_WAS_FIRST = frozenset({"40001", "40P01"})
"""PostgreSQL's serialization failure and deadlock (its manual, appendix A)."""


class SqlTransaction:
    """All repositories over one connection."""

    def __init__(self, scope: Scope) -> None:
        processes, directory = SqlProcesses(scope), SqlDirectory(scope)
        self.drafts = SqlDrafts(scope)
        self.processes = processes
        self.releases = SqlReleases(scope)
        self.executions = SqlExecutions(scope, processes)
        self.roles = SqlRoles(scope)
        self.directory = directory
        self.postings = SqlPostings(scope)
        self.audit = SqlAuditLog(scope, directory)
        self.texts = SqlTexts(scope)
        self.owed = SqlOwedWork(scope)


class SqlDatabase:
    """The `Database` port; made by `open_database`."""

    def __init__(
        self,
        *,
        writing: Engine,
        reading: Engine,
        writers: int,
        readers: int,
        clock: Clock,
        observer: Observer | None,
        caches: Caches,
    ) -> None:
        self._writing = writing
        self._reading = reading
        self._writers = Threads("drumbeat-write", count=writers)
        self._readers = Threads("drumbeat-read", count=readers)
        self._clock = clock
        self._observer = observer
        self._caches = caches

    async def transact(
        self, work: Callable[[Transaction], T], *, urgent: bool = False, name: str = ""
    ) -> T:
        job = self._writers.submit(lambda: self._write(work, name), urgent=urgent)
        return await asyncio.wrap_future(job)

    async def read(self, work: Callable[[Transaction], T]) -> T:
        return await asyncio.wrap_future(self._readers.submit(lambda: self._read(work)))

    def close(self) -> None:
        """Finish what was asked, then let go of the file."""
        self._writers.close()
        self._readers.close()
        self._reading.dispose()
        self._writing.dispose()

    def _write(self, work: Callable[[Transaction], T], name: str) -> T:
        for _ in range(RUNS):
            try:
                with self._writing.connect() as connection:
                    return self._commit(connection, work, name)
            except StaleExecution:
                continue
            except OperationalError as error:
                if _is_busy(error):
                    raise Transient("another program is writing to the database") from error
                if not _somebody_was_first(error):
                    raise
        raise Transient(f"others kept changing the same thing: {name or 'a transaction'}")

    def _commit(self, connection: Connection, work: Callable[[Transaction], T], name: str) -> T:
        transaction = connection.begin()
        scope = Scope(connection, self._clock, self._caches, writing=True)
        try:
            result = work(SqlTransaction(scope))
        except BaseException:
            transaction.rollback()
            self._caches.remember_committed(scope.found)
            raise
        self._observe("before", name)
        try:
            transaction.commit()
        except BaseException:
            self._caches.doubt(scope.found)
            raise
        self._observe("after", name)
        self._caches.remember(scope.found)
        return result

    def _read(self, work: Callable[[Transaction], T]) -> T:
        with self._reading.connect() as connection, connection.begin():
            scope = Scope(connection, self._clock, self._caches, writing=False)
            result = work(SqlTransaction(scope))
            self._caches.remember(scope.found)
            return result

    def _observe(self, when: Literal["before", "after"], name: str) -> None:
        if self._observer is not None:
            self._observer(when, "commit", name)


def _somebody_was_first(error: OperationalError) -> bool:
    return getattr(error.orig, "sqlstate", None) in SOMEBODY_WAS_FIRST


def _is_busy(error: OperationalError) -> bool:
    """True when another process held SQLite's write lock longer than we wait for it."""
    code = getattr(error.orig, "sqlite_errorcode", 0)
    return code & 0xFF == sqlite3.SQLITE_BUSY
