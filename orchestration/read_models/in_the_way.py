"""What is in the way of one release at a time, in words, and the next times at which nothing is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from orchestration.calendar.conflicts import Conflict, conflicts_of
from orchestration.calendar.slots import HORIZON, at_time, free_slots
from orchestration.calendar.span import Span, span_of
from orchestration.ports import Transaction
from orchestration.read_models.conflict_lines import said_of
from orchestration.read_models.listing import Sees, listing_between
from orchestration.releases.findings import Finding, Fix
from orchestration.releases.model import Release
from orchestration.values import Frozen


class InTheWay(Frozen):
    """Nothing where `lines` is empty; what was allowed is left out."""

    lines: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    """Of the conflicts, for whoever lets them stand."""
    slots: tuple[datetime, ...] = ()


NOTHING: Final = InTheWay()


def _nothing(_: Conflict) -> bool:
    return False


def in_the_way(
    tx: Transaction,
    release: Release,
    *,
    sees: Sees,
    now: datetime,
    zone: ZoneInfo,
    to: datetime | None = None,
    but: Callable[[Conflict], bool] = _nothing,
) -> InTheWay:
    """Of the release as it is planned, or as it would be at `to`; without what is said elsewhere,
    `but`.
    """
    planned = release if to is None else at_time(release, to)
    begins, ends = span_of(planned, now)
    there = listing_between(tx, Span(begins, ends), now)
    limits = tx.calendars.limits()
    found = [
        each
        for each in conflicts_of(planned, there.releases, there.freezes, limits, now=now)
        if each.allowed is None and not but(each)
    ]
    if not found:
        return NOTHING
    there = listing_between(tx, Span(begins, ends + HORIZON), now)
    known = {each.id: each for each in there.releases}
    return InTheWay(
        lines=tuple(
            said_of(each, planned, [known[other] for other in each.others], of=there.of, sees=sees)
            for each in found
        ),
        keys=tuple(each.key for each in found),
        slots=free_slots(planned, there.releases, there.freezes, limits, now=now, zone=zone),
    )


def beside_it(
    tx: Transaction, release: Release, *, sees: Sees, now: datetime, zone: ZoneInfo
) -> tuple[tuple[Finding, ...], tuple[datetime, ...]]:
    """Releases that are in the way of one, as a look before its start finds them; and free times.

    That look says of freezes itself.
    """
    way = in_the_way(tx, release, sees=sees, now=now, zone=zone, but=lambda each: bool(each.freeze))
    found = (Finding(says=f"{each}.", fix=Fix.TIME, blocks=False) for each in way.lines)
    return tuple(found), way.slots
