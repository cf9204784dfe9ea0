"""What a sign-off's card says besides the task: what is approved, what is new, what it starts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from orchestration.execution.flow.undoing import can_be_undone
from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus, TaskStatus, WorkKind
from orchestration.processes.model import ActivityType, phase_of
from orchestration.values import ActivityRef

MOST_NAMED = 6
"""How many results or successors a card names; the rest are counted."""
_NAMES_WHAT_IS_BUILT = ("commit", "sha", "revision", "digest", "image")


def approves(execution: ProcessExecution, task: ManualTask) -> tuple[str, ...]:
    """The commit or the digest, of whatever has settled by now and calls an output so."""
    if task.kind is not WorkKind.SIGN_OFF:
        return ()
    found = [
        f"{name} {each.value}"
        for name, each in sorted(execution.outputs.items())
        if any(word in name.lower() for word in _NAMES_WHAT_IS_BUILT)
    ]
    return tuple(found[:MOST_NAMED])


def since_last(execution: ProcessExecution, task: ManualTask) -> tuple[str, ...]:
    """What is another than in the last release of this process; first, which that was."""
    facts = execution.facts
    if task.kind is not WorkKind.SIGN_OFF or facts.last is None:
        return ()
    return (facts.last.reference, *_changes(execution))


def _changes(execution: ProcessExecution) -> Iterator[str]:
    facts, last = execution.facts, execution.facts.last
    if last is None:
        return
    if facts.version != last.version:
        yield f"version {facts.version or 'none'}, was {last.version or 'none'}"
    if execution.candidate > 1:
        yield f"candidate {execution.candidate}"
    for name in sorted({*facts.inputs, *last.inputs}):
        now, was = facts.inputs.get(name, ""), last.inputs.get(name, "")
        if now != was:
            yield f"{name} {now or 'left open'}, was {was or 'left open'}"
    version = execution.plan.version.version
    if version != last.process_version:
        yield f"version {version} of the process, was {last.process_version}"


def starts(execution: ProcessExecution, ref: ActivityRef) -> tuple[str, ...]:
    """What begins once this is done; marked where it waits for more than this.

    `owing` redraws the card of the last one left, when the mark falls away.
    """
    found = [_marked(execution, each, ref) for each in _next(execution, ref)]
    if len(found) > MOST_NAMED:
        return (*found[:MOST_NAMED], f"{len(found) - MOST_NAMED} more")
    return tuple(found)


def opens_onto(execution: ProcessExecution, task: ManualTask) -> tuple[str, ...]:
    """The automated work that one more approval of this task would start, by name."""
    if not _is_last_approval(execution, task) or execution.paused:
        return ()
    activities = execution.plan.activities
    found = [
        each
        for each in _next(execution, task.ref)
        if _is_automated(execution, each)
        and _waits_only_for(execution, each, task.ref)
        and not execution.holds_back(each)
    ]
    return tuple(
        activities[each].name
        for each in found
        if phase_of(each) == phase_of(task.ref) or _begins_at_once(execution, phase_of(each))
    )


def _begins_at_once(execution: ProcessExecution, phase: str) -> bool:
    """False where it waits for its time, or for other releases, once it is reached."""
    not_before = execution.plan.version.process.phases_by_id[phase].not_before
    return not_before is None and phase not in execution.plan.in_turn


def _is_automated(execution: ProcessExecution, ref: ActivityRef) -> bool:
    activity = execution.plan.activities[ref]
    runs = activity.type is ActivityType.AUTOMATED and bool(activity.pipeline)
    pending = execution.activity(ref).status is ActivityStatus.PENDING
    return pending and (runs or activity.type is ActivityType.SUBPROCESS)


def _is_last_approval(execution: ProcessExecution, task: ManualTask) -> bool:
    if task.kind is not WorkKind.SIGN_OFF or not task.open:
        return False
    if execution.plan.activities[task.ref].finalise == "owner":
        return False
    others = [each for each in execution.tasks_of(task.ref) if each.id != task.id and each.required]
    done = {TaskStatus.DONE, TaskStatus.APPROVED, TaskStatus.SKIPPED}
    return len(task.verdicts) + 1 >= task.needed and all(each.status in done for each in others)


def _next(execution: ProcessExecution, ref: ActivityRef) -> list[ActivityRef]:
    plan = execution.plan
    found = [*plan.successors[ref]]
    if not any(phase_of(each) == phase_of(ref) for each in plan.successors[ref]):
        found += [
            entry
            for later in plan.phase_successors[phase_of(ref)]
            for entry in plan.entries[later]
            if execution.open_phases(later) == 1 and entry not in plan.successors[ref]
        ]
    return found


def _marked(execution: ProcessExecution, ref: ActivityRef, done: ActivityRef) -> str:
    name = execution.plan.activities[ref].name
    alone = _waits_only_for(execution, ref, done)
    said = execution.plan.version.process.phases_by_id[phase_of(ref)].not_before
    if alone and said and phase_of(ref) != phase_of(done):
        return f"{name} (not before {said})"
    if alone and phase_of(ref) in execution.plan.in_turn and phase_of(ref) != phase_of(done):
        return f"{name} (once it is its turn among other releases)"
    return name if alone else f"{name} (once all else it waits for is done too)"


def _waits_only_for(execution: ProcessExecution, ref: ActivityRef, last: ActivityRef) -> bool:
    """True when `ref` would start if `last` settled now."""
    plan, own, before = execution.plan, phase_of(ref), phase_of(last)
    open_predecessors = execution.open_predecessors(ref) - (last in plan.predecessors[ref])
    left = len(plan.phase_activities[before]) - execution.tally(before).settled
    frees_phase = left == 1 and before in plan.phase_predecessors[own]
    return open_predecessors == 0 and execution.open_phases(own) == (1 if frees_phase else 0)


def undo_until(execution: ProcessExecution, task: ManualTask) -> datetime | None:
    """None where nothing of what it opened onto can be called back."""
    return execution.activity(task.ref).undo_until if can_be_undone(execution, task) else None


def about_to_begin(execution: ProcessExecution, task: ManualTask) -> tuple[str, ...]:
    if undo_until(execution, task) is None:
        return ()
    plan = execution.plan
    waits = [each for each in execution.activities.values() if each.begins_at]
    refs = sorted((x.ref for x in waits if x.opened_by == task.ref), key=plan.place.__getitem__)
    return tuple(plan.activities[ref].name for ref in refs)
