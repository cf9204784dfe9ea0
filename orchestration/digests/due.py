"""When a digest is due: next, and whether one that is due now is not too late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from orchestration.digests.model import LATE, Digest
from orchestration.scheduling.cadence import Cadence
from orchestration.scheduling.occurrences import Occurrence, occurrences

_SOON, _FAR = timedelta(days=8), timedelta(days=800)
"""Most are due within a week; one that is not within two years is never."""
_INSTANT = timedelta(microseconds=1)


def due_after(cadence: Cadence, moment: datetime) -> Iterator[Occurrence]:
    """What is due from then on, soonest first."""
    soon = moment + _SOON
    yield from occurrences(cadence, moment, soon)
    yield from occurrences(cadence, soon, moment + _FAR)


def due_since(digest: Digest, now: datetime) -> Occurrence | None:
    """The last that has become due since it was looked at; earlier ones are not sent any more."""
    if digest.looks_at is None or digest.looks_at > now:
        return None
    due = tuple(occurrences(digest.cadence, digest.looks_at - _INSTANT, now))
    return due[-1] if due else None


def is_late(due_at: datetime, now: datetime) -> bool:
    return now - due_at > LATE


def due_before(cadence: Cadence, moment: datetime) -> Occurrence | None:
    """The one before, of the week before it: what is told since then is new."""
    before = tuple(occurrences(cadence, moment - timedelta(days=7), moment - _INSTANT))
    return before[-1] if before else None
