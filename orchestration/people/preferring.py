"""What a person chooses for themselves."""

from __future__ import annotations

from orchestration.effects import ShowHome
from orchestration.ports import Clock, Database, Transaction
from orchestration.values import UserId


class PreferenceService:
    """Nobody chooses for others."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def want_direct_messages(self, by: UserId, *, wanted: bool) -> None:
        """Whether what is asked of them comes as a direct message too, from now on."""

        def work(tx: Transaction) -> None:
            tx.preferences.want_direct_messages(by, wanted=wanted)
            tx.owed.owe([ShowHome(user_id=by)], at=self._clock.now())

        await self._database.transact(work, urgent=True, name="direct_messages")
