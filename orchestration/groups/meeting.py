"""What the coming dates of a group would be in conflict with: named before they are kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from orchestration.calendar.conflicts import conflicts_of
from orchestration.calendar.planned import unmade
from orchestration.calendar.slots import at_time
from orchestration.calendar.span import span_of
from orchestration.groups.model import ReleaseGroup
from orchestration.groups.previewing import Foreseen
from orchestration.ports import Transaction
from orchestration.read_models.conflict_lines import said_of
from orchestration.read_models.listing import Sees, listing_between
from orchestration.releases.editing import as_update, description_of
from orchestration.releases.model import Release
from orchestration.values import ReleaseId


def with_conflicts(
    tx: Transaction,
    group: ReleaseGroup,
    dates: Iterable[Foreseen],
    *,
    sees: Sees,
    now: datetime,
) -> tuple[Foreseen, ...]:
    """Each with what is in its way then; what else the group has is not, as it moves with it."""
    like = unmade(group)
    return tuple(
        each.model_copy(update={"in_the_way": _met(tx, group, _release(tx, like, each), sees, now)})
        for each in dates
    )


def _release(tx: Transaction, like: Release, of: Foreseen) -> Release:
    """As it will be: one that somebody changed stays as it is."""
    made = tx.releases.find_by_reference(of.reference) if of.reference else None
    if made is None:
        made = like.model_copy(update={"id": ReleaseId(f"{like.group}@{of.at.isoformat()}")})
    elif not of.touched:
        made = made.model_copy(update=as_update(description_of(like)))
    return at_time(made, of.at)


def _met(
    tx: Transaction, group: ReleaseGroup, release: Release, sees: Sees, now: datetime
) -> tuple[str, ...]:
    def of(each: Release) -> str:
        return group.name if each.group == group.id else there.of(each)

    there = listing_between(tx, span_of(release, now), now)
    others = {each.id: each for each in there.releases if each.group != release.group}
    limits = tx.calendars.limits()
    return tuple(
        said_of(each, release, [others[x] for x in each.others], of=of, sees=sees)
        for each in conflicts_of(release, others.values(), there.freezes, limits, now=now)
        if each.allowed is None
    )
