"""What the clock owes of freezes: nothing is remembered in it, so any number of clocks may tick."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from orchestration.effects.freeze import WarnOfFreeze
from orchestration.execution.forecast import forecast
from orchestration.execution.state.model import ProcessExecution
from orchestration.freezes.applying import owe_applying, running_in
from orchestration.freezes.holding import is_excepted
from orchestration.freezes.model import Freeze, FreezeEffect, FreezeWindow
from orchestration.freezes.passed import tell_of_passed
from orchestration.freezes.windows import next_windows
from orchestration.ports import Transaction
from orchestration.values import FreezeId

AHEAD: Final = timedelta(hours=24)
"""From so long before it begins, people are warned of a freeze that holds their release."""
AGAIN: Final = timedelta(minutes=15)
"""How often it is asked whether a release will end in time: a forecast changes."""
_SOON: Final = timedelta(minutes=5)
"""What begins or ends so soon is owed for its very moment: the clock ticks only once a minute."""
_AT_ONCE: Final = 20


def look_at_freezes(tx: Transaction, now: datetime) -> None:
    """Owe what has become due; with nothing due it is one indexed query."""
    for freeze_id in tx.freezes.due(now, limit=_AT_ONCE):
        _look_at(tx, freeze_id, now)


def looks_at(freeze: Freeze, now: datetime) -> datetime | None:
    """When there is something to do for it: while it is near or on, again and again."""
    if freeze.effect is not FreezeEffect.HOLD_RUNNING or freeze.archived_by is not None:
        return None
    window = next(iter(next_windows(freeze, now, count=1)), None)
    if window is None:
        return None
    moments = (window.begins - AHEAD, window.begins - _SOON, window.begins, window.ends - _SOON)
    coming = [each for each in (*moments, window.ends) if each > now]
    return min(*coming, now + AGAIN) if window.begins - AHEAD <= now else min(coming)


def _look_at(tx: Transaction, freeze_id: FreezeId, now: datetime) -> None:
    freeze = tx.freezes.get(freeze_id)
    if freeze.looks_at is None or freeze.looks_at > now:
        return  # another clock was first
    near = _near(freeze, freeze.looks_at, now)
    tell_of_passed(tx, freeze, [x for x in near if _unseen(x, freeze.looks_at, now)], now)
    for window in near:
        for moment in (window.begins, window.ends):
            if moment <= now + _SOON:
                occasion = f"{freeze.id}.{int(moment.timestamp())}"
                owe_applying(tx, freeze, occasion, at=now, due_at=moment)
        if window.begins > now:
            _warn(tx, freeze, window, now)
    tx.freezes.save(freeze.model_copy(update={"looks_at": looks_at(freeze, now)}))


def _unseen(window: FreezeWindow, since: datetime, now: datetime) -> bool:
    """It began and ended since somebody was to look at its beginning."""
    return window.ends <= now and since <= window.begins + AGAIN


def _near(freeze: Freeze, since: datetime, now: datetime) -> list[FreezeWindow]:
    """What began or ended since the clock looked last, is on, or begins within a day."""
    found = next_windows(freeze, min(since, now) - _SOON, count=10)
    return [each for each in found if each.begins - AHEAD <= now]


def _warn(tx: Transaction, freeze: Freeze, window: FreezeWindow, now: datetime) -> None:
    """Those that do not end in time, as far as anybody can tell; each is told once."""
    for release in running_in(tx, [freeze]):
        execution = tx.executions.find(release.execution_id) if release.execution_id else None
        late = execution is not None and not ends_before(execution, window.begins, now)
        if late and not is_excepted(release, freeze, window):
            warning = WarnOfFreeze(release_id=release.id, freeze=freeze.id, begins=window.begins)
            tx.owed.owe([warning], at=now)


def ends_before(execution: ProcessExecution, begins: datetime, now: datetime) -> bool:
    """Whether it is foretold to; one whose durations do not say is not."""
    foretold = forecast(execution, now)
    return foretold is not None and foretold.ends_at <= begins
