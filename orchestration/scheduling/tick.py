"""What the clock owes: nothing is remembered in it, so any number of clocks may tick."""

from __future__ import annotations

from datetime import datetime, timedelta

from orchestration.digests.ticking import owe_digests
from orchestration.effects import LearnDirectory
from orchestration.freezes.clock import look_at_freezes
from orchestration.ports import Transaction

DIRECTORY_AGE = timedelta(hours=1)
"""After this long, who is who is fetched again, whatever events said."""


def tick(tx: Transaction, now: datetime) -> None:
    """Owe what has become due at `now`."""
    learned_at = tx.directory.learned_at()
    if learned_at is None or now - learned_at >= DIRECTORY_AGE:
        tx.owed.owe([LearnDirectory()], at=now)
    look_at_freezes(tx, now)
    owe_digests(tx, now)


def anchor(tx: Transaction, now: datetime) -> None:
    """Write the heads of all audit chains into one entry, so that a lost tail is noticed."""
    tx.audit.anchor(at=now)
