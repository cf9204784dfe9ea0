"""Slack's budget for all replicas of a database: one row for each method, and for each channel.

A 429 that any of them gets stops all.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from bot.budget import PATIENCE, RATES, Meter, Rate, kept, rate_of
from orchestration.errors import Transient
from orchestration.ports import Clock, Database, Transaction


class SharedBudget:
    """`Budget` over the database; of one workspace, as a database is."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        rates: Mapping[str, Rate] = RATES,
        *,
        patience: float = PATIENCE,
    ) -> None:
        self._database = database
        self._clock = clock
        self._rates = rates
        self._patience = patience
        self._saying: set[asyncio.Task[None]] = set()

    async def spend(self, method: str, channel: str = "") -> None:
        """Wait at most `patience` seconds for this call's turn among those of all replicas."""
        rate = rate_of(self._rates, method)
        place = f"{method} {channel}" if rate.per_channel and channel else method

        def work(tx: Transaction) -> tuple[float, float]:
            now = self._clock.now().timestamp()
            whole = tx.calls.get(method)
            count = whole if place == method else tx.calls.get(place)
            meter = Meter(rate, count.full_at.timestamp(), count.promised_for.timestamp())
            answer = meter.turn(now, whole.blocked_until.timestamp(), self._patience)
            after = {"full_at": _time(meter.full_at), "promised_for": _time(meter.promised)}
            tx.calls.put(place, count.model_copy(update=after))
            return answer

        try:
            turn = await self._database.transact(work, name="spend")
        except Transient as error:
            raise Transient(error.reason, untried=True) from error  # nobody was called
        await kept(method, *turn)

    def blocked(self, method: str, seconds: float) -> None:
        """Tell the others; nobody waits for that here, since this call has failed already."""
        task = asyncio.get_running_loop().create_task(self._block(method, seconds))
        self._saying.add(task)
        task.add_done_callback(self._saying.discard)

    async def _block(self, method: str, seconds: float) -> None:
        until = self._clock.now() + timedelta(seconds=seconds)

        def work(tx: Transaction) -> None:
            count = tx.calls.get(method)
            later = max(until, count.blocked_until)
            tx.calls.put(method, count.model_copy(update={"blocked_until": later}))

        with contextlib.suppress(Transient):  # the others will hear it from Slack themselves
            await self._database.transact(work, name="block")


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
