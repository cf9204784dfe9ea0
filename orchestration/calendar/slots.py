"""The next free slots of a release: when it would be in nobody's way, at hours people work."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from orchestration.calendar.conflicts import conflicts_of
from orchestration.calendar.limits import Limits
from orchestration.calendar.span import span_of
from orchestration.freezes.model import Freeze
from orchestration.people.working_time import USUAL, WorkingWeek, at_work
from orchestration.releases.model import Release, ReleaseStatus

HORIZON: Final = timedelta(days=60)
"""How far ahead is looked."""
_STEP: Final = timedelta(minutes=30)
_MOST: Final = 3


def free_slots(
    release: Release,
    others: Iterable[Release],
    freezes: Iterable[Freeze] = (),
    limits: Limits | None = None,
    *,
    now: datetime,
    zone: ZoneInfo,
    week: WorkingWeek = USUAL,
    most: int = _MOST,
) -> tuple[datetime, ...]:
    """The first times from its own on, in half hours, that conflict with nothing.

    They do not overlap one another, so that they are a choice. `others` are all of those from its
    own time until `HORIZON` after it.
    """
    began = max(span_of(release, now).begins, _next_step(now))
    freezes = list(freezes)
    around = [(span_of(each, now), each) for each in others if each.id != release.id]
    found: list[datetime] = []
    local = began.astimezone(zone)
    at = began
    while at < began + HORIZON and len(found) < most:
        beginning = at_work(week, at, zone)
        if beginning != at:
            at = _same_minutes(beginning, local, zone)
            continue
        moved = at_time(release, at)
        own = span_of(moved, now)
        near = [each for span, each in around if span.overlaps(own)]
        if conflicts_of(moved, near, freezes, limits, now=now):
            at += _STEP
        else:
            found.append(at)
            at += max(_STEP, own.ends - own.begins)
    return tuple(found)


def at_time(release: Release, at: datetime) -> Release:
    """The same release at another time, not begun yet, and as long."""
    update = {
        "status": ReleaseStatus.SCHEDULED,
        "scheduled_for": at,
        "started_at": None,
        "ended_at": None,
        "expected_end": None,
    }
    return release.model_copy(update=update)


def _next_step(now: datetime) -> datetime:
    whole = now.replace(second=0, microsecond=0)
    return whole + timedelta(minutes=30 - whole.minute % 30)


def _same_minutes(at: datetime, like: datetime, zone: ZoneInfo) -> datetime:
    """The first moment from `at` on that is as many minutes past a half hour as `like`."""
    local = at.astimezone(zone)
    ahead = (like.minute - local.minute) % 30
    return (at + timedelta(minutes=ahead)).astimezone(UTC)
