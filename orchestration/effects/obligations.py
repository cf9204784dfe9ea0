"""The two kinds of what may be owed: refreshes that stand, and what is paid one time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar, Literal

from orchestration.values import ActivityRef, ExecutionId, effect_key

Copy = str
"""Where a card's copy lies: `thread`, or the id of the person whose DM holds it."""
THREAD: Copy = "thread"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refresh:
    """Standing: asking again raises what is wanted."""

    standing: ClassVar[bool] = True
    spacing: ClassVar[timedelta] = timedelta(0)
    """The least time between two payments: one message must not use up Slack's budget."""
    priority: ClassVar[int] = 0
    """What people wait for goes first: 0 before 1 before 2."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Once:
    """Paid one time."""

    standing: ClassVar[bool] = False
    priority: ClassVar[int] = 0


WaitedFor = Literal[
    "timeout",
    "next_try",
    "not_before",
    "reminder",
    "due",
    "snooze",
    "expected_end",
    "delegation",
    "expiry",
]
"""What a time stands for: an attempt took too long, or is tried again; a phase may begin; somebody
is to be reminded, was to have acted, or wanted to hear of it again; an activity should have ended;
what was handed on is asked of its own person again; a sign-off counts no more.
"""

Occasion = Literal["reminder", "due", "snooze", "escalation", "expected_end"]
"""Why people are told of what waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfAttempt(Once):
    """About one attempt of one activity: never owed twice for the same one."""

    kind: str
    execution_id: ExecutionId
    ref: ActivityRef
    attempt: int

    @property
    def key(self) -> str:
        return effect_key(self.kind, f"{self.execution_id}/{self.ref}", str(self.attempt))
