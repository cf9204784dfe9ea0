"""How many of a phase's activities are where, counted as they move and never by looking at all."""

from __future__ import annotations

from typing import NamedTuple

from orchestration.execution.state.statuses import ActivityStatus


class PhaseTally(NamedTuple):
    """How many of a phase's activities are where; the rest are pending."""

    settled: int = 0
    active: int = 0
    on_hold: int = 0
    waiting: int = 0
    aborted: int = 0
    ignored: int = 0
    skipped: int = 0
    failed: int = 0

    def moved(self, was: ActivityStatus, now: ActivityStatus) -> PhaseTally:
        """One activity has gone from one status to another."""
        counted = zip(self, _COUNTS_AS[now], _COUNTS_AS[was], strict=True)
        return PhaseTally(*(each + more - less for each, more, less in counted))


_COUNTS_AS = {
    each: PhaseTally(
        settled=each.settled,
        active=each.active,
        on_hold=each is ActivityStatus.ON_HOLD,
        waiting=each is ActivityStatus.WAITING_FOR_INPUT,
        aborted=each is ActivityStatus.ABORTED,
        ignored=each is ActivityStatus.IGNORED,
        skipped=each is ActivityStatus.SKIPPED,
        failed=each is ActivityStatus.FAILED,
    )
    for each in ActivityStatus
}
"""What one activity in a status counts as."""
