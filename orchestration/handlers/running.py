"""Pipelines: start a run, ask how it is doing, stop it, and notice that it takes too long."""

from __future__ import annotations

from contextlib import suppress
from typing import assert_never

from orchestration.effects import WakeUp
from orchestration.effects.run import CancelPipeline, LookAtRun, TriggerPipeline, WatchPipeline
from orchestration.errors import Permanent
from orchestration.execution.events import Elapsed, PipelineRunReported, RunAsked
from orchestration.execution.reading.given import inputs_given
from orchestration.execution.reading.known import told_to_all, values_known
from orchestration.execution.recording import record
from orchestration.execution.state.activity_execution import ActivityExecution
from orchestration.execution.state.keys import run_key
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus
from orchestration.handlers.outside import NotYet, Outside, Paid, Settlement
from orchestration.handlers.pacing import next_look
from orchestration.pipelines.model import RunReport, RunRequest, RunStatus
from orchestration.ports import Claim, Transaction
from orchestration.processes.expressions import SecretRef
from orchestration.releases.model import Release
from orchestration.values import ExecutionId


async def run(
    outside: Outside,
    claim: Claim,
    effect: TriggerPipeline | WatchPipeline | LookAtRun | CancelPipeline,
) -> Settlement:
    match effect:
        case TriggerPipeline():
            return await trigger_pipeline(outside, claim, effect)
        case WatchPipeline():
            return await watch_pipeline(outside, claim, effect)
        case LookAtRun():
            return await look_at_run(outside, effect)
        case CancelPipeline():
            return await cancel_pipeline(outside, effect)
        case _:
            assert_never(effect)


async def trigger_pipeline(outside: Outside, claim: Claim, effect: TriggerPipeline) -> Settlement:
    """Ask for the run; a run that cannot be asked for is a failed one, for a person to decide."""
    key = run_key(effect.execution_id, effect.ref, effect.attempt)
    if effect.due_at is not None:
        await _no_more_undone(outside, effect)
    try:
        request = await _request(outside, effect, in_doubt=claim.tries > 1)
        if request is None or request.started:
            return Paid()  # it is over, or a callback told that it runs before we heard the answer
        provider = outside.catalogue.provider_of(request.pipeline)
        report = await provider.trigger(request)
    except Permanent as error:
        return _reported(outside, effect, _failed(key, error))
    if report.status is RunStatus.RUNNING and await _given_up(outside, effect):
        await provider.cancel(request.model_copy(update={"run_id": report.run_id}))
    return _reported(outside, effect, report)


async def _no_more_undone(outside: Outside, effect: TriggerPipeline) -> None:
    """Record that the run is asked for, before it is: an approval is undone before this or never.

    Whoever of the two is recorded first has won; where that is the undoing, there is nothing to
    ask for afterwards.
    """
    event = RunAsked(at=outside.clock.now(), ref=effect.ref, attempt=effect.attempt)

    def work(tx: Transaction) -> None:
        record(tx, effect.execution_id, event, door="clock")

    await outside.database.transact(work, name="run_asked")


async def _given_up(outside: Outside, effect: TriggerPipeline) -> bool:
    """True when it was aborted or timed out while we asked: what was to stop it found nothing."""
    execution = await outside.database.read(lambda tx: tx.executions.get(effect.execution_id))
    activity = execution.activity(effect.ref)
    if activity.attempt != effect.attempt:
        return True
    return not activity.runs and (activity.run is None or activity.run.status is None)


async def watch_pipeline(outside: Outside, claim: Claim, effect: WatchPipeline) -> Settlement:
    """Ask until it has ended, at growing intervals (`pacing.py`).

    A run that cannot be seen may still be going: it is held as unknown, and asked after all the
    same, so that mending the connection is enough for it to go on.
    """
    key, pipeline = run_key(effect.execution_id, effect.ref, effect.attempt), ""
    try:
        request = await _request(outside, effect)
        if request is None:
            return Paid()
        pipeline = request.pipeline
        provider = outside.catalogue.provider_of(pipeline)
        report = await provider.find(request)
        if report is None and not request.in_doubt:
            report = await provider.trigger(request)
    except Permanent as error:
        report = _lost(key, error)
    then = None if report is None else _reported(outside, effect, report).then
    if report is not None and report.status.ended and not report.lost:
        return Paid(then)
    until = next_look(outside.catalogue.find(pipeline), key, claim.owed_at, outside.clock.now())
    return NotYet(until, then)


