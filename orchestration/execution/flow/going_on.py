"""A pause or a freeze ends: what it held back begins, unless another one still holds it back."""

from __future__ import annotations

from datetime import datetime

from orchestration.execution.flow.activation import begin_held_back, held_back
from orchestration.execution.flow.outcomes import again
from orchestration.execution.state.model import ProcessExecution
from orchestration.values import ActivityRef


def gone_on(execution: ProcessExecution, at: datetime) -> ProcessExecution:
    """In the order of the process; what was due to be tried again is."""
    due = [ActivityRef(each) for each in execution.held_back if each in execution.activities]
    execution = begin_held_back(execution, at)
    for ref in sorted(due, key=execution.plan.place.__getitem__):
        activity = execution.activity(ref)
        if activity.next_try_at is None:
            continue
        if execution.holds_back(ref):
            execution = held_back(execution, ref, at)
        else:
            execution = again(execution, ref, at, by=None, tries=activity.tries)
    return execution
