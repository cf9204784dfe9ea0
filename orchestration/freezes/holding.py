"""Which freezes hold a release at a time, and when the next time is that none does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from orchestration.freezes.model import Freeze, FreezeEffect, FreezeWindow
from orchestration.freezes.windows import HORIZON, windows_between
from orchestration.releases.model import Release


class Held(NamedTuple):
    """A release is in this window of this freeze."""

    freeze: Freeze
    window: FreezeWindow


def freezes_at(
    freezes: Iterable[Freeze], release: Release, begins: datetime, ends: datetime
) -> list[Held]:
    """Every window that the release would be in between the two, also one that only warns.

    What lets it through is left out: its type, or an exception granted for that window.
    """
    found = [
        Held(freeze, window)
        for freeze in freezes
        if concerns(freeze, release)
        for window in windows_between(freeze, begins, ends)
        if not is_excepted(release, freeze, window)
    ]
    return sorted(found, key=lambda each: (each.window.begins, each.window.ends, each.freeze.id))


def blocking_at(freezes: Iterable[Freeze], release: Release, at: datetime) -> list[Held]:
    """Those in which it may not start at that moment."""
    return [each for each in freezes_at(freezes, release, at, at) if each.freeze.effect.blocks]


def holding_at(freezes: Iterable[Freeze], release: Release, at: datetime) -> list[Held]:
    """Those in which it begins nothing new, should it run at that moment."""
    holds = FreezeEffect.HOLD_RUNNING
    return [each for each in freezes_at(freezes, release, at, at) if each.freeze.effect is holds]


def next_free(
    freezes: Iterable[Freeze],
    release: Release,
    at: datetime,
    *,
    lasts: timedelta = timedelta(0),
) -> datetime | None:
    """The first moment from `at` on at which it may start, with so much time before the next
    freeze that blocks; None where there is none for as far as anybody looks.
    """
    blocks = [each for each in freezes if each.effect.blocks and concerns(each, release)]
    latest = at + HORIZON
    while at < latest:
        held = freezes_at(blocks, release, at, at + lasts)
        if not held:
            return at
        at = max(each.window.ends for each in held)
    return None


def concerns(freeze: Freeze, release: Release) -> bool:
    """Whether the release is what the freeze is for, whatever the time."""
    if freeze.archived_by is not None or release.type in freeze.lets_through:
        return False
    scope = freeze.scope
    return scope.everything or any(
        (
            _shared(scope.tags, release.tags),
            _shared(scope.services, release.services),
            _shared(scope.environments, release.environments),
            release.group in scope.groups,
            release.process_id in scope.processes,
        )
    )


def is_excepted(release: Release, freeze: Freeze, window: FreezeWindow) -> bool:
    """Whether somebody let it through that window."""
    return any(
        each.granted and (each.freeze, each.begins) == (freeze.id, window.begins)
        for each in release.freeze_exceptions
    )


def _shared(named: tuple[str, ...], has: tuple[str, ...]) -> bool:
    return not {each.casefold() for each in named}.isdisjoint(each.casefold() for each in has)
