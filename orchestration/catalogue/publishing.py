"""Publishing a store activity from the command line: whoever runs Drumbeat may; it is audited."""

from __future__ import annotations

from datetime import datetime

from orchestration.catalogue.model import StoreActivity, StoreVersion
from orchestration.catalogue.proposing import keep_source
from orchestration.errors import Rejected
from orchestration.ports import Decision, Transaction
from orchestration.values import UserId


def latest_activity(tx: Transaction, activity_id: str) -> StoreVersion | None:
    """None where the store does not have it."""
    return tx.store.latest(activity_id) if tx.store.find(activity_id) else None


def publish_activity(
    tx: Transaction,
    was: StoreVersion | None,
    made: StoreActivity,
    source: str,
    *,
    by: UserId,
    now: datetime,
) -> StoreVersion:
    """Make it the next version, unless the store has another than `was`."""
    if latest_activity(tx, made.id) != was:
        raise Rejected("Somebody published another version meanwhile. Look at it and try again.")
    version = tx.store.publish(made, by=by, at=now)
    keep_source(tx, source, version)
    tx.audit.append(
        Decision(
            chain=f"store:{made.id}",
            at=now,
            actor=by,
            through="whoever runs Drumbeat",
            door="command line",
            action=f"published version {version.version}",
            subject=made.id,
        )
    )
    return version
