"""A time has come: what waited for it in a release, or somebody who was away."""

from __future__ import annotations

from orchestration.effects import WakeUp
from orchestration.effects.people import EndAbsence
from orchestration.handlers.outside import Outside, Paid, Settlement
from orchestration.handlers.running import wake_up
from orchestration.people.leaving import come_back_by_time


def time_has_come(outside: Outside, effect: WakeUp | EndAbsence) -> Settlement:
    if isinstance(effect, WakeUp):
        return wake_up(outside, effect)
    now = outside.clock.now()
    return Paid(lambda tx: come_back_by_time(tx, effect, at=now))
