"""What the clock owes of digests: each once for its place and local day, whoever ticks."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import available_timezones

import structlog

from orchestration.digests.due import due_after, due_since, is_late
from orchestration.digests.model import Digest
from orchestration.effects.digest import PostDigest
from orchestration.ports import Transaction
from orchestration.values import UserId

AT_ONCE = 200
"""How many one tick owes; the next one goes on."""
log = structlog.get_logger()


def owe_digests(tx: Transaction, now: datetime) -> None:
    """Owe what has become due; what is due for too long is dropped, and the log says so."""
    for digest in tx.digests.due(now, limit=AT_ONCE):
        there = at_home(tx, digest)
        due = due_since(there, now)
        if due is not None:
            owed = PostDigest(place=digest.place, day=due.local.date(), due_at=due.at)
            if is_late(due.at, now):
                log.warning("digest dropped: too late", key=owed.key, due_at=due.at.isoformat())
            else:
                tx.owed.owe([owed], at=now)
        tx.digests.save(
            digest.model_copy(
                update={"cadence": there.cadence, "looks_at": next_look(tx, there, now)}
            )
        )


def next_look(tx: Transaction, digest: Digest, now: datetime) -> datetime | None:
    """When it is due next, on a day that has not had its digest."""
    for due in due_after(digest.cadence, now):
        owed = PostDigest(place=digest.place, day=due.local.date(), due_at=due.at)
        if not tx.owed.is_known(owed.key):
            return due.at
    return None


def at_home(tx: Transaction, digest: Digest) -> Digest:
    """A person's follows them: its time is that of the zone they are in now."""
    if not digest.personal:
        return digest
    person = tx.directory.people([UserId(digest.place)]).get(UserId(digest.place))
    if person is None or person.zone not in available_timezones():
        return digest
    cadence = digest.cadence.model_copy(update={"zone": person.zone})
    return digest.model_copy(update={"cadence": cadence})
