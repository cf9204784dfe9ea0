"""Putting off what certainly did not happen: many at once, since a storm of them comes together.

When Slack's budget is spent, card after card is sent away. Those that are while one transaction is
being written go together in the next, instead of each waiting for a commit of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from orchestration.ports import Claim, Transaction


@dataclass(frozen=True, slots=True)
class PutOff:
    """A delivery that does not count, and when to try again."""

    claim: Claim
    until: datetime
    reason: str


class PuttingOff:
    """`write` is given those that wait, and returns once they are written or left to their leases.

    Whoever stops it stops all of them: they are then left to their leases.
    """

    def __init__(self, write: Callable[[Sequence[PutOff]], Awaitable[None]]) -> None:
        self._write = write
        self._waiting: list[PutOff] = []
        self._writing = asyncio.Lock()

    async def add(self, each: PutOff) -> None:
        """Returns once it is written, by whomever."""
        self._waiting.append(each)
        async with self._writing:
            together, self._waiting = self._waiting, []
            if together:
                # By key, as all who write several: no two then wait for each other.
                await self._write(sorted(together, key=lambda put_off: put_off.claim.effect.key))


def put_off(tx: Transaction, together: Sequence[PutOff]) -> None:
    """Each only where it is still this very delivery's."""
    for each in together:
        tx.owed.postpone(each.claim, until=each.until, reason=each.reason, untried=True)
