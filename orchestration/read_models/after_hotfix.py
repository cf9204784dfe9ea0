"""How a release goes on that made way for a hotfix: what is live now and missing in it."""

from __future__ import annotations

from datetime import datetime

from orchestration.releases.model import Release, ReleaseStatus
from orchestration.values import Frozen, ReleaseId, UserId


class LivePlace(Frozen):
    service: str
    environment: str
    version: str


class AfterHotfixCard(Frozen):
    release_id: ReleaseId
    reference: str
    title: str
    hotfix_title: str
    hotfix_status: ReleaseStatus
    hotfix_version: str
    live: tuple[LivePlace, ...] = ()
    """What the hotfix brought live: the release was begun without it."""
    open: bool
    """It is still paused for this hotfix."""
    resumed_by: UserId | None = None
    resumed_at: datetime | None = None
    candidate: int = 1
    redone_by: UserId | None = None
    """Who had it run again since it was paused, as the `candidate`."""
    redone_at: datetime | None = None


def waits_for(release: Release, hotfix_id: ReleaseId) -> bool:
    """True while it is paused to make way for this hotfix."""
    return release.status is ReleaseStatus.PAUSED and release.gives_way_to == hotfix_id
