"""Coming occurrences follow at once as their owners go away, come back or leave for good."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from orchestration.groups.upkeep import kept_up
from orchestration.ports import Transaction
from orchestration.values import UserId


def follow_owners(tx: Transaction, people: Collection[UserId], *, at: datetime) -> None:
    """Of every group in whose rotation one of these is; whoever gets a turn is told."""
    for each in tx.groups.list():
        if each.archived_by is not None or set(people).isdisjoint(each.rotation.owners):
            continue
        group = tx.groups.get(each.id)
        after, _ = kept_up(tx, group, at)
        if after != group:
            tx.groups.save(after)
