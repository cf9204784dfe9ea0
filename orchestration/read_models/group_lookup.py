"""What is shown of release groups, read in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from orchestration.errors import Rejected
from orchestration.groups.model import ReleaseGroup
from orchestration.groups.planning import Planned, planned
from orchestration.groups.standing import known_releases, standing_of
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand, seen_by
from orchestration.ports import Transaction
from orchestration.read_models.group_cards import (
    GroupCard,
    GroupLine,
    GroupsPage,
    OccurrenceLine,
)
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.scheduling.occurrences import coming
from orchestration.scheduling.saying import said
from orchestration.values import ProcessId, UserId, name_key

DATES: Final = 5
PER_PAGE: Final = 12
_SHOWN: Final = frozenset({ReleaseStatus.SCHEDULED, ReleaseStatus.SKIPPED})


def groups_page_in(
    tx: Transaction,
    administrators: Administrators,
    by: UserId,
    now: datetime,
    *,
    words: str = "",
    page: int = 0,
) -> GroupsPage:
    """The groups whose name, process or tag holds the words; archived ones last."""
    sees = seen_by(tx, administrators, by)
    processes = {each.id: each.name for each in tx.processes.list()}
    wanted = name_key(words) if words else ""
    found = [
        each
        for each in tx.groups.list()
        if sees(each.process_id) and _holds(each, processes.get(each.process_id, ""), wanted)
    ]
    found.sort(key=lambda each: each.archived_by is not None)
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(max(page, 0), pages - 1)
    shown = found[page * PER_PAGE : (page + 1) * PER_PAGE]
    return GroupsPage(
        lines=tuple(_line(tx, each, processes, now) for each in shown),
        words=words,
        page=page,
        pages=pages,
        total=len(found),
        may_make=any(
            _may(tx, Right.PUBLISH, administrators, by, each.id)
            for each in tx.processes.list()
            if each.archived_by is None
        ),
        unreadable=tuple(each.name for each in tx.groups.unreadable() if sees(each.process_id)),
    )


def group_card_in(
    tx: Transaction,
    administrators: Administrators,
    by: UserId,
    now: datetime,
    group: ReleaseGroup,
) -> GroupCard:
    kept = (
        tx.input_sets.find_process_set(group.process_id, group.input_set)
        if group.input_set
        else None
    )
    known = {each.id: each.name for each in tx.processes.list()}
    return GroupCard(
        group=group,
        process=known.get(group.process_id, group.process_id),
        input_set=kept.set.name if kept else group.input_set or "",
        hotfix_process=known.get(group.hotfix_process, "") if group.hotfix_process else "",
        dates=tuple(islice(dates_of(tx, group, now), DATES)),
        why_no_dates=_why_none(group),
        may_edit=_may(tx, Right.PUBLISH, administrators, by, group.process_id),
        may_start=_may(tx, Right.START, administrators, by, group.process_id),
    )


def dates_of(tx: Transaction, group: ReleaseGroup, now: datetime) -> Iterable[OccurrenceLine]:
    """Those that are made, left out ones too, and without end those that will be."""
    zone = ZoneInfo(group.cadence.zone if group.cadence else "UTC")
    rows = known_releases(tx, group)
    made = sorted(
        (_made(each, zone) for each in rows if each.status in _SHOWN and each.begins_at > now),
        key=lambda each: each.at,
    )
    if group.cadence is None or group.archived_by or group.pause:
        yield from made
        return
    since = max(group.made_until or now, now)
    standing = standing_of(tx, group, rows, now)
    later = map(_later, planned(group, coming(group.cadence, since), standing))
    yield from merge(made, later, key=lambda each: each.at)


def _line(
    tx: Transaction, group: ReleaseGroup, processes: dict[ProcessId, str], now: datetime
) -> GroupLine:
    following = next(
        (each for each in _next(tx, group, now) if each.status is ReleaseStatus.SCHEDULED), None
    )
    return GroupLine(
        group_id=group.id,
        name=group.name,
        process=processes.get(group.process_id, group.process_id),
        cadence=said(group.cadence) if group.cadence else "",
        next_at=following.at if following else None,
        next_owner=following.owner if following else None,
        paused=group.pause is not None,
        archived=group.archived_by is not None,
        trouble=group.trouble is not None,
    )


def _next(tx: Transaction, group: ReleaseGroup, now: datetime) -> Sequence[OccurrenceLine]:
    """Few rows where something is planned; only otherwise what would be made."""
    zone = ZoneInfo(group.cadence.zone if group.cadence else "UTC")
    rows = tx.releases.of_group(group.id, after=now, limit=DATES)
    made = [_made(each, zone) for each in rows if each.status is ReleaseStatus.SCHEDULED]
    return made or list(islice(dates_of(tx, group, now), DATES))


def _made(release: Release, zone: ZoneInfo) -> OccurrenceLine:
    local = release.begins_at.astimezone(zone).replace(tzinfo=None)
    return OccurrenceLine(
        at=release.begins_at,
        local=local,
        name=release.name,
        version=release.version,
        owner=release.owner,
        release_id=release.id,
        reference=release.reference,
        status=release.status,
        touched=release.touched,
        moved_from=release.slot if release.slot != local else None,
    )


def _later(each: Planned) -> OccurrenceLine:
    return OccurrenceLine(
        at=each.at,
        local=each.local,
        name=each.name,
        version=each.version,
        owner=each.owner,
        moved_from=each.slot if each.slot != each.local else None,
    )


def _why_none(group: ReleaseGroup) -> str:
    if group.archived_by:
        return "It is archived: nothing is made any more."
    if group.cadence is None:
        return "It has no cadence: its releases are made by hand."
    if group.pause:
        return "It is paused: nothing more is planned until it is resumed."
    return "Its cadence has ended."


def _holds(group: ReleaseGroup, process: str, wanted: str) -> bool:
    texts = (group.name, group.reference_key, process, group.team, *group.tags)
    return not wanted or any(wanted in name_key(each) for each in texts)


def _may(
    tx: Transaction, right: Right, administrators: Administrators, by: UserId, of: ProcessId
) -> bool:
    process = tx.processes.latest(of).process
    try:
        demand(tx, right, administrators, by, of=process, to="")
    except Rejected:
        return False
    return True
