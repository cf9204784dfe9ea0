"""The card of a release at its time, read from storage."""

from __future__ import annotations

from datetime import datetime

from orchestration.pipelines.model import PipelineCatalogue
from orchestration.ports import Transaction
from orchestration.read_models.due_card import DueCard, outcome_of
from orchestration.releases.due import group_of
from orchestration.releases.following import version_followed
from orchestration.releases.model import Release
from orchestration.releases.preflight import preflight_of
from orchestration.values import Frozen, ReleaseId, UserId


class _Decided(Frozen):
    decided_by: UserId | None = None
    decided_at: datetime | None = None
    moved_to: datetime | None = None
    reason: str = ""


def due_card_in(
    tx: Transaction, release_id: ReleaseId, planned_for: datetime, catalogue: PipelineCatalogue
) -> DueCard:
    release = tx.releases.get(release_id)
    version = version_followed(tx, release)
    outcome = outcome_of(release, planned_for)
    open_, now = outcome in {"open", "missed"}, tx.clock.now()
    found = preflight_of(tx, release, catalogue, starter=release.owner, at=now) if open_ else None
    group = group_of(tx, release)
    by_itself = group is not None and group.auto_start and not group.pause
    return DueCard(
        release_id=release_id,
        process_id=release.process_id,
        reference=release.reference,
        title=release.title,
        process_name=version.process.name,
        process_version=version.version,
        phases=len(version.process.phases),
        planned_for=planned_for,
        outcome=outcome,
        lacking=found.blocks if found else (),
        by_itself=group.name if group and by_itself and outcome == "open" else "",
        **dict(_decided(tx, release)),
    )


def _decided(tx: Transaction, release: Release) -> _Decided:
    """By whom, when, and why, where somebody did."""
    if release.execution_id is not None:
        starter = tx.executions.get(release.execution_id).starter
        return _Decided(decided_by=starter, decided_at=release.started_at)
    if release.ended_by is not None:
        said = tx.texts.bodies({release.reason_id} - {""}).get(release.reason_id, "")
        return _Decided(decided_by=release.ended_by, decided_at=release.ended_at, reason=said)
    if release.moved is not None:
        moved = release.moved
        to = release.scheduled_for
        return _Decided(decided_by=moved.by, decided_at=moved.at, moved_to=to)
    return _Decided()
