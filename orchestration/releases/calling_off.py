"""Calling off a release that has not started."""

from __future__ import annotations

from datetime import datetime

from orchestration.ports import Decision, Transaction
from orchestration.releases.due import redraw
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.releases.watching import tell_watchers
from orchestration.values import UserId


def call_off(
    tx: Transaction, release: Release, *, by: UserId, at: datetime, text_id: str, through: str
) -> None:
    """End it where it stands; its reminder finds it ended and says nothing."""
    update = {
        "status": ReleaseStatus.ABORTED,
        "ended_at": at,
        "ended_by": by,
        "reason_id": text_id,
    }
    ended = tx.releases.save(release.model_copy(update=update))
    redraw(tx, ended, at=at)
    tell_watchers(tx, release.id, "ended", at=at)
    tx.audit.append(
        Decision(
            chain=release.id,
            at=at,
            actor=by,
            through=through,
            door="slack",
            action="aborted",
            subject=release.reference,
            before=release.status.value,
            after=ended.status.value,
            text_id=text_id,
        )
    )
