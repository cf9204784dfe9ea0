"""Occurrences of groups that are not made yet: releases as their cadence says, kept nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

from orchestration.calendar.span import Span
from orchestration.groups.model import ReleaseGroup
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.scheduling.cadence import Cadence
from orchestration.scheduling.occurrences import Occurrence, occurrences
from orchestration.values import ReleaseId, id_from

_CHUNK: Final = timedelta(days=28)
_EPOCH: Final = datetime(2000, 1, 3, tzinfo=UTC)


def planned_in(groups: Iterable[ReleaseGroup], window: Span, now: datetime) -> list[Release]:
    """Of every group that goes on, those due in the window that its clock has not come to."""
    found: list[Release] = []
    for group in groups:
        if group.cadence is None or group.archived_by is not None or group.pause is not None:
            continue
        due = list(_due(group.cadence, max(now, group.made_until or now), window))
        if due:
            any_of_it = unmade(group)
            found += (any_of_it.model_copy(update=_at(group, each)) for each in due)
    return found


def _due(cadence: Cadence, after: datetime, window: Span) -> Iterator[Occurrence]:
    first, last = ((at - _EPOCH) // _CHUNK for at in (max(after, window.begins), window.ends))
    for chunk in range(first, last + 1):
        for each in _of_chunk(cadence, chunk):
            if after < each.at and window.begins <= each.at < window.ends:
                yield each


@lru_cache(maxsize=8192)
def _of_chunk(cadence: Cadence, chunk: int) -> tuple[Occurrence, ...]:
    """Those due in four weeks; kept, since a cadence is walked from its first day each time."""
    after = _EPOCH + chunk * _CHUNK - timedelta(microseconds=1)
    return tuple(occurrences(cadence, after, after + _CHUNK))


def _at(group: ReleaseGroup, due: Occurrence) -> dict[str, object]:
    return {
        "id": ReleaseId(id_from("rel", f"{group.id}/{due.slot.isoformat()}")),
        "scheduled_for": due.at,
        "slot": due.slot,
    }


def unmade(group: ReleaseGroup) -> Release:
    """As much of one as is known before it is made: it has no reference and no version."""
    return Release(
        id=ReleaseId(""),
        reference="",
        name=group.name,
        version="",
        process_id=group.process_id,
        process_version=0,
        owner=group.rotation.owners[0],
        channel=group.channel,
        status=ReleaseStatus.SCHEDULED,
        created_by=group.created_by,
        created_at=group.created_at,
        type=group.type,
        tags=group.tags,
        team=group.team,
        services=group.services,
        environments=group.environments,
        group=group.id,
        zone=group.cadence.zone if group.cadence else "",
        expected_duration=group.expected_duration,
        changed_at=group.edited_at,
    )
