"""Everything that lies in a time: releases, those that cadences make later, freezes, conflicts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from orchestration.calendar.conflicts import Conflicts, conflicts_among
from orchestration.calendar.planned import planned_in
from orchestration.calendar.span import ASSUMED, Span
from orchestration.freezes.model import Freeze
from orchestration.groups.model import ReleaseGroup
from orchestration.ports import Transaction
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.values import ProcessId, ReleaseGroupId, ReleaseId

Sees = Callable[[ProcessId], bool]
"""Whether somebody may look at what is made of a process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Everything of a time, before anybody's filters; nobody looked for conflicts."""

    releases: Sequence[Release]
    """Also those that are not made yet."""
    unmade: frozenset[ReleaseId]
    freezes: Sequence[Freeze]
    names: Mapping[str, str]
    """Of groups and of processes, by their ids."""
    groups: Mapping[ReleaseGroupId, ReleaseGroup]

    def of(self, release: Release) -> str:
        """Its group's name, else its process's."""
        return self.names.get(release.group or release.process_id, release.process_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned(Listing):
    """The same, and what of it is in each other's way."""

    conflicts: Conflicts

    @property
    def clashing(self) -> frozenset[ReleaseId]:
        """Those that are in conflict with something that nobody allowed."""
        return frozenset(
            release
            for release, those in self.conflicts.items()
            if any(each.allowed is None for each in those)
        )


def planned_between(tx: Transaction, window: Span, now: datetime) -> Planned:
    """What is there, what is to come, and what of it is in each other's way."""
    there = listing_between(tx, window, now)
    limits = tx.calendars.limits()
    found = conflicts_among(there.releases, there.freezes, limits, now=now)
    return Planned(
        releases=there.releases,
        unmade=there.unmade,
        freezes=there.freezes,
        names=there.names,
        groups=there.groups,
        conflicts=found,
    )


def listing_between(tx: Transaction, window: Span, now: datetime) -> Listing:
    """The same without its conflicts: of a year, finding them takes longer than all the rest."""
    groups = tx.groups.list()
    made = [
        each
        for each in tx.releases.between(window.begins - ASSUMED, window.ends)
        if each.status is not ReleaseStatus.DRAFT
    ]
    known = {each.id for each in made}
    coming = [each for each in planned_in(groups, window, now) if each.id not in known]
    names: dict[str, str] = {each.id: each.name for each in tx.processes.list()}
    names |= {each.id: each.name for each in groups}
    return Listing(
        releases=[*made, *coming],
        unmade=frozenset(each.id for each in coming),
        freezes=tx.freezes.since(window.begins),
        names=names,
        groups={each.id: each for each in groups},
    )
