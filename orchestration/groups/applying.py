"""What an edit of a group does to its occurrences, done."""

from __future__ import annotations

from datetime import datetime

from orchestration.groups.editing import Change, GroupEdit, edit_of
from orchestration.groups.leaving_out import leave_out
from orchestration.groups.making import make
from orchestration.groups.model import ReleaseGroup
from orchestration.groups.owed import owe_changed
from orchestration.groups.standing import known_releases, standing_of
from orchestration.ports import Decision, Transaction
from orchestration.releases.model import ReleaseStatus
from orchestration.values import UserId

NO_TIME = "the cadence of its group has no such time any more"


def foreseen_edit(
    tx: Transaction, group: ReleaseGroup, was: ReleaseGroup, now: datetime
) -> GroupEdit:
    rows = known_releases(tx, was)
    return edit_of(group, was, rows, standing_of(tx, group, rows, now), now)


def apply_edit(
    tx: Transaction, group: ReleaseGroup, was: ReleaseGroup, *, by: UserId, now: datetime
) -> ReleaseGroup:
    """Move, change, leave out and make what the edit says; the group as it is to be kept."""
    edit = foreseen_edit(tx, group, was, now)
    latest = tx.processes.latest(group.process_id).version
    # Two may change places, and a slot has one release: all let go of theirs first.
    letting_go = [each for each in edit.changes if each.before.slot != each.after.slot]
    held = {
        each.before.id: tx.releases.save(each.before.model_copy(update={"slot": None}))
        for each in letting_go
    }
    for each in edit.changes:
        revision = held.get(each.before.id, each.before).revision
        _save(tx, each, revision, latest, by=by, now=now)
    for row in edit.left_out:
        leave_out(tx, row, ReleaseStatus.SKIPPED, by=by, at=now, reason=NO_TIME)
    return group if group.pause else make(tx, group, edit.more, now)


def _save(
    tx: Transaction,
    change: Change,
    revision: int,
    latest: int,
    *,
    by: UserId,
    now: datetime,
) -> None:
    update: dict[str, object] = {"revision": revision}
    if change.before.process_id != change.after.process_id:
        update |= {"process_version": latest, "pinned": False}
    saved = tx.releases.save(change.after.model_copy(update=update))
    owe_changed(tx, change.before, saved, at=now)
    tx.audit.append(
        Decision(
            chain=saved.id,
            at=now,
            actor=by,
            door="slack",
            action="moved with its group" if change.moves else "changed with its group",
            subject=saved.reference,
            before=change.before.begins_at.isoformat(),
            after=saved.begins_at.isoformat(),
        )
    )
