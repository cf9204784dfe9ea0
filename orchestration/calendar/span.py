"""How long a release is there: as it was, as it is foretold, or as it is planned."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from orchestration.releases.model import Release, ReleaseStatus

ASSUMED: Final = timedelta(hours=1)
"""What a release takes of which nobody knows how long it takes."""
_RUNS: Final = (ReleaseStatus.RUNNING, ReleaseStatus.PAUSED)


class Span(NamedTuple):
    """From its beginning up to its end, which is not part of it."""

    begins: datetime
    ends: datetime

    def overlaps(self, other: Span) -> bool:
        return self.begins < other.ends and other.begins < self.ends


def span_of(release: Release, now: datetime) -> Span:
    """What runs on beyond its foretold end is still there; what ended at once took a moment."""
    begins, ends = release.begins_at, release.ends_at
    if release.ended_at:
        return Span(begins, max(begins, ends))
    ends = ends if ends > begins else begins + ASSUMED
    return Span(begins, max(ends, now) if release.status in _RUNS else ends)


def is_planned(release: Release) -> bool:
    """True for what has a time and is still to be done or is under way."""
    if release.status is ReleaseStatus.SCHEDULED:
        return release.scheduled_for is not None
    return release.status in _RUNS


def planned_for(release: Release) -> datetime:
    """The time it is known by: its start does not change it."""
    return release.scheduled_for or release.begins_at
