"""The question how a release goes on after its hotfix, read from storage."""

from __future__ import annotations

from orchestration.ports import Transaction
from orchestration.read_models.after_hotfix import AfterHotfixCard, LivePlace, waits_for
from orchestration.values import ReleaseId


def after_hotfix_in(
    tx: Transaction, hotfix_id: ReleaseId, release_id: ReleaseId
) -> AfterHotfixCard:
    hotfix, release = tx.releases.get(hotfix_id), tx.releases.get(release_id)
    execution = tx.executions.get(release.execution_id) if release.execution_id else None
    last = execution.pauses[-1] if execution and execution.pauses else None
    redo = execution.redos[-1] if execution and execution.redos else None
    since = redo if redo and last and redo.at >= last.at else None
    over = last if last and last.resumed_at else None
    return AfterHotfixCard(
        release_id=release_id,
        reference=release.reference,
        title=release.title,
        hotfix_title=hotfix.title,
        hotfix_status=hotfix.status,
        hotfix_version=hotfix.version,
        live=tuple(
            LivePlace(service=each.service, environment=each.environment, version=each.version)
            for each in tx.live.now()
            if each.release_id == hotfix_id
        ),
        open=waits_for(release, hotfix_id),
        candidate=release.candidate,
        redone_by=since.by if since else None,
        redone_at=since.at if since else None,
        resumed_by=over.resumed_by if over else None,
        resumed_at=over.resumed_at if over else None,
    )