async def look_at_run(outside: Outside, effect: LookAtRun) -> Settlement:
    """Ask once, at the word of its server; what is wrong with asking is the watch's to say."""
    request = await _request(outside, effect)
    if request is None:
        return Paid()
    with suppress(Permanent):
        provider = outside.catalogue.provider_of(request.pipeline)
        if report := await provider.find(request):
            return _reported(outside, effect, report)
    return Paid()


async def cancel_pipeline(outside: Outside, effect: CancelPipeline) -> Settlement:
    execution = await outside.database.read(lambda tx: tx.executions.get(effect.execution_id))
    pipeline = execution.plan.activities[effect.ref].pipeline
    if pipeline is not None:
        request = RunRequest(
            key=run_key(effect.execution_id, effect.ref, effect.attempt),
            pipeline=pipeline,
            run_id=_run_id(execution.activity(effect.ref), effect.attempt),
        )
        await outside.catalogue.provider_of(pipeline).cancel(request)
    return Paid()


def _run_id(activity: ActivityExecution, attempt: int) -> str:
    """What the provider called the run of this attempt, also when a later one has begun."""
    if activity.attempt == attempt:
        return activity.run.run_id if activity.run else ""
    return next((each.run_id for each in activity.past if each.attempt == attempt), "")


def wake_up(outside: Outside, effect: WakeUp) -> Settlement:
    event = Elapsed(
        at=outside.clock.now(),
        ref=effect.ref,
        attempt=effect.attempt,
        of=effect.of,
        task_id=effect.task_id,
        number=effect.number,
        person=effect.person,
        deadline_at=effect.deadline_at,
    )

    def then(tx: Transaction) -> None:
        record(tx, effect.execution_id, event, door="clock")

    return Paid(then)


async def _request(
    outside: Outside, effect: TriggerPipeline | WatchPipeline | LookAtRun, *, in_doubt: bool = False
) -> RunRequest | None:
    """What to run, or None where the attempt is over and nothing is to be run any more."""

    def look(tx: Transaction) -> tuple[ProcessExecution, Release]:
        execution = tx.executions.get(effect.execution_id)
        return execution, tx.releases.get(execution.release_id)

    execution, release = await outside.database.read(look)
    activity = execution.activity(effect.ref)
    lost = isinstance(effect, WatchPipeline) and activity.in_doubt
    if activity.attempt != effect.attempt or activity.run is None or not (activity.runs or lost):
        return None
    pipeline = outside.catalogue.find(activity.run.pipeline)
    around = (
        told_to_all(release)
        if effect.ref in execution.plan.store
        else values_known(release, execution)
    )
    known = {**around, **inputs_given(release, execution, effect.ref)}
    wanted = {name: known[name] for name in (pipeline.inputs if pipeline else ()) if name in known}
    return RunRequest(
        key=activity.run.key,
        pipeline=activity.run.pipeline,
        inputs={name: each for name, each in wanted.items() if isinstance(each, str)},
        secrets={n: each.reference for n, each in wanted.items() if isinstance(each, SecretRef)},
        release=release.reference,
        version=release.version,
        run_id=activity.run.run_id,
        in_doubt=in_doubt or lost,
        started=lost or activity.status is ActivityStatus.RUNNING,
    )


def _reported(
    outside: Outside, effect: TriggerPipeline | WatchPipeline | LookAtRun, report: RunReport
) -> Paid:
    event = PipelineRunReported(
        at=outside.clock.now(), ref=effect.ref, attempt=effect.attempt, report=report
    )
    return Paid(lambda tx: _record(tx, effect.execution_id, event))


def _record(tx: Transaction, execution_id: ExecutionId, event: PipelineRunReported) -> None:
    record(tx, execution_id, event, door="pipeline")


def _failed(key: str, error: Permanent) -> RunReport:
    return RunReport(key=key, status=RunStatus.FAILED, reason=error.reason, permanent=True)


def _lost(key: str, error: Permanent) -> RunReport:
    reason = (
        f"we cannot see its run, which may still be going: {error.reason.rstrip('.')}. We go on"
        " looking, and it goes on by itself once we see the run; before you start it again, look"
        " there whether it has ended"
    )
    return RunReport(key=key, status=RunStatus.UNKNOWN, reason=reason, lost=True)
