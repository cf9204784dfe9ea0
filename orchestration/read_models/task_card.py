"""The card of one task, and the fingerprint of what it shows to those who sign."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace

from orchestration.execution.reading.given import facts_in
from orchestration.execution.state.manual_task import ManualTask, PastRound, SignOff
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import TaskStatus, WorkKind
from orchestration.execution.tasks.added_tasks import can_be_skipped, takes_tasks
from orchestration.execution.tasks.asking import spec_of
from orchestration.execution.tasks.ground import result_of, went_on_without, work_before
from orchestration.execution.tasks.todos import OF_ONE_PERSON, can_be_reopened
from orchestration.execution.tasks.withdrawing import gate_closed
from orchestration.processes.model import phase_of
from orchestration.processes.tasks import FormField
from orchestration.read_models.attached import (
    MOST_COMMENTS,
    MOST_EVIDENCE,
    comment_lines,
    evidence_lines,
)
from orchestration.read_models.from_task import started_lines
from orchestration.read_models.nesting import title_within
from orchestration.read_models.sign_off_card import (
    MOST_NAMED,
    about_to_begin,
    approves,
    opens_onto,
    since_last,
    starts,
    undo_until,
)
from orchestration.read_models.task_cards import (
    StandInLine,
    TaskCard,
    TaskChoice,
    VerdictLine,
    stand_in_lines,
)
from orchestration.releases.model import Release
from orchestration.values import ActivityRef


def task_card(
    release: Release,
    execution: ProcessExecution,
    task: ManualTask,
    texts: Mapping[str, str],
) -> TaskCard:
    """What is asked, what it rests on, what it starts, and what was said so far."""
    activity = execution.plan.activities[task.ref]
    asks = task.open or task.status is TaskStatus.EARLY
    redo = next((x for x in execution.redos if x.candidate == task.voided_in), None)
    return TaskCard(
        execution_id=execution.id,
        task_id=task.id,
        round=task.round,
        kind=task.kind,
        status=task.status,
        name=task.name,
        release_title=title_within(release, execution, ended_by=task.voided_in),
        phase=execution.plan.version.process.phases_by_id[phase_of(task.ref)].name,
        instructions=task.instructions,
        command=activity.command,
        fields=fields_of(execution, task),
        answers=dict(execution.activity(task.ref).outputs) if task.open else {},
        answered=_answered(execution, task),
        assignees=task.people,
        asked_as=task.asked_as,
        needed=task.needed,
        verdicts=tuple(_line(task, each, texts) for each in task.verdicts),
        earlier_rounds=_no_longer_counted(task, texts),
        missing=task.missing if asks else (),
        standing_in=_standing_in(task) if asks else (),
        later=tuple(each.person for each in task.later) if asks else (),
        left_out=task.left_out,
        rests_on=results_before(execution, task.ref),
        starts=starts(execution, task.ref),
        settled_by=task.settled_by,
        settled_at=task.settled_at,
        voided_in=task.voided_in,
        voided_by=redo.by if redo else None,
        voided_at=redo.at if redo else None,
        reason=texts.get(task.reason_id, ""),
        taken_by=task.taken_by,
        taken_at=task.taken_at,
        blocked=_blocked(task, texts),
        blocked_by=task.blocked.by if task.blocked else None,
        added_by=task.added_by,
        due_at=task.due_at,
        overdue=task.deadline is not None and task.deadline.overdue_at is not None,
        escalated_to=task.deadline.escalated_to if task.deadline else (),
        comments=comment_lines(task, texts),
        earlier_comments=max(0, len(task.comments) - MOST_COMMENTS),
        evidence=evidence_lines(task, texts),
        earlier_evidence=max(0, len(task.evidence) - MOST_EVIDENCE),
        started=started_lines(execution, task),
        choices=tuple(_choices(execution, task)),
        approves=approves(execution, task),
        since=since_last(execution, task),
        opens_onto=opens_onto(execution, task),
        undo_until=undo_until(execution, task),
        opens=about_to_begin(execution, task),
        can_withdraw=gate_closed(execution, task) and bool(task.verdicts),
        shown=shown_by(release, execution, task),
    )


def _blocked(task: ManualTask, texts: Mapping[str, str]) -> str:
    return texts.get(task.blocked.reason_id, "without a word") if task.blocked else ""


def _choices(execution: ProcessExecution, task: ManualTask) -> Iterator[TaskChoice]:
    """By what stands now; who may is decided when somebody chooses."""
    current = execution.tasks.get(task.id)
    if execution.status.ended or current is None or current.round != task.round:
        return
    if task.status is TaskStatus.EARLY:
        return
    yield "remark"
    if can_be_reopened(execution, task):
        yield "reopen"
    if not task.open:
        return
    if task.kind in OF_ONE_PERSON:
        yield "take"
        yield "unblock" if task.blocked else "block"
    if task.missing and not (task.stand_ins and task.added_by):  # a menu holds five
        yield "hand"
    if task.stand_ins:
        yield "take_back"
    if task.deadline is not None:
        yield "snooze"
    if takes_tasks(execution, task.ref):
        yield "add"
    if task.added_by is not None:
        if not task.verdicts:
            yield "edit"
        yield "withdraw"
    elif can_be_skipped(task):
        yield "skip"


def fields_of(execution: ProcessExecution, task: ManualTask) -> tuple[FormField, ...]:
    """What is asked with *Done*: the fields of a form, or a value for each declared output."""
    activity = execution.plan.activities[task.ref]
    match task.kind:
        case WorkKind.FORM:
            return spec_of(execution, task).fields
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
        taken_by=None,
        blocked=None,
        comments=tuple(each for each in task.comments if each.round <= round_),
        evidence=tuple(each for each in task.evidence if each.round <= round_),
        settled_by=ended.settled_by,
        settled_at=ended.settled_at,
        reason_id=ended.reason_id,
        voided_in=ended.voided_in,
    )


def shown_by(release: Release, execution: ProcessExecution, task: ManualTask) -> str:
    """The fingerprint of what a verdict on this task rests on.

    A click whose card showed something else is not counted: its author looks again first.
    """
    inputs = facts_in(release, execution).inputs
    content = "\x1f".join(
        (
            release.reference,
            release.version,
            *(f"{name}={value}" for name, value in sorted(inputs.items())),
            task.id,
            str(task.round),
            task.name,
            task.instructions,
            str(task.needed),
            *(_result(execution, each) for each in work_before(execution, task.ref)),
            *([f"taken back {task.taken_back}"] if task.taken_back else []),
            *([f"rc {execution.candidate}"] if execution.candidate > 1 else []),
        )
    )
    return hashlib.blake2b(content.encode(), digest_size=8).hexdigest()


def results_before(execution: ProcessExecution, ref: ActivityRef) -> tuple[str, ...]:
    """How the work that this waited for ended, with its outputs; of much, what says most."""
    before = work_before(execution, ref)
    told = before
    if len(before) > MOST_NAMED:
        failed = [each for each in before if went_on_without(execution, each)]
        telling = [each for each in before if execution.activity(each).outputs]
        told = list(dict.fromkeys([*failed, *telling]))[:MOST_NAMED]
    shown = [_result(execution, each) + _link(execution, each) for each in told]
    if len(told) < len(before):
        shown.append(f"{len(before) - len(told)} more before it")
    return tuple(shown)


def _link(execution: ProcessExecution, ref: ActivityRef) -> str:
    run = execution.activity(ref).run
    return f" ({run.link})" if run and run.link else ""


def _result(execution: ProcessExecution, ref: ActivityRef) -> str:
    return f"{execution.plan.activities[ref].name} — {result_of(execution, ref)}"


def _no_longer_counted(task: ManualTask, texts: Mapping[str, str]) -> tuple[VerdictLine, ...]:
    """Verdicts of earlier rounds, and what was withdrawn or voided, with what became of it."""
    standing = task.verdicts
    found: list[VerdictLine] = []
    for number, each in enumerate(task.sign_offs):
        if each.verdict.ends_another or each in standing:
            continue
        after = (x for x in task.sign_offs[number + 1 :] if x.by == each.by)
        ended = next((x for x in after if x.round == each.round), None)
        line = _line(task, each, texts)
        if ended is not None and ended.verdict.ends_another:
            known = {"ended": ended.verdict, "ended_at": ended.at, "why": ended.why}
            line = line.model_copy(update=known)
        found.append(line)
    return tuple(found)


def _line(task: ManualTask, sign_off: SignOff, texts: Mapping[str, str]) -> VerdictLine:
    return VerdictLine(
        by=sign_off.by,
        verdict=sign_off.verdict,
        at=sign_off.at,
        reason=texts.get(sign_off.reason_id, ""),
        instead_of=sign_off.instead_of,
        early=task.is_early(sign_off),
    )


def _standing_in(task: ManualTask) -> tuple[StandInLine, ...]:
    """Of those who are asked and have not decided yet."""
    return stand_in_lines(each for each in task.assignees if each.person in task.missing)
