"""Taking over what a calendar says: made, changed, and put away, each event by its UID."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from orchestration.freezes.applying import owe_applying
from orchestration.freezes.calendar_file import Imported
from orchestration.freezes.clock import looks_at
from orchestration.freezes.model import Freeze, FreezeSource
from orchestration.ports import Decision, Transaction
from orchestration.values import FreezeId, UserId, id_from, slug

CALENDAR: Final = UserId("calendar")
"""Who makes and puts away what is imported, in the audit."""


def take_over(tx: Transaction, calendar: str, events: Sequence[Imported], *, at: datetime) -> None:
    """Bring the freezes of this calendar in line with it; the same again changes nothing.

    What people set in Slack (what it does, for what, who may let through) stays; what somebody
    archived there stays archived.
    """
    known = {each.source.uid: each for each in tx.freezes.of_calendar(calendar) if each.source}
    for event in events:
        before = known.pop(event.uid, None)
        after = _told(before, calendar, event, at)
        if before is None:
            made = after.model_copy(update={"looks_at": looks_at(after, at), "changed_at": at})
            if tx.freezes.add(made):
                _write(tx, made, "imported the freeze", at)
        elif after != before:
            _save(tx, before, after, "changed the freeze", at)
    for gone in known.values():
        if gone.archived_by is None and any(each.ends > at for each in gone.windows):
            archived = gone.model_copy(update={"archived_by": CALENDAR})
            _save(tx, gone, archived, "took away the freeze", at)


def _told(before: Freeze | None, calendar: str, event: Imported, at: datetime) -> Freeze:
    said = {
        "name": event.name,
        "note": event.note,
        "link": event.link,
        "zone": event.zone,
        "windows": event.windows,
    }
    if before is not None:
        back = {"archived_by": None} if before.archived_by == CALENDAR else {}
        return before.model_copy(update=said | back | {"recurs": None})
    short = id_from(slug(event.name, fallback="freeze", longest=30), f"{calendar}/{event.uid}")
    return Freeze(
        id=FreezeId(short.replace("_", "-")),
        source=FreezeSource(calendar=calendar, uid=event.uid),
        created_by=CALENDAR,
        created_at=at,
        **said,
    )


def _save(tx: Transaction, before: Freeze, after: Freeze, did: str, at: datetime) -> None:
    saved = tx.freezes.save(after.model_copy(update={"looks_at": looks_at(after, at)}))
    _write(tx, saved, did, at)
    for each in (before, after):
        owe_applying(tx, each, f"{saved.id}.r{saved.revision}", at=at)


def _write(tx: Transaction, freeze: Freeze, action: str, at: datetime) -> None:
    tx.audit.append(
        Decision(
            chain=f"freeze/{freeze.id}",
            at=at,
            actor=CALENDAR,
            door="calendar",
            action=action,
            subject=freeze.id,
            after=freeze.effect.value,
        )
    )
