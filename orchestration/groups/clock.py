"""The clock of the groups: nothing is remembered in it, so any number of them may tick."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import structlog

from orchestration import words
from orchestration.effects import Tell
from orchestration.errors import Permanent, Rejected
from orchestration.groups.making import look_after
from orchestration.groups.model import GroupTrouble, ReleaseGroup
from orchestration.ports import Database, Transaction
from orchestration.values import ReleaseGroupId

log = structlog.get_logger()
MOST_AT_ONCE: Final = 100
"""Transactions of one tick; what is left is done by the next."""
LOOKS_AGAIN: Final = timedelta(hours=1)
"""After this, a group of which nothing could be made is tried again."""
MISTAKES: Final = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What working out the dates, names and versions of a group ends in, where it says what this
program did not foresee: a mistake of ours that one group meets, and not the others.
"""


async def tick_groups(database: Database, now: datetime) -> int:
    """Make every occurrence whose time has come; how many were made.

    Each group has a transaction of its own: one that cannot be looked after is told about once and
    does not keep the others. With nothing due it is one indexed query.
    """
    made = 0
    for _ in range(MOST_AT_ONCE):
        due = await database.read(lambda tx: tx.groups.due(now, limit=1))
        if not due:
            break
        made += await _looked_after(database, due[0], now)
    return made


async def _looked_after(database: Database, group_id: ReleaseGroupId, now: datetime) -> int:
    """Whatever is wrong with a group, the next one has its turn.

    What ails the database or this machine is no fault of a group, and ends the tick.
    """
    try:
        made = await database.transact(
            lambda tx: look_after(tx, group_id, now), name="look_after_group"
        )
    except (Rejected, Permanent) as error:
        reason = error.text if isinstance(error, Rejected) else error.reason
        log.warning("nothing made for a group", group=group_id)
    except MISTAKES:
        reason = "it met an error in Drumbeat, which the log shows."
        log.exception("nothing made for a group", group=group_id)
    else:
        if made:
            log.info("occurrences made", group=group_id, made=made)
        return made
    await database.transact(lambda tx: _put_off(tx, group_id, reason, now), name="put_off_group")
    return 0


def _put_off(tx: Transaction, group_id: ReleaseGroupId, reason: str, now: datetime) -> None:
    """Look again later; its owner hears of the same trouble once."""
    try:
        group = tx.groups.get(group_id)
    except Permanent:  # its document cannot be read: nobody is known to tell
        tx.groups.put_off(group_id, now + LOOKS_AGAIN)
        return
    if group.trouble is None or group.trouble.reason != reason:
        tx.owed.owe([_told(group, reason, now)], at=now)
        group = group.model_copy(update={"trouble": GroupTrouble(reason=reason, at=now)})
    tx.groups.save(group.model_copy(update={"looks_at": now + LOOKS_AGAIN}))


def _told(group: ReleaseGroup, reason: str, now: datetime) -> Tell:
    name = words.quote(group.name, 80)
    said = (
        f"No releases can be planned for the group “{name}” now: {reason} Nothing is lost: they "
        f"are made when that is mended. `/release group {name}` shows it."
    )
    people = (*group.rotation.owners, *((group.backup,) if group.backup else ()), group.created_by)
    return Tell(
        chain=(*dict.fromkeys(people), group.channel),
        text=said,
        subject=group.id,
        occasion=f"trouble.{now.isoformat()}",
    )
