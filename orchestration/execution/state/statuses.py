"""The words for where things stand (product.md section 5)."""

from __future__ import annotations

from enum import StrEnum


class ActivityStatus(StrEnum):
    PENDING = "pending"
    QUEUED = "queued"
    RUNNING = "running"
    WAITING_FOR_INPUT = "waiting_for_input"
    ON_HOLD = "on_hold"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    IGNORED = "ignored"
    SKIPPED = "skipped"
    ABORTED = "aborted"

    @property
    def settled(self) -> bool:
        """True when dependants may go on."""
        return self in _SETTLED

    @property
    def ended(self) -> bool:
        """True when nothing more happens to it."""
        return self in _SETTLED or self in {ActivityStatus.ABORTED, ActivityStatus.FAILED}

    @property
    def active(self) -> bool:
        """True while the activity has begun and is has not ended."""
        return self is not ActivityStatus.PENDING and not self.ended


_SETTLED = frozenset({ActivityStatus.SUCCEEDED, ActivityStatus.IGNORED, ActivityStatus.SKIPPED})


class ExecutionStatus(StrEnum):
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    PARTIALLY_SUCCEEDED = "partially_succeeded"
    FAILED = "failed"
    ABORTED = "aborted"

    @property
    def ended(self) -> bool:
        return self is not ExecutionStatus.RUNNING


class WorkKind(StrEnum):
    """What a task asks of a person."""

    TODO = "todo"
    SIGN_OFF = "sign_off"
    FORM = "form"
    FINALISE = "finalise"
    """Its tasks are done; its owner closes the activity with a note and its outputs."""
    BY_HAND = "by_hand"
    """An automated activity without a pipeline: run it, then say how it went."""


class TaskStatus(StrEnum):
    EARLY = "early"
    """Its activity is not reached yet; somebody has signed it nevertheless."""
    OPEN = "open"
    DONE = "done"
    APPROVED = "approved"
    REJECTED = "rejected"
    FAILED = "failed"
    CLOSED = "closed"
    """Its activity ended without it."""
    SKIPPED = "skipped"
    """Left out by somebody who may, with a reason; its activity does not wait for it."""
    WITHDRAWN = "withdrawn"
    """One that was added while the release ran, and taken back."""


class Verdict(StrEnum):
    """What a person said of a sign-off, or what became of that: rows are only ever added."""

    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    """Its author took back the verdict before it."""
    VOIDED = "voided"
    """The verdict before it no longer counts: what it rests on has changed, or it has expired."""

    @property
    def ends_another(self) -> bool:
        return self in {Verdict.WITHDRAWN, Verdict.VOIDED}
