"""What a running release has to hear of freezes, at this moment and as they stand now.

Asked again it gives the same: whoever brings a release in line may do so any number of times.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from orchestration.execution.events import FreezeEvent, FreezeHeld, FreezeLifted, FreezeOver
from orchestration.execution.state.freeze_hold import FreezeHold
from orchestration.execution.state.model import ProcessExecution
from orchestration.freezes.exceptions import FreezeException
from orchestration.freezes.holding import Held, freezes_at
from orchestration.freezes.model import Freeze, FreezeEffect
from orchestration.releases.model import Release

SHORT: Final = timedelta(hours=24)
"""A hold that lasted less may end by itself, where the group says so."""


def to_hear(
    freezes: Iterable[Freeze], release: Release, execution: ProcessExecution, now: datetime
) -> Iterator[FreezeEvent]:
    """What is on first, so that nobody is asked to resume what another freeze holds."""
    there = list(freezes)
    latest = max((each.begins for each in execution.frozen), default=now)
    near = {
        (held.freeze.id, held.window.begins): held
        for held in freezes_at(there, release, now, max(now, latest) + timedelta(microseconds=1))
        if held.freeze.effect is FreezeEffect.HOLD_RUNNING
    }
    known = {(each.freeze, each.begins) for each in execution.freezes}
    for key, held in near.items():
        if held.window.holds(now) or key in known:
            yield _held(held, now)
    for hold in execution.frozen:
        if (hold.freeze, hold.begins) in near:
            continue
        granted = _granted(release, hold)
        if granted is not None:
            yield FreezeLifted(
                at=now, freeze=hold.freeze, begins=hold.begins, by=granted.decided_by
            )
        else:
            yield FreezeOver(at=now, freeze=hold.freeze, begins=hold.begins)


def goes_on_by_itself(execution: ProcessExecution, now: datetime) -> Sequence[FreezeLifted]:
    """Once every freeze is over and the hold was short, in an unpaused release."""
    holds = execution.frozen
    if not holds or execution.paused or not all(each.over_at for each in holds):
        return ()
    if now - min(each.at for each in holds) >= SHORT:
        return ()
    return [FreezeLifted(at=now, freeze=each.freeze, begins=each.begins) for each in holds]


def _held(held: Held, now: datetime) -> FreezeHeld:
    return FreezeHeld(
        at=now,
        freeze=held.freeze.id,
        name=held.freeze.name,
        begins=held.window.begins,
        until=held.window.ends,
    )


def _granted(release: Release, hold: FreezeHold) -> FreezeException | None:
    return next(
        (
            each
            for each in release.freeze_exceptions
            if each.granted and hold.is_of(each.freeze, each.begins)
        ),
        None,
    )
