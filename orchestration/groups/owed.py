"""What it owes that an occurrence was changed by its group or the clock."""

from __future__ import annotations

from datetime import datetime

from orchestration.effects import ShowHome, ShowRelease
from orchestration.effects.turn import WakeWaiting
from orchestration.ports import Transaction
from orchestration.releases.due import owe_its_time
from orchestration.releases.model import Release


def owe_changed(tx: Transaction, before: Release, after: Release, *, at: datetime) -> None:
    """Its message is drawn anew where it has one: nothing is posted before its time."""
    shown = ShowRelease(release_id=after.id)
    if tx.postings.find(shown.key) is not None:
        tx.owed.owe([shown], at=at)
    owners = dict.fromkeys((before.owner, after.owner))
    tx.owed.owe([ShowHome(user_id=each) for each in owners], at=at)
    if (before.scheduled_for, before.status) != (after.scheduled_for, after.status):
        owe_its_time(tx, after, at=at)
        tx.owed.owe([WakeWaiting(release_id=after.id)], at=at)
