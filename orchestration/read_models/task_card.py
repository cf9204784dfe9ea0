"""The card of one task, and the fingerprint of what it shows to those who sign."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from orchestration.execution.asking import spec_of
from orchestration.execution.model import ManualTask, PastRound, ProcessExecution, SignOff
from orchestration.execution.statuses import ActivityStatus, TaskStatus, WorkKind
from orchestration.processes.model import phase_of
from orchestration.processes.tasks import FormField
from orchestration.read_models.cards import TaskCard, VerdictLine
from orchestration.releases.model import Release
from orchestration.values import ActivityRef

MOST_NAMED = 6
"""How many results or successors a card names; the rest are counted."""


def task_card(
    release: Release,
    execution: ProcessExecution,
    task: ManualTask,
    texts: Mapping[str, str],
) -> TaskCard:
    """What is asked, what it rests on, what it starts, and what was said so far."""
    activity = execution.plan.activities[task.ref]
    return TaskCard(
        execution_id=execution.id,
        task_id=task.id,
        round=task.round,
        kind=task.kind,
        status=task.status,
        name=task.name,
        release_title=release.title,
        phase=execution.plan.version.process.phases_by_id[phase_of(task.ref)].name,
        instructions=task.instructions,
        command=activity.command,
        fields=fields_of(execution, task),
        answers=dict(execution.activity(task.ref).outputs) if task.open else {},
        answered=_answered(execution, task),
        assignees=task.people,
        asked_as=task.asked_as,
        needed=task.needed,
        verdicts=tuple(_line(each, texts) for each in task.verdicts),
        earlier_rounds=tuple(
            _line(each, texts) for each in task.sign_offs if each.round != task.round
        ),
        missing=task.missing if task.open else (),
        later=tuple(each.person for each in task.later) if task.open else (),
        left_out=task.left_out,
        rests_on=results_before(execution, task.ref),
        starts=_starts(execution, task.ref),
        settled_by=task.settled_by,
        settled_at=task.settled_at,
        reason=texts.get(task.reason_id, ""),
        shown=shown_by(release, execution, task),
    )


def fields_of(execution: ProcessExecution, task: ManualTask) -> tuple[FormField, ...]:
    """What is asked with *Done*: the fields of a form, or a value for each declared output."""
    activity = execution.plan.activities[task.ref]
    match task.kind:
        case WorkKind.FORM:
            return spec_of(activity, task).fields
        case WorkKind.BY_HAND:
            return tuple(FormField(id=each, label=each) for each in activity.outputs)
        case WorkKind.FINALISE:
            said = activity.output_values
            return tuple(
                FormField(id=each, label=each, required=each not in said)
                for each in activity.outputs
            )
        case _:
            return ()


def _answered(execution: ProcessExecution, task: ManualTask) -> tuple[tuple[str, str], ...]:
    """What was filled in, by the field's label; once it is done."""
    if task.status is not TaskStatus.DONE or task.kind is not WorkKind.FORM:
        return ()
    outputs = execution.activity(task.ref).outputs
    asked = fields_of(execution, task)
    return tuple((each.label, outputs[each.id]) for each in asked if each.id in outputs)


def as_of_round(task: ManualTask, round_: int) -> ManualTask:
    """The task as an earlier round of it ended."""
    if round_ == task.round:
        return task
    ended = next(
        (each for each in task.past if each.round == round_),
        PastRound(round=round_, status=TaskStatus.CLOSED),
    )
    return replace(
        task,
        round=round_,
        status=ended.status,
        sign_offs=tuple(each for each in task.sign_offs if each.round <= round_),
        settled_by=ended.settled_by,
        settled_at=ended.settled_at,
        reason_id=ended.reason_id,
    )


def shown_by(release: Release, execution: ProcessExecution, task: ManualTask) -> str:
    """The fingerprint of what a verdict on this task rests on.

    A click whose card showed something else is not counted: its author looks again first.
    """
    content = "\x1f".join(
        (
            release.reference,
            release.version,
            *(f"{name}={value}" for name, value in sorted(release.inputs.items())),
            task.id,
            str(task.round),
            task.name,
            task.instructions,
            str(task.needed),
            *(_result(execution, each) for each in _before(execution, task.ref)),
        )
    )
    return hashlib.blake2b(content.encode(), digest_size=8).hexdigest()


