"""Procrastinate beside the owed rows: a job says only which row to look at, and may be lost.

The rows are the truth. A job that finds its row paid, held or not due yet does nothing; a row
whose job was lost is found by the worker's sweep (docs/decisions/0030).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

import procrastinate
import psycopg
import structlog
from procrastinate import exceptions
from procrastinate.jobs import Job
from psycopg_pool import AsyncConnectionPool

from storage.connecting import libpq_url
from storage.replicas import application_name

log = structlog.get_logger()

QUEUE = "drumbeat"
PAY, REVIVE = "drumbeat.pay", "drumbeat.revive"
POLLING = 0.5
"""Seconds: a NOTIFY that lands during a fetch is lost until the next poll (libraries.md)."""
FINISHING = 10.0
"""Seconds that what is under way is given when stopping; the rest is left to its lease."""
AFTER_A_FAULT = 1.0
CONNECTING = 10.0
"""Seconds that are waited for a connection; then all begins anew."""


class Due(NamedTuple):
    """A row that is due: at once, or later."""

    row_id: int
    priority: int
    at: datetime | None


def defer(connection: psycopg.Connection[Any], due: Sequence[Due]) -> None:
    """Hand rows to the workers in the transaction that owes them: a rollback takes them back.

    Without a queueing lock: a duplicate would abort the whole transaction. Raises what the driver
    raised.
    """
    jobs = [
        Job(
            queue=QUEUE,
            lock=None,
            queueing_lock=None,
            task_name=PAY,
            task_kwargs={"row_id": each.row_id},
            priority=-each.priority,  # with them the higher goes first
            scheduled_at=each.at,
        )
        for each in due
    ]
    try:
        _deferring().job_manager.batch_defer_jobs(jobs, connection=connection)
    except exceptions.ConnectorException as error:
        raise error.__cause__ or error from None


@cache
def _deferring() -> procrastinate.App:
    """Never opened: it only writes on connections that it is given."""
    return procrastinate.App(connector=procrastinate.SyncPsycopgConnector())


class JobWorker:
    """Calls `pay` with the row of each job, several at once, until it is cancelled."""

    def __init__(
        self,
        url: str,
        *,
        name: str,
        role: str,
        pay: Callable[[int], Awaitable[None]],
        at_once: int = 8,
    ) -> None:
        self._url = libpq_url(url, application_name=application_name(role, name))
        self._name = name
        self._pay = pay
        self._at_once = at_once
        self._interrupted = False

    async def run(self) -> None:
        """Begin anew whenever the database went away: the sweep pays meanwhile what it can."""
        while True:
            lost = _hushed()
            try:
                await self._work()
            except (exceptions.ConnectorException, psycopg.Error) as error:
                lost.append(str(error.__cause__ or error))
            if not self._interrupted:
                reason = " ".join(lost[0].split()) if lost else "stopped by itself"
                log.warning("jobs interrupted", reason=reason)
            self._interrupted = True
            await asyncio.sleep(AFTER_A_FAULT)

    async def _work(self) -> None:
        """With a pool of our own: Procrastinate's waits for 30 s and then raises what it likes."""
        pool = AsyncConnectionPool(
            self._url,
            min_size=1,
            max_size=4,
            timeout=CONNECTING,
            reconnect_timeout=CONNECTING,
            check=AsyncConnectionPool.check_connection,
            open=False,
        )
        async with pool:
            await pool.wait(CONNECTING)
            if self._interrupted:
                log.info("jobs go on")
                self._interrupted = False
            app = self._app()
            async with app.open_async(pool):
                await app.run_worker_async(
                    queues=[QUEUE],
                    name=self._name,
                    concurrency=self._at_once,
                    fetch_job_polling_interval=POLLING,
                    shutdown_graceful_timeout=FINISHING,
                    delete_jobs="always",
                    install_signal_handlers=False,
                )

    def _app(self) -> procrastinate.App:
        """An app of its own, with an asynchronous connector: one opened so cannot defer for us."""
        app = procrastinate.App(connector=procrastinate.PsycopgConnector())

        @app.task(name=PAY, queue=QUEUE, retry=False)
        async def pay(row_id: int) -> None:
            await self._pay(row_id)

        @app.periodic(cron="* * * * *")
        @app.task(name=REVIVE, queue=QUEUE, retry=False)
        async def revive(timestamp: int) -> None:  # noqa: ARG001 - Procrastinate passes it
            """Give the jobs of workers that died to others."""
            for each in await app.job_manager.get_stalled_jobs(queue=QUEUE):
                await app.job_manager.retry_job(each)

        return app


class _Lines(logging.Handler):
    """Procrastinate's and the pool's complaints as lines of our log; of a lost connection, none.

    Both tell of it with every attempt, and with a traceback; `run` says it once.
    """

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lost: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        fault = record.exc_info[1] if record.exc_info else None
        if _is_loss(fault):
            self.lost.append(str(fault.__cause__ or fault) if fault else "")
        elif not record.name.startswith("psycopg"):
            log.error("jobs", said=record.getMessage(), exc_info=fault)


_LINES = _Lines()


def _is_loss(fault: BaseException | None) -> bool:
    return isinstance(fault, exceptions.ConnectorException | psycopg.Error)


def _unretrieved(record: logging.LogRecord) -> bool:
    """False for a job that could not be marked as done: nobody awaits it, and asyncio tells."""
    return not (record.exc_info and _is_loss(record.exc_info[1]))


def _hushed() -> list[str]:
    """What will have been said of lost connections, from now on."""
    for name in ("procrastinate", "psycopg.pool"):
        logger = logging.getLogger(name)
        logger.setLevel(logging.WARNING)
        logger.propagate = False
        if _LINES not in logger.handlers:
            logger.addHandler(_LINES)
    unawaited = logging.getLogger("asyncio")
    if _unretrieved not in unawaited.filters:
        unawaited.addFilter(_unretrieved)
    _LINES.lost = []
    return _LINES.lost
