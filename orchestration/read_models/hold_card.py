"""The card of an activity on hold: why, what waits, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from orchestration.execution.flow.failing import attempts_again
from orchestration.execution.reading.own_inputs import specs_around
from orchestration.execution.state.activity_execution import ActivityExecution, PastAttempt
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus, TaskStatus
from orchestration.pipelines.model import RunStatus
from orchestration.processes.model import phase_of
from orchestration.read_models.hold_cards import AttemptLine, HoldCard, HoldOutcome
from orchestration.read_models.nesting import title_within
from orchestration.read_models.task_cards import stand_in_lines
from orchestration.releases.model import Release
from orchestration.values import ActivityRef, UserId


def hold_card(
    release: Release,
    execution: ProcessExecution,
    ref: ActivityRef,
    attempt: int,
    texts: Mapping[str, str],
    deciders: tuple[UserId, ...],
) -> HoldCard:
    """One attempt that went on hold, as it stands now: open, or decided by whom."""
    activity = execution.activity(ref)
    plan = execution.plan
    phases = plan.version.process.phases_by_id
    past = next((each for each in activity.past if each.attempt == attempt), None)
    current = past is None
    said_id = _said_id(execution, activity, past)
    run = activity.run if current else None
    in_doubt = run is not None and run.status is RunStatus.UNKNOWN
    return HoldCard(
        execution_id=execution.id,
        ref=ref,
        attempt=attempt,
        name=plan.activities[ref].name,
        phase=phases[phase_of(ref)].name,
        release_id=release.id,
        release_title=title_within(release, execution, ended_by=past.redone_in if past else 0),
        reason=activity.reason if past is None else past.reason,
        held=past.held if past else activity.next_try_at is None,
        next_try_at=activity.next_try_at if current else None,
        tries=(activity.tries, attempts_again(execution, ref)),
        said=texts.get(said_id, ""),
        said_by=_said_by(execution, ref, said_id),
        log_tail=activity.run.log_tail if current and activity.run else "",
        link=(activity.run.link if activity.run else "") if past is None else past.link,
        waits=(
            *(plan.activities[each].name for each in plan.successors[ref]),
            *(phases[each].name for each in plan.phase_successors[phase_of(ref)]),
        ),
        deciders=deciders,
        standing_in=stand_in_lines(activity.deciders),
        in_doubt=in_doubt,
        run=(run.link or run.run_id) if run and in_doubt else "",
        outcome=_outcome(activity, past, fails=execution.failed_by is not None),
        decided_by=past.retried_by if past else activity.decided_by,
        decided_at=_decided_at(activity, past),
        decision_reason=_redo_reason(execution, past, texts)
        if past
        else _decision_reason(activity, texts),
        attempts=tuple(_attempt(each) for each in activity.past if each.attempt < attempt),
        takes_inputs=_takes_inputs(execution, ref),
        outputs=tuple(plan.activities[ref].outputs),
        rejected=any(
            each.status is TaskStatus.REJECTED and each.round == attempt
            for each in execution.tasks_of(ref)
        ),
    )


def _said_id(
    execution: ProcessExecution, activity: ActivityExecution, past: PastAttempt | None
) -> str:
    if past is not None:
        return past.reason_id
    if activity.can_be_decided:
        return activity.reason_id
    spoken = [task.reason_id for task in execution.tasks_of(activity.ref) if task.reason_id]
    return spoken[-1] if spoken else ""


def _said_by(execution: ProcessExecution, ref: ActivityRef, said_id: str) -> UserId | None:
    for task in execution.tasks_of(ref):
        for sign_off in task.sign_offs:
            if said_id and sign_off.reason_id == said_id:
                return sign_off.by
        if said_id and task.reason_id == said_id:
            return task.settled_by
    return None


def _decided_at(activity: ActivityExecution, past: PastAttempt | None) -> datetime | None:
    if past is not None:
        return past.retried_at
    return None if activity.can_be_decided else activity.ended_at


def _attempt(past: PastAttempt) -> AttemptLine:
    how = past.reason if past.held or past.reason else past.status.value.replace("_", " ")
    return AttemptLine(
        attempt=past.attempt,
        ended_at=past.ended_at,
        how=how,
        retried_by=past.retried_by,
        candidate=past.redone_in,
        given=tuple(sorted(past.given)),
        link=past.link,
    )


def _takes_inputs(execution: ProcessExecution, ref: ActivityRef) -> bool:
    """True where the form of other inputs would have a field; its pipeline may take more."""
    activity, store = execution.plan.activities[ref], execution.plan.store.get(ref)
    if store is not None:
        return bool(store.inputs)
    around = specs_around(execution, ref)
    return bool(activity.pipeline) and bool(activity.inputs or around)


def _redo_reason(execution: ProcessExecution, past: PastAttempt, texts: Mapping[str, str]) -> str:
    of = (each.reason_id for each in execution.redos if each.candidate == past.redone_in)
    return texts.get(next(of, ""), "")


def _decision_reason(activity: ActivityExecution, texts: Mapping[str, str]) -> str:
    if activity.can_be_decided:
        return ""
    return texts.get(activity.reason_id, "")


def _outcome(activity: ActivityExecution, past: PastAttempt | None, *, fails: bool) -> HoldOutcome:
    if past is not None:
        return "redone" if past.redone_in else "retried"
    if activity.status is ActivityStatus.IGNORED:
        return "ignored"
    if activity.status is ActivityStatus.SKIPPED:
        return "skipped"
    if activity.status is ActivityStatus.ABORTED:
        return "failed" if fails else "aborted"
    if activity.next_try_at is not None:
        return "waiting"
    if activity.attempt and activity.status is not ActivityStatus.ON_HOLD:
        return "adopted"  # it goes on, or has ended, in the attempt that was held
    return "open"
