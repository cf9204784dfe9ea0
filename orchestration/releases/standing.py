"""How a release that is waited for, or a phase of it, stands at this moment."""

from __future__ import annotations

from datetime import datetime

from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.turn import Standing, WaitedFor
from orchestration.execution.wakes import has_ended
from orchestration.ports import Transaction, Waiter
from orchestration.processes.model import Phase
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.releases.phases import phase_named

WELL = frozenset({ReleaseStatus.SUCCEEDED, ReleaseStatus.PARTIALLY_SUCCEEDED})


def as_it_stands(tx: Transaction, waiter: Waiter) -> WaitedFor:
    """Whether or not it waits for this one in turn."""
    if waiter.target_release is None:
        named = waiter.target_process is not None
        return WaitedFor(said=waiter.said, standing=Standing.NOBODY if named else Standing.UNKNOWN)
    release = tx.releases.get(waiter.target_release)
    execution = tx.executions.find(release.execution_id) if release.execution_id else None
    phase = phase_named(tx, release, execution, waiter.target_phase)
    standing = Standing.UNKNOWN
    if phase is not None or waiter.target_phase is None:
        standing = _standing(release, execution, phase)
    return WaitedFor(
        said=waiter.said,
        standing=standing,
        release_id=release.id,
        title=release.title,
        phase=phase.name if phase else "",
        status=release.status.value,
        at=_at(release),
    )


def _standing(
    release: Release, execution: ProcessExecution | None, phase: Phase | None
) -> Standing:
    if phase is not None and execution is not None and has_ended(execution, phase.id):
        return Standing.WELL
    if not release.status.ended:
        return Standing.WAITING
    return Standing.WELL if phase is None and release.status in WELL else Standing.BADLY


def _at(release: Release) -> datetime | None:
    return release.ended_at or release.started_at or release.scheduled_for
