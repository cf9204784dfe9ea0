"""Waiting for other releases and for shared resources: what was seen, and what a person said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from orchestration.execution.state.turn import WaitedFor
from orchestration.values import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnSeen:
    """Somebody looked at what a phase waits for."""

    at: datetime
    phase: str
    attempt: int
    waits_for: tuple[WaitedFor, ...]
    holds_all: bool
    """Every resource that it uses is its own now."""
    circle: tuple[str, ...] = ()
    """The releases that keep one another from what it queues for, by reference; its own first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnOverruled:
    """A person said that a phase goes on, although what it waits for has not ended."""

    at: datetime
    by: UserId
    phase: str
    attempt: int
    reason_id: str


TurnEvent = TurnSeen | TurnOverruled
