"""Redo: an activity and everything that depends on it become pending again, and it begins anew.

A rare decision, so it may look at the whole release; the counts are taken anew afterwards.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime

from orchestration.execution.events import Redone
from orchestration.execution.flow.activation import activate
from orchestration.execution.flow.in_turn import unreached, waits_its_turn
from orchestration.execution.state.activity_execution import ActivityExecution, past_attempt
from orchestration.execution.state.counting import recounted
from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.plan import Plan
from orchestration.execution.state.redo import Redo
from orchestration.execution.state.statuses import ActivityStatus, TaskStatus
from orchestration.execution.tasks.voiding import voided
from orchestration.processes.model import phase_of
from orchestration.replacing import replace
from orchestration.values import ActivityRef


@dataclass(frozen=True, slots=True)
class Downstream:
    """Where a redo reaches."""

    activities: frozenset[ActivityRef]
    """What it begins from, and everything that waits for it, however indirectly."""
    phases: frozenset[str]
    """Those that wait for one of these to end: they begin anew, with their times and conditions."""


def downstream(plan: Plan, ref: ActivityRef) -> Downstream:
    """Along the dependencies between activities and those between phases."""
    found, phases = {ref}, set[str]()
    again: deque[ActivityRef] = deque(found)
    ended: deque[str] = deque()
    while again or ended:
        if again:
            each = again.popleft()
            reached = plan.successors[each]
            ended.append(phase_of(each))
        else:
            later = [x for x in plan.phase_successors[ended.popleft()] if x not in phases]
            phases.update(later)
            ended.extend(later)
            reached = tuple(x for phase in later for x in plan.phase_activities[phase])
        fresh = [x for x in reached if x not in found]
        found.update(fresh)
        again.extend(fresh)
    return Downstream(frozenset(found), frozenset(phases))


def can_be_redone(execution: ProcessExecution, ref: ActivityRef) -> bool:
    """True for what was reached, settled or not, in a release that still can come to a good end."""
    if execution.status.ended or execution.failed_by is not None:
        return False
    known = ref in execution.plan.activities
    return known and execution.activity(ref).status is not ActivityStatus.PENDING


def redone(execution: ProcessExecution, event: Redone) -> ProcessExecution:
    """Reopen it with all that depends on it, and begin it as the release's next candidate."""
    if event.candidate != execution.candidate + 1 or not can_be_redone(execution, event.ref):
        return execution
    redo = Redo(
        candidate=event.candidate,
        ref=event.ref,
        by=event.by,
        at=event.at,
        reason_id=event.reason_id,
    )
    reach = downstream(execution.plan, event.ref)
    phase = phase_of(event.ref)
    gave_back = execution.phase_settled(phase) and phase in execution.turns
    execution = _with_phases_unreached(execution, reach.phases)
    execution = unreached(execution, reach.phases, event.at)
    execution = _not_held_back(execution, reach)
    execution = _not_signed_early(execution, event)
    execution = replace(execution, redos=(*execution.redos, redo))
    for task in tuple(execution.tasks.values()):
        asked = task.status is not TaskStatus.EARLY
        if asked and task.ref in reach.activities and not task.voided_in:
            execution = execution.with_task(_voided(task, redo))
    for ref in reach.activities:
        was = execution.activity(ref)
        if was.status is not ActivityStatus.PENDING:
            execution = execution.with_activity(_reopened(was, redo))
    execution = recounted(execution)
    if _waits(execution, event.ref):
        return execution
    if gave_back and execution.plan.version.process.phases_by_id[phase].uses:
        return _in_turn_again(execution, phase, event.at)
    return activate(execution, event.ref, event.at)


def _not_signed_early(execution: ProcessExecution, event: Redone) -> ProcessExecution:
    """What was signed early was signed for another candidate; it must not count in this step."""
    why = f"the candidate is rc {event.candidate} now, and was rc {execution.candidate}"
    for task in tuple(execution.tasks.values()):
        if task.status is TaskStatus.EARLY:
            execution = voided(execution, task, event.at, why)
    return execution


def _in_turn_again(execution: ProcessExecution, phase: str, at: datetime) -> ProcessExecution:
    """It had ended, and given back what it uses: nothing of it begins before it has that again."""
    attempts = execution.phase_attempts.set(phase, execution.phase_attempt(phase) + 1)
    execution = replace(execution, phase_attempts=attempts)
    return recounted(waits_its_turn(execution, phase, at, only_places=True))


def _waits(execution: ProcessExecution, ref: ActivityRef) -> bool:
    """True for what was skipped with its phase before all it depends on had settled."""
    started = execution.phase_started(phase_of(ref))
    return not started or execution.open_predecessors(ref) > 0


def _with_phases_unreached(execution: ProcessExecution, phases: frozenset[str]) -> ProcessExecution:
    """Those that waited for their time wait for the phases before them again."""
    held_until, attempts = execution.held_until.mutate(), execution.phase_attempts.mutate()
    for phase in phases:
        held_until.pop(phase, None)
        attempts[phase] = execution.phase_attempt(phase) + 1
    return replace(execution, held_until=held_until.finish(), phase_attempts=attempts.finish())


def _not_held_back(execution: ProcessExecution, reach: Downstream) -> ProcessExecution:
    """What a pause held back there has to be reached again first."""
    held_back = execution.held_back.mutate()
    for place in (*reach.activities, *reach.phases):
        held_back.pop(place, None)
    return replace(execution, held_back=held_back.finish())


def _reopened(was: ActivityExecution, redo: Redo) -> ActivityExecution:
    """Pending, with the attempt kept: the next one is this plus one."""
    past = past_attempt(was, redo.at)
    past = replace(past, retried_by=redo.by, retried_at=redo.at, redone_in=redo.candidate)
    return ActivityExecution(
        ref=was.ref, attempt=was.attempt, past=(*was.past, past), added=was.added
    )


def _voided(task: ManualTask, redo: Redo) -> ManualTask:
    """What was answered stays on record and counts no more; what is still asked is withdrawn."""
    status, settled_at = task.status, task.settled_at
    if task.open:
        status, settled_at = TaskStatus.CLOSED, redo.at
    return replace(task, status=status, settled_at=settled_at, voided_in=redo.candidate)
