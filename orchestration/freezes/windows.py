"""When a freeze is on: its windows, one after the other, in UTC."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from orchestration.freezes.model import Freeze, FreezeWindow, Recurring
from orchestration.scheduling.occurrences import moment, occurrences

HORIZON: Final = timedelta(days=400)
"""How far ahead anybody looks for the next window, or for the next time that is free."""
_CHUNK: Final = timedelta(days=28)
_EPOCH: Final = datetime(2000, 1, 3, tzinfo=UTC)
_CHANGE: Final = timedelta(hours=3)
"""The clock on a wall is never put forward or back by more."""


def windows_between(freeze: Freeze, begins: datetime, ends: datetime) -> list[FreezeWindow]:
    """Those that overlap that time, earliest first; an archived freeze has none."""
    if freeze.archived_by is not None:
        return []
    cut = {each.begins: each.ends for each in freeze.ended_early}
    found = [
        window
        for each in _planned(freeze, begins, ends)
        if (window := _as_ended(each, cut.get(each.begins))) and window.overlaps(begins, ends)
    ]
    return sorted(found, key=lambda each: (each.begins, each.ends))


def window_at(freeze: Freeze, at: datetime) -> FreezeWindow | None:
    """The one that is on; of several the one that ends last."""
    return max(windows_between(freeze, at, at), key=lambda each: each.ends, default=None)


def next_windows(freeze: Freeze, at: datetime, *, count: int) -> list[FreezeWindow]:
    """The one that is on and those to come, as far as anybody looks."""
    found: list[FreezeWindow] = []
    begins = at
    while len(found) < count and begins < at + HORIZON:
        ends = begins + 4 * _CHUNK
        known = {each.begins for each in found}
        there = windows_between(freeze, begins, ends)
        found += [each for each in there if each.begins not in known and each.ends > at]
        begins = ends
    return found[:count]


def _as_ended(window: FreezeWindow, ended_at: datetime | None) -> FreezeWindow | None:
    if ended_at is None or ended_at >= window.ends:
        return window
    return window.model_copy(update={"ends": ended_at}) if ended_at > window.begins else None


def _planned(freeze: Freeze, begins: datetime, ends: datetime) -> Iterator[FreezeWindow]:
    yield from freeze.windows
    if freeze.recurs is not None:
        first = (begins - freeze.recurs.lasts - _CHANGE - _EPOCH) // _CHUNK
        last = (ends - _EPOCH) // _CHUNK
        for chunk in range(first, last + 1):
            yield from _of_chunk(freeze.recurs, chunk)


@lru_cache(maxsize=4096)
def _of_chunk(recurs: Recurring, chunk: int) -> Sequence[FreezeWindow]:
    """Those that begin in four weeks; kept, since a calendar asks for each of its releases."""
    zone = ZoneInfo(recurs.cadence.zone)
    after = _EPOCH + chunk * _CHUNK - timedelta(microseconds=1)
    return tuple(
        FreezeWindow(begins=each.at, ends=moment(each.local + recurs.lasts, zone))
        for each in occurrences(recurs.cadence, after, after + _CHUNK)
    )
