"""The card of one task, and the fingerprint of what it shows to those who sign."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from orchestration.execution.model import ManualTask, ProcessExecution, SignOff
from orchestration.execution.statuses import ActivityStatus, TaskStatus, Verdict, WorkKind
from orchestration.processes.model import phase_of
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
    by_hand = task.kind is WorkKind.BY_HAND
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
        output_names=activity.outputs if by_hand else (),
        assignees=task.people,
        asked_as=tuple(dict.fromkeys(each.through for each in task.assignees)),
        needed=task.needed,
        verdicts=tuple(_line(each, texts) for each in task.verdicts),
        earlier_rounds=tuple(
            _line(each, texts) for each in task.sign_offs if each.round != task.round
        ),
        missing=task.missing if task.open else (),
        rests_on=results_before(execution, task.ref),
        starts=_starts(execution, task.ref),
        settled_by=task.settled_by,
        settled_at=task.settled_at,
        reason=texts.get(task.reason_id, ""),
        shown=shown_by(release, execution, task),
    )


def as_of_round(task: ManualTask, round_: int) -> ManualTask:
    """An earlier round as it ended: by its rejection, or closed by what happened elsewhere."""
    if round_ == task.round:
        return task
    kept = tuple(each for each in task.sign_offs if each.round <= round_)
    rejected = next(
        (each for each in kept if each.round == round_ and each.verdict is Verdict.REJECTED), None
    )
    return replace(
        task,
        round=round_,
        status=TaskStatus.REJECTED if rejected else TaskStatus.CLOSED,
        sign_offs=kept,
        settled_by=rejected.by if rejected else None,
        settled_at=rejected.at if rejected else None,
        reason_id=rejected.reason_id if rejected else "",
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
            *results_before(execution, task.ref),
        )
    )
    return hashlib.blake2b(content.encode(), digest_size=8).hexdigest()


def results_before(execution: ProcessExecution, ref: ActivityRef) -> tuple[str, ...]:
    """How the work that this waited for ended, with its outputs."""
    phase = phase_of(ref)
    before = [*execution.plan.predecessors[ref]]
    if ref in execution.plan.entries[phase]:
        for earlier in execution.plan.phase_predecessors[phase]:
            before.extend(execution.plan.phase_activities[earlier])
    shown = [_result(execution, each) for each in before]
    if len(shown) > MOST_NAMED:
        told = [each for each in shown if ":" in each.split("—")[-1]][:MOST_NAMED]
        return (*told, f"{len(shown) - len(told)} more done before")
    return tuple(shown)


def _result(execution: ProcessExecution, ref: ActivityRef) -> str:
    activity = execution.activity(ref)
    name = execution.plan.activities[ref].name
    status = activity.status.value.replace("_", " ")
    if activity.status is ActivityStatus.IGNORED:
        status = "failed and was ignored"
    outputs = ", ".join(f"{key} {value}" for key, value in sorted(activity.outputs.items()))
    return f"{name} — {status}" + (f": {outputs}" if outputs else "")


def _starts(execution: ProcessExecution, ref: ActivityRef) -> tuple[str, ...]:
    """What may begin once this is done: its dependants, or those of its phase."""
    plan = execution.plan
    after = list(plan.successors[ref])
    phase = phase_of(ref)
    others = [each for each in plan.phase_activities[phase] if each != ref]
    if all(execution.activity(each).status.settled for each in others):
        for later in plan.phase_successors[phase]:
            after.extend(plan.entries[later])
    names = [plan.activities[each].name for each in dict.fromkeys(after)]
    if len(names) > MOST_NAMED:
        return (*names[:MOST_NAMED], f"{len(names) - MOST_NAMED} more")
    return tuple(names)


def _line(sign_off: SignOff, texts: Mapping[str, str]) -> VerdictLine:
    return VerdictLine(
        by=sign_off.by,
        verdict=sign_off.verdict,
        at=sign_off.at,
        reason=texts.get(sign_off.reason_id, ""),
    )
