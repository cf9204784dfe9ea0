"""Looking on while a drafter reads: what has come is kept and shown, and *Stop* ends it."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from orchestration.handlers.outside import Outside
from orchestration.ports import DraftingStopped, Transaction
from orchestration.processes import arriving
from orchestration.processes.proposal import ProcessDraft
from orchestration.values import DraftId

_AT_FIRST, _LATER = timedelta(seconds=1), timedelta(seconds=3)
"""The least time between two pictures: every edit is taken from all the workspace's messages."""
_OFTEN = 8
"""Pictures that come in quick succession; who still waits then reads what has come."""


class Watching:
    """A `Watch` for one reading of one draft."""

    def __init__(self, outside: Outside, draft_id: DraftId, *, reading: int) -> None:
        self._outside = outside
        self._draft_id = draft_id
        self._reading = reading
        self._length = (0, 0)
        self._pictures = 0
        self._shown_at: datetime | None = None

    async def begin(self) -> None:
        """A repeated reading says so; raises `DraftingStopped` where nobody wants it any more."""
        if self._reading > 1:
            await self._go_on(partial(arriving.begin_again, reading=self._reading))

    async def __call__(self, so_far: ProcessDraft) -> None:
        """Keep what is new, now and then; raises `DraftingStopped` once it is wanted no more."""
        length = arriving.length(so_far)
        if length > self._length and self._is_time():
            await self._go_on(partial(arriving.tell, so_far=so_far, reading=self._reading))
            self._length, self._shown_at = length, self._outside.clock.now()
            self._pictures += 1
        elif not await self._outside.database.read(self._is_wanted):
            raise DraftingStopped

    async def _go_on(self, work: partial[bool]) -> None:
        at = self._outside.clock.now()
        wanted = await self._outside.database.transact(
            lambda tx: work(tx, self._draft_id, at=at), name="draft_arriving"
        )
        if not wanted:
            raise DraftingStopped

    def _is_time(self) -> bool:
        least = _AT_FIRST if self._pictures < _OFTEN else _LATER
        return self._shown_at is None or self._outside.clock.now() - self._shown_at >= least

    def _is_wanted(self, tx: Transaction) -> bool:
        draft = tx.drafts.find(self._draft_id)
        return draft is not None and arriving.is_wanted(draft, self._reading)
