"""An occurrence: the release that a group makes for one time of its cadence."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from orchestration.groups.model import ReleaseGroup
from orchestration.groups.planning import Planned
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.values import ReleaseId

_SHARED = (
    "process_id",
    "input_set",
    "inputs",
    "channel",
    "backup",
    "type",
    "description",
    "tags",
    "team",
    "services",
    "environments",
    "colour",
    "expected_duration",
)
"""The fields that an occurrence takes from its group as they are."""


def given_by(group: ReleaseGroup) -> dict[str, Any]:
    """What every occurrence has from its group while nobody touched it."""
    return {name: getattr(group, name) for name in _SHARED}


def occurrence_of(
    group: ReleaseGroup,
    of: Planned,
    *,
    release_id: ReleaseId,
    reference: str,
    process_version: int,
    now: datetime,
) -> Release:
    return Release(
        **given_by(group),
        id=release_id,
        reference=reference,
        name=of.name,
        version=of.version,
        process_version=process_version,
        owner=of.owner,
        scheduled_for=of.at,
        created_by=group.created_by,
        created_at=now,
        group=group.id,
        slot=of.slot,
        zone=group.cadence.zone if group.cadence else "UTC",
        turn=of.turn,
    )


def left_out(
    release: Release, status: ReleaseStatus, *, by: str | None, at: datetime, reason_id: str
) -> Release:
    """`skipped` or `missed`; its time stays what it was."""
    update = {"status": status, "ended_at": at, "ended_by": by, "reason_id": reason_id}
    return release.model_copy(update=update)


def brought_back(release: Release) -> Release:
    """Scheduled again, as if it had never been left out."""
    update = {
        "status": ReleaseStatus.SCHEDULED,
        "ended_at": None,
        "ended_by": None,
        "reason_id": "",
    }
    return release.model_copy(update=update)
