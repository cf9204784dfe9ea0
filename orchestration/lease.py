"""A lease: how long a worker holds what it pays, renewed meanwhile, and given up in time."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextvars import ContextVar
from datetime import datetime, timedelta
from functools import partial

from orchestration.errors import Transient
from orchestration.ports import Claim, Clock, Database, Transaction

LEASE = timedelta(seconds=20)
"""How long a claim is held unless it is renewed; a worker that died is succeeded after it."""
RENEWALS = 4
"""How often in its time a lease is renewed while something is paid."""
IN_TIME = 0.5
"""The part of a lease after which paying ends unless it was renewed: a worker that slept, or
cannot reach the database, has given its request up 10 s before another may look for it."""
PATIENCE = timedelta(seconds=45)
"""How long paying may take, where the effect names nothing longer."""
_SAFE: ContextVar[asyncio.Timeout | None] = ContextVar("safe", default=None)


def running() -> float:
    """The loop's own time, that nobody can set."""
    return asyncio.get_running_loop().time()


def patience_of(claim: Claim) -> timedelta | None:
    """How long it may take, where the effect names it: then it is paid beside the rest."""
    patience: timedelta | None = getattr(claim.effect, "patience", None)
    return patience


@contextlib.asynccontextmanager
async def holding(
    claim: Claim, database: Database, clock: Clock, *, lease: timedelta, since: float
) -> AsyncIterator[None]:
    """Renew the lease while the body runs; `TimeoutError` where it takes too long or is lost.

    `since` is when the claim was asked for, as `running` counts. Whoever slept since then begins
    nothing: another may have been first.
    """
    patience = (patience_of(claim) or PATIENCE).total_seconds()
    in_time = lease.total_seconds() * IN_TIME
    async with asyncio.timeout(patience), asyncio.timeout_at(since + in_time) as safe:
        await asyncio.sleep(0)  # a time that has passed already ends it here
        renewing = asyncio.create_task(_renew(claim, database, clock, lease, safe))
        token = _SAFE.set(safe)
        try:
            yield
        finally:
            _SAFE.reset(token)
            renewing.cancel()
            await asyncio.gather(renewing, return_exceptions=True)


def overslept() -> bool:
    """True where what is being paid here was held too long ago: nothing more may be sent for it.

    The timeout of `holding` ends the payer, but only when its turn comes: a request that it had
    begun before a sleep would go out first.
    """
    safe = _SAFE.get()
    until = safe.when() if safe is not None else None
    return until is not None and until <= running()


async def _renew(
    claim: Claim, database: Database, clock: Clock, lease: timedelta, safe: asyncio.Timeout
) -> None:
    """Until it is cancelled; where the database does not answer, the time runs out."""
    while True:
        await asyncio.sleep(lease.total_seconds() / RENEWALS)
        since = running()
        hold = partial(_hold, claim=claim, until=clock.now() + lease)
        with contextlib.suppress(Transient):
            held = await database.transact(hold, urgent=True, name="hold")
            safe.reschedule(since + lease.total_seconds() * IN_TIME if held else since)


def _hold(tx: Transaction, *, claim: Claim, until: datetime) -> bool:
    return tx.owed.hold(claim, until=until)
