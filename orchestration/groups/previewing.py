"""What a group comes to before it is kept: its next dates, and what an edit would change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from heapq import merge
from zoneinfo import ZoneInfo

from orchestration.groups.editing import GroupEdit
from orchestration.groups.model import ReleaseGroup
from orchestration.groups.planning import Planned, Standing, planned
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.scheduling.occurrences import Occurrence, coming
from orchestration.values import Frozen, UserId


class Foreseen(Frozen):
    """One coming occurrence, made or not."""

    at: datetime
    local: datetime
    """By the wall clock of the group's zone."""
    name: str
    version: str
    owner: UserId
    reference: str = ""
    """Empty for what is not made yet."""
    was_at: datetime | None = None
    """Where it is moved from."""
    touched: bool = False
    """Somebody changed this one: it stays as it is."""
    in_the_way: tuple[str, ...] = ()
    """What it would be in conflict with, and what is not allowed yet."""


class GroupPreview(Frozen):
    dates: tuple[Foreseen, ...]
    """The next ones, earliest first."""
    cannot_start: tuple[UserId, ...] = ()
    """Owners of its rotation who are asked to start its releases, and may not."""
    edit: GroupEdit = GroupEdit()
    """Of a group that there is: what becomes of its occurrences."""


def preview_of(
    group: ReleaseGroup, edit: GroupEdit, rows: Iterable[Release], standing: Standing, now: datetime
) -> Iterable[Foreseen]:
    """Without end, as a cadence is."""
    zone = ZoneInfo(group.cadence.zone if group.cadence else "UTC")
    changed = {each.after.id: each for each in edit.changes}
    gone = {each.id for each in edit.left_out}
    made = [changed[row.id].after if row.id in changed else row for row in rows]
    waiting = [
        Foreseen(
            at=row.begins_at,
            local=row.begins_at.astimezone(zone).replace(tzinfo=None),
            name=row.name,
            version=row.version,
            owner=row.owner,
            reference=row.reference,
            was_at=_was_at(row, changed[row.id].before) if row.id in changed else None,
            touched=row.touched,
        )
        for row in made
        if row.status is ReleaseStatus.SCHEDULED and row.id not in gone and row.begins_at > now
    ]
    new = planned(group, _not_made(group, edit, now), standing)
    yield from merge(
        sorted(waiting, key=lambda each: each.at), map(_foreseen, new), key=lambda each: each.at
    )


def _not_made(group: ReleaseGroup, edit: GroupEdit, now: datetime) -> Iterable[Occurrence]:
    yield from edit.more
    if group.cadence is not None:
        yield from coming(group.cadence, max(group.made_until or now, now))


def _was_at(after: Release, before: Release) -> datetime | None:
    return before.scheduled_for if before.scheduled_for != after.scheduled_for else None


def _foreseen(each: Planned) -> Foreseen:
    return Foreseen(
        at=each.at, local=each.local, name=each.name, version=each.version, owner=each.owner
    )
