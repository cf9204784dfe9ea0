"""What a phase that waits keeps back in its own process, and in those that it runs in."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from orchestration.execution.state.model import ProcessExecution
from orchestration.processes.model import phase_of
from orchestration.values import ActivityRef


def kept_back_by_phase(execution: ProcessExecution, phase: str) -> frozenset[str]:
    """The phases that cannot end before this one has begun, itself among them."""
    return _kept_back(execution, whole=[phase], refs=())


def kept_back_by(execution: ProcessExecution, ref: ActivityRef) -> frozenset[str]:
    """The phases that cannot end before this activity has."""
    return _kept_back(execution, whole=(), refs=[ref])


def _kept_back(
    execution: ProcessExecution, *, whole: Iterable[str], refs: Iterable[ActivityRef]
) -> frozenset[str]:
    """Phases that come after one of these, and those of which an activity depends on one."""
    plan = execution.plan
    phases, left = deque(whole), deque(refs)
    entirely, kept = set(phases), set(left)
    found = entirely | {phase_of(each) for each in kept}

    def ends_later(phase: str) -> None:
        found.add(phase)
        for after in plan.phase_successors[phase]:
            if after not in entirely:
                entirely.add(after)
                phases.append(after)

    for each in tuple(found):
        ends_later(each)
    while phases or left:
        if phases:
            phase = phases.popleft()
            ends_later(phase)
            fresh = [each for each in plan.phase_activities[phase] if each not in kept]
        else:
            fresh = [each for each in plan.successors[left.popleft()] if each not in kept]
        waiting = [each for each in fresh if not execution.activity(each).status.settled]
        kept.update(waiting)
        left.extend(waiting)
        for each in waiting:
            ends_later(phase_of(each))
    return frozenset(found)
