"""The newest output of each name: what later pipelines are given, kept as activities settle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from immutables import Map

from orchestration.values import ActivityRef

if TYPE_CHECKING:
    from orchestration.execution.state.activity_execution import ActivityExecution


@dataclass(frozen=True, slots=True, order=True)
class Output:
    """One value that a settled activity gave; the later one counts, of two at once the last."""

    at: datetime
    ref: ActivityRef
    value: str


def newest(known: Map[str, Output], given: ActivityExecution) -> Map[str, Output]:
    """What is known by name once `given` is too; looks only at its own outputs."""
    if not given.status.settled or given.ended_at is None:
        return known
    for name, value in given.outputs.items():
        now, was = Output(given.ended_at, given.ref, value), known.get(name)
        if was is None or was < now:
            known = known.set(name, now)
    return known
