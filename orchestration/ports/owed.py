"""What is owed to the outside: owed, claimed, settled, postponed, stuck."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from orchestration.effects import Effect
from orchestration.values import (
    Frozen,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Something owed that one worker holds until its lease ends."""

    id: int
    effect: Effect
    tries: int
    """Deliveries so far, this one included; more than 1: look before doing it again."""
    wanted: int
    """For a refresh: what was asked for when it was claimed."""
    owed_at: datetime
    first_tried_at: datetime
    claimed_by: str


class OwedRow(Frozen):
    """Something owed, for `drumbeat owed list`."""

    id: int
    key: str
    state: str
    tries: int
    due_at: datetime
    reason: str


class Tally(Frozen):
    """What is owed, counted, for whoever watches over it."""

    due: int
    later: int
    stuck: int
    oldest_due_at: datetime | None
    """Of what is due by now."""
    most_tries: int


class OwedWork(Protocol):
    """What is owed to the outside; written in the transaction that owes it.

    The same key owed twice is one row: a one-time effect stays as it was, paid or not, and a
    standing one has `wanted` raised. Two transactions owing the same key at once both commit.
    """

    def owe(self, effects: Iterable[Effect], *, at: datetime) -> None:
        """Due at once, at the effect's own `due_at`, or its `spacing` after the last payment."""
        ...

    def is_known(self, key: str) -> bool:
        """True where it was owed before, paid or not."""
        ...

    def claim(self, worker: str, *, now: datetime, lease: timedelta, limit: int) -> Sequence[Claim]:
        """Take due rows that nobody holds, urgent ones first; `tries` is raised in the same write.

        A row whose lease has ended is nobody's. Kinds this version does not know are left alone.
        """
        ...

    def claim_one(
        self, row_id: int, worker: str, *, now: datetime, lease: timedelta
    ) -> Claim | None:
        """Take this row, as `claim` would; None where it is not due, held, or not for us."""
        ...

    def orphaned(self, *, until: datetime) -> None:
        """Every worker but us is known to be dead: their leases end then at the latest.

        Not at once, since what a dead worker sent may still be on its way.
        """
        ...

    def hold(self, claim: Claim, *, until: datetime) -> bool:
        """Not done yet and at work on it: the lease ends then. False as in `settle`."""
        ...

    def settle(self, claim: Claim, *, now: datetime) -> bool:
        """Paid: a one-time row is done, a standing one stays due while `wanted` is above the claim.

        False, and nothing changed, where the claim is no longer the worker's.
        """
        ...

    def postpone(
        self, claim: Claim, *, until: datetime, reason: str, untried: bool = False
    ) -> bool:
        """Not yet: due again then; this delivery counts unless `untried`. False as in `settle`."""
        ...

    def stick(self, claim: Claim, *, reason: str, now: datetime) -> bool:
        """It failed for good: kept, unclaimed until someone retries it. False as in `settle`."""
        ...

    def next_due_at(self) -> datetime | None:
        """When the earliest row that nobody holds is due, or the earliest lease ends."""
        ...

    def rows(self, *, state: str | None = None) -> Sequence[OwedRow]:
        """Rows that are `due`, `held`, `stuck` or (only when asked for) `done`."""
        ...

    def tally(self, *, now: datetime) -> Tally:
        """How much is owed; costs what is unpaid, not what was ever paid."""
        ...

    def retry(self, row_id: int, *, now: datetime) -> bool:
        """Make a stuck row due again; False where it is not stuck."""
        ...

    def drop(self, row_id: int) -> bool:
        """Give up a stuck row for good: kept as `dropped`; False where it is not stuck."""
        ...
