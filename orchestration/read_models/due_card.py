"""The card that asks, at its time, whether a release starts; and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from orchestration.releases.findings import Finding
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.values import Frozen, ProcessId, ReleaseId, UserId

DueOutcome = Literal["open", "missed", "started", "moved", "skipped", "called_off"]


class DueCard(Frozen):
    """A release at its time; while it is open or missed, with what can be done."""

    release_id: ReleaseId
    process_id: ProcessId
    reference: str
    title: str
    process_name: str
    process_version: int
    phases: int
    planned_for: datetime
    outcome: DueOutcome
    lacking: tuple[Finding, ...] = ()
    """What keeps it from starting."""
    by_itself: str = ""
    """The name of the group that starts it as soon as nothing keeps it."""
    decided_by: UserId | None = None
    decided_at: datetime | None = None
    moved_to: datetime | None = None
    reason: str = ""


def outcome_of(release: Release, planned_for: datetime) -> DueOutcome:
    """What became of the question whether it starts at that time."""
    match release.status:
        case ReleaseStatus.SKIPPED:
            return "skipped"
        case ReleaseStatus.ABORTED if release.execution_id is None:
            return "called_off"
        case _ if release.execution_id is not None:
            return "started"
        case _ if release.scheduled_for != planned_for:
            return "moved"
        case ReleaseStatus.MISSED:
            return "missed"
        case _:
            return "open"
