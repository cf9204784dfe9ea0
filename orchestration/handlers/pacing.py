"""When a run is asked after again: a tenth of the time it has taken so far, within bounds."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Final

from orchestration.pipelines.model import Pipeline

Bounds = tuple[timedelta, timedelta]
OURS: Final[Bounds] = (timedelta(seconds=0.5), timedelta(seconds=30))
"""A program here, or a job of a server that its entry describes."""
ASKED: Final[Bounds] = (timedelta(seconds=3), timedelta(seconds=60))
"""On a connection, whose server counts what it is asked."""
TOLD: Final[Bounds] = (timedelta(seconds=10), timedelta(minutes=5))
"""On a connection with webhooks: asking is for the ones that are lost."""


def next_look(pipeline: Pipeline | None, key: str, owed_at: datetime, now: datetime) -> datetime:
    """Spread by up to a tenth either way, so that what began together is not asked together."""
    soonest, latest = OURS
    if pipeline is not None and pipeline.connection:
        soonest, latest = TOLD if pipeline.told else ASKED
    pause = min(max((now - owed_at) / 10, soonest), latest)
    chance = int.from_bytes(blake2b(f"{key}@{now}".encode(), digest_size=2).digest()) / 65_535
    return now + pause * (0.9 + 0.2 * chance)
