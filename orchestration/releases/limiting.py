"""Limits of how many releases that share something may be there at once."""

from __future__ import annotations

from orchestration.calendar.limits import Limits, Shared
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand
from orchestration.ports import Clock, Database, Decision, Transaction
from orchestration.values import UserId

_CHAIN = "limits"


class LimitService:
    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def limits(self) -> Limits:
        return await self._database.read(lambda tx: tx.calendars.limits())

    async def limit(self, of: Shared, most: int | None, *, by: UserId) -> None:
        """Set how many may be at once; only administrators. None: one at a time, as usual."""

        def work(tx: Transaction) -> None:
            through = demand(
                tx, Right.ADMINISTER, self._administrators, by, to="set limits for releases"
            )
            before = tx.calendars.limits().most(of)
            tx.calendars.limit(of, most, by=by, at=self._clock.now())
            decided = Decision(
                chain=_CHAIN,
                at=self._clock.now(),
                actor=by,
                through=through,
                door="slack",
                action="limited",
                subject=of.said,
                before=str(before),
                after=str(1 if most is None else most),
            )
            tx.audit.append(decided)

        await self._database.transact(work, urgent=True, name="limit_releases")
