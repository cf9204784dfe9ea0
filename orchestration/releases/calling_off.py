"""Calling off a release that has not started."""

from __future__ import annotations

from datetime import datetime

from orchestration.effects import ShowHome, ShowRelease
from orchestration.ports import Decision, Transaction
from orchestration.releases.model import Release, ReleaseStatus
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
    tx.owed.owe([ShowRelease(release_id=release.id), ShowHome(user_id=release.owner)], at=at)
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
