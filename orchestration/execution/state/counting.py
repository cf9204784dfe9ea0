"""The full-scan definition of what the engine counts step by step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from immutables import Map

from orchestration.execution.state.activity_execution import ActivityExecution
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.outputs import Output, newest
from orchestration.execution.state.plan import Plan
from orchestration.execution.state.statuses import ActivityStatus
from orchestration.execution.state.tally import PhaseTally
from orchestration.processes.model import phase_of
from orchestration.replacing import replace
from orchestration.values import ActivityRef


def recounted(execution: ProcessExecution) -> ProcessExecution:
    """The same state with its counts taken anew from the activities.

    `unsettled` and `unsettled_phases` have an entry only where something was counted down;
    `tallies` only where an activity left `pending`.
    """
    plan = execution.plan
    settled = [ref for ref, each in execution.activities.items() if each.status.settled]
    tallies: dict[str, PhaseTally] = {}
    for ref, each in execution.activities.items():
        if each.status is not ActivityStatus.PENDING:
            phase = phase_of(ref)
            tally = tallies.get(phase, PhaseTally())
            tallies[phase] = tally.moved(ActivityStatus.PENDING, each.status)
    gone: Counter[ActivityRef] = Counter(
        successor for ref in settled for successor in plan.successors[ref]
    )
    begun = execution.started_at is not None
    settled_phases = _settled_phases(plan, tallies, _kept(execution)) if begun else frozenset[str]()
    gone_phases: Counter[str] = Counter(
        successor for phase in settled_phases for successor in plan.phase_successors[phase]
    )
    outputs: Map[str, Output] = Map()
    for ref in settled:
        outputs = newest(outputs, execution.activities[ref])
    return replace(
        execution,
        outputs=outputs,
        tallies=Map(tallies),
        unsettled=Map({ref: len(plan.predecessors[ref]) - n for ref, n in gone.items()}),
        unsettled_phases=Map(
            {phase: len(plan.phase_predecessors[phase]) - n for phase, n in gone_phases.items()}
        ),
    )


def _kept(execution: ProcessExecution) -> set[str]:
    """Phases that were reached and wait."""
    waiting = (phase for phase, turn in execution.turns.items() if turn.waiting)
    return {*execution.held_until, *execution.held_back, *waiting}


def _settled_phases(plan: Plan, tallies: dict[str, PhaseTally], held: set[str]) -> frozenset[str]:
    """Phases all of whose activities are settled; an empty one once all it waits for are."""
    settled: set[str] = {
        phase
        for phase, refs in plan.phase_activities.items()
        if refs and phase in tallies and tallies[phase].settled == len(refs)
    }
    empty = [
        phase for phase, refs in plan.phase_activities.items() if not refs and phase not in held
    ]
    while True:
        found = [
            phase
            for phase in empty
            if phase not in settled and settled.issuperset(plan.phase_predecessors[phase])
        ]
        if not found:
            return frozenset(settled)
        settled.update(found)


def caught_up_counts(
    known: ProcessExecution,
    changed: Mapping[ActivityRef, ActivityExecution],
    *,
    anew: bool = False,
) -> ProcessExecution:
    """`known` with what others changed since, at the cost of the changes; owes no rows.

    `anew` where more than activities changed: other phases are kept, and one without activities
    may have ended by that alone; or work was redone, and gives other outputs.
    """
    after = known
    for each in changed.values():
        after = after.with_activity(each)
    after = replace(after, changed=known.changed)
    moved = [
        ref for ref in changed if known.activity(ref).status.settled != _is_settled(after, ref)
    ]
    begun_since = not known.activities  # `started_at` may already be that of the newer row
    if begun_since or anew or any(not _is_settled(after, ref) for ref in moved):
        return recounted(after)
    unsettled = after.unsettled.mutate()
    for ref in moved:
        for successor in after.plan.successors[ref]:
            unsettled[successor] = (
                unsettled.get(successor, len(after.plan.predecessors[successor])) - 1
            )
    after = replace(after, unsettled=unsettled.finish())
    finished = [
        phase
        for phase in {phase_of(ref) for ref in moved}
        if after.phase_settled(phase) and not known.phase_settled(phase)
    ]
    return recounted(after) if finished else after


def _is_settled(execution: ProcessExecution, ref: ActivityRef) -> bool:
    return execution.activity(ref).status.settled
