"""What stands in a feed: releases and windows of freezes, as a calendar program shows them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from orchestration.calendar.pages import Listed
from orchestration.calendar.span import ASSUMED
from orchestration.freezes.model import Freeze, FreezeWindow
from orchestration.freezes.windows import windows_between
from orchestration.releases.model import Release
from orchestration.values import Frozen

BACK, AHEAD = timedelta(days=90), timedelta(days=365)
"""What a feed shows: so far back, so far ahead."""


class EntryState(StrEnum):
    """The words of RFC 5545, 3.8.1.11."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


class FeedEntry(Frozen):
    """One entry; its `uid` is the same for ever, `sequence` is raised by every change of it."""

    uid: str
    sequence: int
    changed_at: datetime
    """When it came to be as it is."""
    title: str
    lines: tuple[str, ...] = ()
    """What is said of it besides, a line each."""
    begins: datetime
    ends: datetime
    zone: str
    state: EntryState = EntryState.CONFIRMED
    kinds: tuple[str, ...] = ()
    all_day: bool = False
    busy: bool = True
    """False for a freeze: it fills nobody's time."""


def release_entry(listed: Listed, process: str) -> FeedEntry:
    """An occurrence that is not made yet keeps its id when it becomes a release."""
    release = listed.release
    begins, ends = listed.span
    title = listed.of if listed.planned else release.title
    return FeedEntry(
        uid=f"{release.id}@drumbeat",
        sequence=0 if listed.planned else release.revision + 1,
        changed_at=release.changed_at or release.created_at,
        title=title,
        lines=(
            f"Status: {listed.state.value}",
            f"Process: {process}",
            *([f"Tags: {', '.join(release.tags)}"] if release.tags else ()),
            *([f"Services: {', '.join(release.services)}"] if release.services else ()),
            *([f"Environments: {', '.join(release.environments)}"] if release.environments else ()),
            *([release.description] if release.description else ()),
        ),
        begins=begins,
        ends=ends if ends > begins else begins + ASSUMED,
        zone=release.zone or "UTC",
        state=_state(release, planned=listed.planned),
        kinds=tuple(dict.fromkeys([process, *release.tags])),
    )


def _state(release: Release, *, planned: bool) -> EntryState:
    """Cancelled is what never began: left out, missed, or called off before its start."""
    if planned:
        return EntryState.TENTATIVE
    if release.started_at is None and release.status.ended:
        return EntryState.CANCELLED
    return EntryState.CONFIRMED


def freeze_entries(
    freezes: Iterable[Freeze], begins: datetime, ends: datetime
) -> tuple[FeedEntry, ...]:
    return tuple(
        _frozen(freeze, window)
        for freeze in freezes
        for window in windows_between(freeze, begins, ends)
    )


def _frozen(freeze: Freeze, window: FreezeWindow) -> FeedEntry:
    zone = ZoneInfo(freeze.zone)
    does = "No release starts." if freeze.effect.blocks else "Releases are warned."
    midnights = {each.astimezone(zone).time() for each in (window.begins, window.ends)} == {time()}
    return FeedEntry(
        uid=f"{freeze.id}-{window.begins:%Y%m%dT%H%M%SZ}@drumbeat",
        sequence=freeze.revision,
        changed_at=freeze.changed_at or freeze.created_at,
        title=f"Freeze: {freeze.name}",
        lines=(does, *([freeze.note] if freeze.note else ())),
        begins=window.begins,
        ends=window.ends,
        zone=freeze.zone,
        kinds=("Freeze",),
        all_day=midnights,
        busy=False,
    )