def results_before(execution: ProcessExecution, ref: ActivityRef) -> tuple[str, ...]:
    """How the work that this waited for ended, with its outputs; of much, what says most."""
    before = _before(execution, ref)
    told = before
    if len(before) > MOST_NAMED:
        failed = [each for each in before if _went_on_without(execution, each)]
        telling = [each for each in before if execution.activity(each).outputs]
        told = list(dict.fromkeys([*failed, *telling]))[:MOST_NAMED]
    shown = [_result(execution, each) for each in told]
    if len(told) < len(before):
        shown.append(f"{len(before) - len(told)} more before it")
    return tuple(shown)


def _before(execution: ProcessExecution, ref: ActivityRef) -> list[ActivityRef]:
    phase = phase_of(ref)
    before = [*execution.plan.predecessors[ref]]
    if ref in execution.plan.entries[phase]:
        for earlier in execution.plan.phase_predecessors[phase]:
            before.extend(execution.plan.phase_activities[earlier])
    return list(dict.fromkeys(before))


def _went_on_without(execution: ProcessExecution, ref: ActivityRef) -> bool:
    return execution.activity(ref).status is ActivityStatus.IGNORED


def _result(execution: ProcessExecution, ref: ActivityRef) -> str:
    activity = execution.activity(ref)
    name = execution.plan.activities[ref].name
    status = activity.status.value.replace("_", " ")
    if _went_on_without(execution, ref):
        optional = execution.plan.is_optional(ref) and activity.decided_by is None
        status = "failed, and is optional" if optional else "failed and was ignored"
    if activity.status is ActivityStatus.SKIPPED and activity.reason:
        status += f", {activity.reason}"
    outputs = ", ".join(f"{key} {value}" for key, value in sorted(activity.outputs.items()))
    return f"{name} — {status}" + (f": {outputs}" if outputs else "")


def _starts(execution: ProcessExecution, ref: ActivityRef) -> tuple[str, ...]:
    """What begins once this is done; marked where it waits for more than this.

    `owing` redraws the card of the last one left, when the mark falls away.
    """
    plan = execution.plan
    found = [_marked(execution, each, ref) for each in plan.successors[ref]]
    if not any(phase_of(each) == phase_of(ref) for each in plan.successors[ref]):
        entries = [
            entry
            for later in plan.phase_successors[phase_of(ref)]
            for entry in plan.entries[later]
            if execution.open_phases(later) == 1 and entry not in plan.successors[ref]
        ]
        found.extend(_marked(execution, each, ref) for each in entries)
    if len(found) > MOST_NAMED:
        return (*found[:MOST_NAMED], f"{len(found) - MOST_NAMED} more")
    return tuple(found)


def _marked(execution: ProcessExecution, ref: ActivityRef, done: ActivityRef) -> str:
    name = execution.plan.activities[ref].name
    alone = _waits_only_for(execution, ref, done)
    said = execution.plan.version.process.phases_by_id[phase_of(ref)].not_before
    if alone and said and phase_of(ref) != phase_of(done):
        return f"{name} (not before {said})"
    return name if alone else f"{name} (once all else it waits for is done too)"


def _waits_only_for(execution: ProcessExecution, ref: ActivityRef, last: ActivityRef) -> bool:
    """True when `ref` would start if `last` settled now."""
    plan, own, before = execution.plan, phase_of(ref), phase_of(last)
    open_predecessors = execution.open_predecessors(ref) - (last in plan.predecessors[ref])
    left = len(plan.phase_activities[before]) - execution.tally(before).settled
    frees_phase = left == 1 and before in plan.phase_predecessors[own]
    return open_predecessors == 0 and execution.open_phases(own) == (1 if frees_phase else 0)


def _line(sign_off: SignOff, texts: Mapping[str, str]) -> VerdictLine:
    return VerdictLine(
        by=sign_off.by,
        verdict=sign_off.verdict,
        at=sign_off.at,
        reason=texts.get(sign_off.reason_id, ""),
    )
