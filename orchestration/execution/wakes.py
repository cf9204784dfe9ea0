"""Which steps of a release those who wait for it have to hear of."""

from __future__ import annotations

from orchestration.execution.state.model import ProcessExecution
from orchestration.processes.model import phase_of


def wakes_others(before: ProcessExecution, after: ProcessExecution) -> bool:
    """True where it begins, ends, is paused or goes on, or a phase of it has ended or is reopened.

    A process that runs inside an activity is waited for by nobody else; but whoever waits for the
    release that runs it may have stood in a circle with one of its phases.
    """
    if after.parent is not None:
        return after.turns is not before.turns
    if before.status is not after.status or before.started_at != after.started_at:
        return True
    if after.pauses is not before.pauses or after.turns is not before.turns:
        return True
    if after.held_until is not before.held_until:
        return True
    phases = {phase_of(ref) for ref in after.changed}
    return any(has_ended(before, each) != has_ended(after, each) for each in phases)


def has_ended(execution: ProcessExecution, phase: str) -> bool:
    """True where it was reached, and all of it is settled; one without activities as it begins."""
    if execution.started_at is None or not execution.phase_started(phase):
        return False
    return execution.phase_settled(phase)
