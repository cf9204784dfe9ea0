"""What the next occurrences of a group follow from, looked up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from orchestration import words
from orchestration.errors import Rejected
from orchestration.groups.model import ReleaseGroup
from orchestration.groups.planning import Standing, versions_of
from orchestration.groups.rotation import Attendance
from orchestration.ports import Transaction
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.values import ReleaseGroupId

MOST_LOOKED_AT: Final = 600
"""Releases of a group whose versions are known: all that may be planned, and 200 before them."""


def known_releases(tx: Transaction, group: ReleaseGroup) -> Sequence[Release]:
    """Those of the group that begin last, with all that are to come."""
    return tx.releases.latest_of_group(group.id, limit=MOST_LOOKED_AT)


def planned_of(tx: Transaction, group: ReleaseGroup, after: datetime) -> Sequence[Release]:
    """Its occurrences that are planned for after a moment, soonest first."""
    found = tx.releases.of_group(group.id, after=after, limit=MOST_LOOKED_AT)
    return [each for each in found if each.status is ReleaseStatus.SCHEDULED and each.slot]


def standing_of(
    tx: Transaction, group: ReleaseGroup, releases: Sequence[Release], now: datetime
) -> Standing:
    return Standing(
        versions=versions_of(releases),
        number=tx.groups.last_number(group.id),
        attendance=attendance_of(tx, group, now),
    )


def attendance_of(tx: Transaction, group: ReleaseGroup, now: datetime) -> Attendance:
    """Of the people of its rotation; whom nobody heard of is taken to be there."""
    owners = group.rotation.owners
    absences, people = tx.absences.lasting(at=now), tx.directory.people(owners)
    return Attendance(
        away={each: absences[each].until for each in owners if each in absences},
        gone=frozenset(each for each in owners if each in people and people[each].deactivated),
    )


def refuse_taken_version(tx: Transaction, group_id: ReleaseGroupId, version: str) -> None:
    """A version is of one release of its group, whoever gives it."""
    taken = tx.releases.latest_of_group(group_id, limit=MOST_LOOKED_AT)
    same = next((each for each in taken if version and each.version == version), None)
    if same is not None:
        raise Rejected(
            f"{words.quote(version, 40)} is the version of {words.quote(same.title)} already. "
            "Give it another."
        )
