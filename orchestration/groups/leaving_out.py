"""Leaving occurrences out with a reason."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from orchestration.groups.occurrence import left_out
from orchestration.groups.owed import owe_changed
from orchestration.ports import Decision, Transaction
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.releases.watching import tell_watchers
from orchestration.values import UserId, plain_line

LONGEST_REASON: Final = 500
CLOCK: Final = "clock"


def leave_out(
    tx: Transaction,
    release: Release,
    status: ReleaseStatus,
    *,
    by: UserId | None,
    at: datetime,
    reason: str = "",
    through: str = "",
    touched: bool = False,
) -> Release:
    """`skipped` or `missed`; by None, the clock did it. `touched` where a person meant this one."""
    text_id = f"{release.id}/{status.value}/{release.revision}" if reason else ""
    if text_id:
        tx.texts.keep(text_id, plain_line(reason, LONGEST_REASON))
    after = left_out(release, status, by=by, at=at, reason_id=text_id)
    saved = tx.releases.save(after.model_copy(update={"touched": release.touched or touched}))
    owe_changed(tx, release, saved, at=at)
    tell_watchers(tx, release.id, f"{status.value}.{saved.revision}", at=at)
    tx.audit.append(
        Decision(
            chain=release.id,
            at=at,
            actor=by or CLOCK,
            through=through,
            door="slack" if by else CLOCK,
            action=status.value,
            subject=release.reference,
            before=release.status.value,
            after=saved.status.value,
            text_id=text_id,
        )
    )
    return saved
