"""The occurrences that a group has next: their names, versions and owners, before there are any."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from orchestration.groups.model import ReleaseGroup
from orchestration.groups.naming import Naming, name_of
from orchestration.groups.rotation import Attendance, owner_of
from orchestration.groups.versions import next_version
from orchestration.releases.model import Release
from orchestration.scheduling.occurrences import Occurrence
from orchestration.values import Frozen, UserId


class Planned(Frozen):
    """One that is not made yet."""

    slot: datetime
    local: datetime
    """When it is due, by the wall clock of its group's zone."""
    at: datetime
    name: str
    version: str
    owner: UserId
    turn: int


class Standing(Frozen):
    """What the next occurrences of a group follow from."""

    versions: frozenset[str]
    """All that its releases carry, as far back as they are looked at."""
    number: int
    """Of the last reference that was given."""
    attendance: Attendance


def planned(
    group: ReleaseGroup, coming: Iterable[Occurrence], standing: Standing
) -> Iterable[Planned]:
    """Each of them as it would be made, in their order, one after the other."""
    known = set(standing.versions)
    for n, each in enumerate(coming):
        version = next_version(group.version_rule, known, each.local.date())
        known.add(version)
        turn = group.rotation.turn + n
        yield Planned(
            slot=each.slot,
            local=each.local,
            at=each.at,
            name=called(group, each.local, standing.number + n + 1, version),
            version=version,
            owner=owner_of(group.rotation, turn, each.at, standing.attendance),
            turn=turn,
        )


def called(group: ReleaseGroup, local: datetime, number: int, version: str) -> str:
    """The name of an occurrence; raises `Rejected` where the template gives none."""
    zone = ZoneInfo(group.cadence.zone) if group.cadence else ZoneInfo("UTC")
    naming = Naming(
        group=group.name, date=local.replace(tzinfo=zone), number=number, version=version
    )
    return name_of(group.name_template, naming)


def versions_of(releases: Collection[Release]) -> frozenset[str]:
    return frozenset(each.version for each in releases if each.version)


def number_of(reference: str) -> int:
    """142 of `PAY-142`."""
    return int(reference.rpartition("-")[2])
