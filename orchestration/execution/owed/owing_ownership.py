"""What a handover owes: the cards of holds, which are the owner's to decide, and both Homes."""

from __future__ import annotations

from collections.abc import Iterator

from orchestration.effects import Effect, ShowHold, ShowHome
from orchestration.effects.obligations import THREAD
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus


def of_ownership(before: ProcessExecution, after: ProcessExecution) -> Iterator[Effect]:
    """Looks at the whole release, which is rarely handed over."""
    if before.owner == after.owner:
        return
    owners = (before.owner, after.owner)
    for ref, activity in sorted(after.activities.items()):
        if activity.status is ActivityStatus.ON_HOLD:
            for copy in (THREAD, *owners):
                yield ShowHold(execution_id=after.id, ref=ref, attempt=activity.attempt, copy=copy)
    yield from (ShowHome(user_id=each) for each in owners)
