"""What the card of an activity on hold says, and of its earlier attempts."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from orchestration.read_models.task_cards import StandInLine
from orchestration.values import ActivityRef, ExecutionId, Frozen, ReleaseId, UserId

HoldOutcome = Literal[
    "open", "waiting", "adopted", "retried", "redone", "ignored", "skipped", "aborted", "failed"
]
"""What became of it; `waiting` where it is tried again by itself."""


class AttemptLine(Frozen):
    """An attempt that another one followed."""

    attempt: int
    ended_at: datetime
    how: str
    """`exit code 3`; of one that was redone, how it stood."""
    retried_by: UserId | None = None
    candidate: int = 0
    """The one with which it was reopened; 0 for a retry."""
    given: tuple[str, ...] = ()
    """The names of the inputs that somebody had given it."""
    link: str = ""


class HoldCard(Frozen):
    """An activity on hold, and the choices of those who may decide."""

    execution_id: ExecutionId
    ref: ActivityRef
    attempt: int
    name: str
    phase: str
    release_id: ReleaseId
    release_title: str
    reason: str
    said: str = ""
    """What the person wrote who rejected it or reported the failure."""
    said_by: UserId | None = None
    log_tail: str = ""
    link: str = ""
    waits: tuple[str, ...] = ()
    """The names of what cannot go on until this is decided."""
    deciders: tuple[UserId, ...]
    standing_in: tuple[StandInLine, ...] = ()
    """Who of them is asked in somebody's place, or as a backup."""
    attempts: tuple[AttemptLine, ...] = ()
    """Those before this one, oldest first."""
    takes_inputs: bool = False
    """It is told something that a retry can change."""
    outputs: tuple[str, ...] = ()
    """What it would have given, by name."""
    rejected: bool = False
    """Somebody rejected what was to be signed: a fix most likely begins upstream."""
    in_doubt: bool = False
    """Nobody knows what became of its run."""
    run: str = ""
    """The one that started and cannot be seen; empty where nobody heard whether one did."""
    held: bool = True
    """False for a failure that is, or was, tried again by itself."""
    next_try_at: datetime | None = None
    """When it is tried again by itself, where that is still to come."""
    tries: tuple[int, int] = (0, 0)
    """Which try that is, and of how many."""
    outcome: HoldOutcome = "open"
    decided_by: UserId | None = None
    decided_at: datetime | None = None
    decision_reason: str = ""
