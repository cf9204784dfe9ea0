"""How often each Web API method may be called: below Slack's own limits, per workspace.

One call too many costs a 429 that blocks the method for everybody, so we stay under the tiers of
slack.md, "Rate limits". A call that would wait long is refused with the time at which to come
back, so that no worker is held; those refused are told different times.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple, Protocol

from orchestration.errors import Transient

PATIENCE = 2.0
"""Seconds a caller is made to wait here rather than sent away."""


class Budget(Protocol):
    """Permission to call; `bot.shared_budget` is the one that all replicas share."""

    async def spend(self, method: str, channel: str = "") -> None:
        """Return when the call may be made, or raise `Transient` with the time to come back."""
        ...

    def blocked(self, method: str, seconds: float) -> None:
        """Slack answered 429: nobody calls this method before the time it named."""
        ...


class Rate(NamedTuple):
    per_minute: float
    burst: int
    per_channel: bool = False


RATES: Mapping[str, Rate] = {
    # Slack takes one a second and a short burst; one less, since some arrive later than others.
    "chat.postMessage": Rate(57, 4, per_channel=True),
    "chat.update": Rate(40, 9),  # one decision redraws up to nine copies; 49 in any minute
    "conversations.history": Rate(40, 5),
    "conversations.replies": Rate(40, 5),
    "conversations.open": Rate(40, 5),
    "views.publish": Rate(80, 10),
    "users.info": Rate(80, 10),
    "users.list": Rate(15, 3),
    "pins.add": Rate(15, 3),
    "pins.remove": Rate(15, 3),
    "usergroups.list": Rate(15, 3),
}
_OTHERS = Rate(40, 5)


@dataclass(slots=True)
class Meter:
    """A generic cell rate meter: `full_at` is when the burst would be whole again."""

    rate: Rate
    full_at: float = 0.0
    promised: float = 0.0

    def wait(self, now: float) -> float:
        """Seconds until the next call fits."""
        interval = 60 / self.rate.per_minute
        return max(0.0, self.full_at - (self.rate.burst - 1) * interval - now)

    def take(self, now: float) -> None:
        self.full_at = max(now, self.full_at) + 60 / self.rate.per_minute

    def promise(self, now: float) -> float:
        """Seconds after which to come back: each refused caller one interval later."""
        free_at = now + self.wait(now)
        self.promised = max(free_at, self.promised + 60 / self.rate.per_minute)
        return self.promised - now

    def turn(self, now: float, blocked_until: float, patience: float) -> tuple[float, float]:
        """Seconds to wait before the call that is taken, or to come back after where it is not."""
        block = blocked_until - now
        wait = max(block, self.wait(now))
        if wait > patience:
            return 0.0, max(block, self.promise(now))
        self.take(now)
        return wait, 0.0


def rate_of(rates: Mapping[str, Rate], method: str) -> Rate:
    return rates.get(method, _OTHERS)


async def kept(method: str, wait: float, later: float) -> None:
    """Do as a meter said: wait here, or be sent away."""
    if later > 0:
        raise Transient(
            f"{method} has no budget for {later:.0f} s", timedelta(seconds=later), untried=True
        )
    if wait > 0:
        await asyncio.sleep(wait)


class LocalBudget:
    """The budget of this process alone."""

    def __init__(
        self,
        rates: Mapping[str, Rate] = RATES,
        *,
        clock: Callable[[], float] = time.monotonic,
        patience: float = PATIENCE,
    ) -> None:
        self._rates = rates
        self._clock = clock
        self._patience = patience
        self._meters: dict[tuple[str, str], Meter] = {}
        self._blocked_until: dict[str, float] = {}

    async def spend(self, method: str, channel: str = "") -> None:
        """Wait at most `patience` seconds for this call's turn."""
        now = self._clock()
        meter = self._meter(method, channel, now)
        blocked_until = self._blocked_until.get(method, 0.0)
        await kept(method, *meter.turn(now, blocked_until, self._patience))

    def blocked(self, method: str, seconds: float) -> None:
        until = self._clock() + seconds
        self._blocked_until[method] = max(until, self._blocked_until.get(method, 0.0))

    def _meter(self, method: str, channel: str, now: float) -> Meter:
        rate = rate_of(self._rates, method)
        key = (method, channel if rate.per_channel else "")
        if key not in self._meters:
            if len(self._meters) > 1000:
                self._meters = {k: m for k, m in self._meters.items() if m.full_at > now}
            self._meters[key] = Meter(rate)
        return self._meters[key]
