"""What the edit of a group does to the occurrences that are made: which move, change and stay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from orchestration.groups.model import ReleaseGroup, VersionKind
from orchestration.groups.occurrence import brought_back, given_by
from orchestration.groups.planning import Standing, called, number_of, versions_of
from orchestration.groups.rotation import Attendance, owner_of
from orchestration.groups.versions import next_version
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.scheduling.occurrences import Occurrence, occurrences
from orchestration.values import Frozen, UserId


class Change(Frozen):
    """One occurrence before and after."""

    before: Release
    after: Release

    @property
    def moves(self) -> bool:
        return self.before.scheduled_for != self.after.scheduled_for

    @property
    def comes_back(self) -> bool:
        """An earlier edit had left it out."""
        return self.before.status is not self.after.status


class GroupEdit(Frozen):
    """All that follows from an edit; what nobody touched and what does not differ is in none."""

    changes: tuple[Change, ...] = ()
    left_out: tuple[Release, ...] = ()
    """Those for which the cadence has no time any more."""
    stay: tuple[Release, ...] = ()
    """Coming ones that somebody touched."""
    more: tuple[Occurrence, ...] = ()
    """Times for which there is none to move: they are made."""


def edit_of(
    group: ReleaseGroup,
    was: ReleaseGroup,
    rows: Sequence[Release],
    standing: Standing,
    now: datetime,
) -> GroupEdit:
    """`rows` are the releases of the group, with all that are still to come.

    An occurrence whose time stays is the same one. The others go where the cadence has new times:
    first to one of the same day, then in their order; so they keep their references and owners.
    """
    coming = [each for each in rows if _is_to_come(each, now)]
    free = sorted((each for each in coming if not each.touched), key=lambda each: each.begins_at)
    taken = {each.slot for each in rows} - {each.slot for each in free}
    times = [each for each in _times(group, now) if each.slot not in taken]
    placed, left_out, more = _placed(free, times)
    after = tuple(_as_the_group_says(group, was, placed, rows, standing))
    return GroupEdit(
        changes=tuple(each for each in after if each.before != each.after),
        left_out=tuple(each for each in left_out if each.status is ReleaseStatus.SCHEDULED),
        stay=tuple(
            each for each in coming if each.touched and each.status is ReleaseStatus.SCHEDULED
        ),
        more=tuple(more),
    )


def _is_to_come(release: Release, now: datetime) -> bool:
    """Left out by an edit counts: another edit may bring it back."""
    waits = release.status in {ReleaseStatus.SCHEDULED, ReleaseStatus.SKIPPED}
    return waits and release.slot is not None and release.begins_at > now


def _times(group: ReleaseGroup, now: datetime) -> Iterable[Occurrence]:
    if group.cadence is None or group.made_until is None:
        return ()
    return occurrences(group.cadence, now, group.made_until)


def _placed(
    rows: Iterable[Release], times: Iterable[Occurrence]
) -> tuple[list[tuple[Release, Occurrence]], list[Release], list[Occurrence]]:
    """Which has which time; those without a time, and times without one."""
    by_slot = {each.slot: each for each in times}
    placed: list[tuple[Release, Occurrence]] = []
    rest: list[Release] = []
    for row in rows:
        same = by_slot.pop(row.slot, None) if row.slot else None
        if same:
            placed.append((row, same))
        else:
            rest.append(row)
    for same_day in (True, False):
        for row in [each for each in rest if each.status is ReleaseStatus.SCHEDULED]:
            there = (slot for slot in by_slot if not same_day or _is_same_day(slot, row.slot))
            if slot := next(there, None):
                placed.append((row, by_slot.pop(slot)))
                rest.remove(row)
    return placed, rest, list(by_slot.values())


def _is_same_day(one: datetime, other: datetime | None) -> bool:
    return other is not None and one.date() == other.date()


def _as_the_group_says(
    group: ReleaseGroup,
    was: ReleaseGroup,
    placed: Iterable[tuple[Release, Occurrence]],
    rows: Iterable[Release],
    standing: Standing,
) -> Iterable[Change]:
    in_order = sorted(placed, key=lambda each: each[1].at)
    anew = {row.id for row, due in in_order if _needs_a_version(group, was, row, due)}
    known = set(versions_of([each for each in rows if each.id not in anew]))
    for row, due in in_order:
        version = row.version
        if row.id in anew:
            version = next_version(group.version_rule, known, due.local.date())
            known.add(version)
        update = {
            **given_by(group),
            "slot": due.slot,
            "zone": group.cadence.zone if group.cadence else row.zone,
            "scheduled_for": due.at,
            "version": version,
            "name": called(group, due.local, number_of(row.reference), version),
            "owner": owner_still(group, row, due.at, standing.attendance),
        }
        yield Change(before=row, after=brought_back(row).model_copy(update=update))


def owner_still(
    group: ReleaseGroup, release: Release, at: datetime, attendance: Attendance
) -> UserId:
    """Whoever has its turn at that time, as the rotation is now."""
    if release.turn is None:
        return release.owner
    return owner_of(group.rotation, release.turn, at, attendance)


def _needs_a_version(
    group: ReleaseGroup, was: ReleaseGroup, release: Release, due: Occurrence
) -> bool:
    """Where the rule is another one; and where it follows from the day, which is another one."""
    if group.version_rule != was.version_rule:
        return True
    by_day = group.version_rule.kind is VersionKind.CALVER
    return by_day and due.local.date() != _local_day(release)


def _local_day(release: Release) -> date | None:
    if release.scheduled_for is None or not release.zone:
        return None
    return release.scheduled_for.astimezone(ZoneInfo(release.zone)).date()
