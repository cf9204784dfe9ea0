"""Pipelines: start a run, ask how it is doing, stop it, and notice that it takes too long."""

from __future__ import annotations

from datetime import timedelta

from orchestration.effects import CancelPipeline, TriggerPipeline, WakeUp, WatchPipeline
from orchestration.errors import Permanent
from orchestration.execution.events import Elapsed, PipelineRunReported
from orchestration.execution.given import inputs_given
from orchestration.execution.keys import run_key
from orchestration.execution.model import ActivityExecution, ProcessExecution
from orchestration.execution.recording import record
from orchestration.execution.statuses import ActivityStatus
from orchestration.handlers.outside import NotYet, Outside, Paid, Settlement
from orchestration.pipelines.model import RunReport, RunRequest, RunStatus
from orchestration.ports import Claim, Transaction
from orchestration.processes.expressions import SecretRef
from orchestration.processes.inputs import InputType
from orchestration.releases.model import Release
from orchestration.values import ExecutionId

_SOONEST = timedelta(seconds=0.5)
_LATEST = timedelta(seconds=30)


async def trigger_pipeline(outside: Outside, claim: Claim, effect: TriggerPipeline) -> Settlement:
    """Ask for the run; a run that cannot be asked for is a failed one, for a person to decide."""
    key = run_key(effect.execution_id, effect.ref, effect.attempt)
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


async def _given_up(outside: Outside, effect: TriggerPipeline) -> bool:
    """True when it was aborted or timed out while we asked: what was to stop it found nothing."""
    execution = await outside.database.read(lambda tx: tx.executions.get(effect.execution_id))
    activity = execution.activity(effect.ref)
    if activity.attempt != effect.attempt:
        return True
    return not activity.runs and (activity.run is None or activity.run.status is None)


async def watch_pipeline(outside: Outside, claim: Claim, effect: WatchPipeline) -> Settlement:
    """Poll at growing intervals: a tenth of the time it has taken so far, within bounds."""
    key = run_key(effect.execution_id, effect.ref, effect.attempt)
    try:
        request = await _request(outside, effect)
        if request is None:
            return Paid()
        provider = outside.catalogue.provider_of(request.pipeline)
        report = await provider.find(request) or await provider.trigger(request)
    except Permanent as error:
        report = _failed(key, error)
    paid = _reported(outside, effect, report)
    if report.status.ended:
        return paid
    now = outside.clock.now()
    return NotYet(now + min(max((now - claim.owed_at) / 10, _SOONEST), _LATEST), paid.then)


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
    event = Elapsed(at=outside.clock.now(), ref=effect.ref, attempt=effect.attempt, of=effect.of)

    def then(tx: Transaction) -> None:
        record(tx, effect.execution_id, event, door="clock")

    return Paid(then)


async def _request(
    outside: Outside, effect: TriggerPipeline | WatchPipeline, *, in_doubt: bool = False
) -> RunRequest | None:
    """What to run, or None where the attempt is over and nothing is to be run any more."""

    def look(tx: Transaction) -> tuple[ProcessExecution, Release]:
        execution = tx.executions.get(effect.execution_id)
        return execution, tx.releases.get(execution.release_id)

    execution, release = await outside.database.read(look)
    activity = execution.activity(effect.ref)
    if activity.attempt != effect.attempt or activity.run is None or not activity.runs:
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
        in_doubt=in_doubt,
        started=activity.status is ActivityStatus.RUNNING,
    )


def values_known(release: Release, execution: ProcessExecution) -> dict[str, str | SecretRef]:
    """What a pipeline's inputs are filled from, by name, where the process runs it itself.

    The outputs of what has settled, latest last; over them the release's own inputs, then its
    `version` and `release` (the reference).
    """
    specs = execution.plan.version.process.inputs
    secret = {each.name for each in specs if each.type is InputType.SECRET}
    return {
        **{name: each.value for name, each in execution.outputs.items()},
        **{n: SecretRef(value) if n in secret else value for n, value in release.inputs.items()},
        **told_to_all(release),
    }


def told_to_all(release: Release) -> dict[str, str | SecretRef]:
    """Of the release itself: all that one run by an activity of the store is told unasked."""
    return {"version": release.version, "release": release.reference}


def _reported(outside: Outside, effect: TriggerPipeline | WatchPipeline, report: RunReport) -> Paid:
    event = PipelineRunReported(
        at=outside.clock.now(), ref=effect.ref, attempt=effect.attempt, report=report
    )
    return Paid(lambda tx: _record(tx, effect.execution_id, event))


def _record(tx: Transaction, execution_id: ExecutionId, event: PipelineRunReported) -> None:
    record(tx, execution_id, event, door="pipeline")


def _failed(key: str, error: Permanent) -> RunReport:
    return RunReport(key=key, status=RunStatus.FAILED, reason=error.reason, permanent=True)
