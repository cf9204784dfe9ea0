"""`SqlDatabase`: transactions in threads, run again when someone else was first."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import TYPE_CHECKING, Literal, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError

from orchestration.errors import StaleExecution, Transient, Unsure
from orchestration.ports import Clock, Observer, Transaction
from storage.cache import Caches
from storage.clock import DatabaseClock
from storage.doubt import Doubt
from storage.faults import Fault, fault_of, queued
from storage.health import Health
from storage.replicas import SERVES, WORKS, at_work
from storage.scope import OldSnapshot, Scope
from storage.threads import Threads
from storage.transaction import OwedWorkOf, SqlTransaction
from storage.trouble import GONE, trouble_of
from storage.watch import Watch

if TYPE_CHECKING:
    from sqlalchemy import Engine

T = TypeVar("T")
RUNS = 20
"""How often a transaction is run when others keep being first."""
SNAPSHOTS = 3
"""How often a reader takes a newer snapshot before it is content with the one it has."""
RECONNECTING = 0.2
"""Seconds before a transaction whose connection was cut is run again."""
RECONNECTING_FOR = 1.2
"""Seconds for that in all: a server that restarts is back, a click's two seconds are not over."""


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
        owed_work: OwedWorkOf,
        health: Health,
        watch: Watch | None = None,
        doubt: Doubt | None = None,
    ) -> None:
        self._writing = writing
        self._reading = reading
        self._writers = Threads("drumbeat-write", count=writers)
        self._readers = Threads("drumbeat-read", count=readers)
        self.clock = clock
        """What `at` and every lease are told by; the same for all replicas of one database."""
        self._observer = observer
        self._caches = caches
        self._owed_work = owed_work
        self.writers = writers
        """How many transactions write at once; the others wait in one queue."""
        self.health = health
        self._watch = watch
        self._doubt = doubt

    async def transact(
        self, work: Callable[[Transaction], T], *, urgent: bool = False, name: str = ""
    ) -> T:
        return await self._writers.do(lambda: self._write(work, name), urgent=urgent)

    async def read(self, work: Callable[[Transaction], T]) -> T:
        return await self._readers.do(lambda: self._read(work))

    async def replicas(self) -> int:
        """How many `drumbeat serve` this database has now."""
        return await self._counted(SERVES)

    async def extra_workers(self) -> int:
        """How many `drumbeat worker` this database has now."""
        return await self._counted(WORKS)

    async def _counted(self, role: str) -> int:
        return await self._readers.do(
            lambda: self._reading_again(lambda connection: at_work(connection, role))
        )

    async def answers(self) -> None:
        """Look whether it can be used; raises `Transient` where not.

        By a read, unless a write failed last: a disk that is full lets itself be read.
        """
        if self.health.writes_fail:
            await self._writers.do(lambda: self._write(_tried, "probe"), urgent=True)
        else:
            await self.read(lambda tx: tx.owed.next_due_at())

    def close(self) -> None:
        """Finish what was asked, then let go of the file."""
        self._writers.close()
        self._readers.close()
        if self._watch is not None:
            self._watch.close()
        self._reading.dispose()
        self._writing.dispose()

    def _write(self, work: Callable[[SqlTransaction], T], name: str) -> T:
        """Run it, again while others are first; who lost once queues with the other losers."""
        queue, fault, cut = "", None, False
        patience = self._patience()
        for _ in range(RUNS):
            scopes: list[Scope] = []
            try:
                with (
                    self._writing.connect() as connection,
                    self._watched(connection),
                    queued(connection, queue) if queue else nullcontext(),
                ):
                    result = self._commit(connection, work, name, scopes.append)
            except StaleExecution:
                queue = _subject_of(scopes)
            except DBAPIError as error:
                match fault_of(error):
                    case Fault.FIRST:
                        queue, fault = _subject_of(scopes), error
                    case Fault.LOST if _replaceable(error, cut) or time.monotonic() < patience:
                        cut = True
                        time.sleep(RECONNECTING)
                    case Fault.OTHER:
                        raise
                    case _:
                        raise self._unwell(error, writing=True) from error
            else:
                self.health.worked(writing=True)
                return result
        if isinstance(fault, IntegrityError):
            raise fault  # not a race: the same row again and again
        raise Transient(f"others kept changing the same thing: {name or 'a transaction'}")

    def _patience(self) -> float:
        """Until when a lost connection is replaced; who comes later need not wait as well."""
        return 0.0 if self.health.reason else time.monotonic() + RECONNECTING_FOR

    def _unwell(self, error: DBAPIError, *, writing: bool) -> Transient:
        trouble = trouble_of(error) or GONE
        self.health.failed(trouble, writing=writing)
        return Transient(f"the database {trouble.said}")

    def _watched(self, connection: Connection) -> AbstractContextManager[None]:
        return self._watch.over(connection) if self._watch else nullcontext()

    def _commit(
        self,
        connection: Connection,
        work: Callable[[SqlTransaction], T],
        name: str,
        begun: Callable[[Scope], None],
    ) -> T:
        transaction = connection.begin()
        scope = Scope(connection, self.clock, self._caches, writing=True, doubt=self._doubt)
        begun(scope)
        try:
            result = work(SqlTransaction(scope, self._owed_work))
        except BaseException:
            transaction.rollback()
            self._caches.remember_committed(scope.found)
            raise
        self._observe("before", name)
        try:
            transaction.commit()
        except BaseException as error:
            self._caches.doubt(scope.found)
            if isinstance(error, DBAPIError) and fault_of(error) is Fault.LOST:
                self.health.failed(trouble_of(error) or GONE, writing=True)
                raise Unsure("the database did not say whether it was written") from error
            raise
        self._observe("after", name)
        self._caches.remember(scope.found)
        return result

    def _read(self, work: Callable[[Transaction], T]) -> T:
        """Where writers were faster, in a newer snapshot: it costs less than loading all anew."""
        for _ in range(SNAPSHOTS):
            with suppress(OldSnapshot):
                return self._looked(work, may_look_again=True)
        return self._looked(work, may_look_again=False)

    def _looked(self, work: Callable[[Transaction], T], *, may_look_again: bool) -> T:
        def look(connection: Connection) -> T:
            scope = Scope(
                connection,
                self.clock,
                self._caches,
                writing=False,
                doubt=self._doubt,
                may_look_again=may_look_again,
            )
            result = work(SqlTransaction(scope, self._owed_work))
            self._caches.remember(scope.found)
            return result

        return self._reading_again(look)

    def _reading_again(self, look: Callable[[Connection], T]) -> T:
        """In one snapshot; again where its connection was cut."""
        patience, cut = self._patience(), False
        while True:
            try:
                with self._reading.connect() as connection, self._watched(connection):
                    self._keep_time(connection)
                    with connection.begin():
                        result = look(connection)
            except DBAPIError as error:
                match fault_of(error):
                    case Fault.LOST if _replaceable(error, cut) or time.monotonic() < patience:
                        cut = True
                        time.sleep(RECONNECTING)
                    case Fault.LOST | Fault.UNWELL:
                        raise self._unwell(error, writing=False) from error
                    case _:
                        raise
            else:
                self.health.worked(writing=False)
                return result

    def _keep_time(self, connection: Connection) -> None:
        """Every replica reads once a second at least, so that its clock is never old."""
        if isinstance(self.clock, DatabaseClock):
            self.clock.keep(connection)

    def _observe(self, when: Literal["before", "after"], name: str) -> None:
        if self._observer is not None:
            self._observer(when, "commit", name)


def _replaceable(error: DBAPIError, cut: bool) -> bool:
    """An old connection that broke: the pool forgets all of them, and the next one is new."""
    return error.connection_invalidated and not cut


def _tried(tx: SqlTransaction) -> None:
    tx.texts.tried()


def _subject_of(scopes: list[Scope]) -> str:
    """What a transaction that lost was about; all those about nothing in particular are one."""
    return (scopes[-1].subject if scopes else "") or "anything"
