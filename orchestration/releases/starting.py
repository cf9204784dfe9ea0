"""Starting a release: who may, whether it can, and what it runs with from then on."""

from __future__ import annotations

from datetime import datetime, timedelta

from orchestration import words
from orchestration.errors import Rejected
from orchestration.execution.engine import waiting_to_start
from orchestration.execution.events import ExecutionStarted
from orchestration.execution.forecast import forecast
from orchestration.execution.recording import record
from orchestration.execution.state.activity_execution import Skipping
from orchestration.execution.state.facts import UNDO, facts_of
from orchestration.freezes.deciders import demand_letting_through
from orchestration.freezes.granting import let_through
from orchestration.freezes.holding import blocking_at
from orchestration.people.acting import acting_for
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand
from orchestration.pipelines.model import PipelineCatalogue
from orchestration.ports import Decision, Transaction
from orchestration.releases.due import redraw
from orchestration.releases.following import version_followed
from orchestration.releases.in_the_middle import DoneAlready, left_out_of
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.releases.naming import execution_of
from orchestration.releases.preflight import preflight
from orchestration.releases.subprocesses import processes_inside
from orchestration.values import ActivityRef, ReleaseId, UserId

_BEYOND_START = {
    ReleaseStatus.RUNNING: "is running",
    ReleaseStatus.PAUSED: "is paused",
    ReleaseStatus.SUCCEEDED: "has succeeded",
    ReleaseStatus.PARTIALLY_SUCCEEDED: "has succeeded in part",
    ReleaseStatus.FAILED: "has failed",
    ReleaseStatus.ABORTED: "was aborted",
}


def start_release(
    tx: Transaction,
    release_id: ReleaseId,
    *,
    by: UserId,
    now: datetime,
    catalogue: PipelineCatalogue,
    administrators: Administrators,
    called: str = "",
    override: str = "",
    done: DoneAlready | None = None,
    undo: timedelta = UNDO,
    cadence_of: str = "",
) -> Release:
    """Start what is planned; raises `Rejected` saying what keeps it from starting.

    `called` is what it is named in a refusal where its reference is not kept with it. `override`
    is the reason of somebody with that right to start it although a gate cannot be opened yet, or
    a freeze is on; of a freeze also its approvers'.
    `done` is left out, since it was done elsewhere. `undo` is the operator's word on how long an
    approval can be undone. `cadence_of` names the group whose cadence starts it in the name of its
    owner: who may start was decided when the group was made.
    """
    release = tx.releases.get(release_id)
    called = called or release.reference
    if not release.status.can_start:
        raise Rejected(_beyond_start(tx, release))
    latest = version_followed(tx, release)
    process = latest.process
    reason = override.strip()
    plan = tx.processes.plan(process.id, latest.version)
    found, snapshot = preflight(tx, release, latest, plan, catalogue, starter=by, at=now)
    held = blocking_at(tx.freezes.since(now), release, now) if reason else []
    to, door = f"start {called}", "slack"
    if cadence_of:
        through, door = f"the cadence of “{words.quote(cadence_of, 60)}”", "clock"
    elif reason and found.only_freezes:
        through = demand_letting_through(tx, administrators, by, held, process, to=to)
    else:
        right = Right.OVERRIDE if reason else Right.START
        through = demand(tx, right, administrators, by, of=process, to=to)
    if found.blocks and not (reason and found.can_be_overridden):
        raise Rejected(found.refusal(called))
    if reason:
        _keep_override(tx, release, reason, by=by, through=through, at=now)
    if held:
        release = let_through(tx, release, held, by=by, reason=reason, through=through, at=now)
    left_out = (
        left_out_of(tx, administrators, plan, release, done, by=by, at=now)
        if done
        else dict[ActivityRef, Skipping]()
    )
    execution_id = execution_of(release.id)
    started = tx.releases.save(
        release.model_copy(
            update={
                "status": ReleaseStatus.RUNNING,
                "process_version": latest.version,
                **snapshot,
                "started_at": now,
                "ended_at": None,
                "execution_id": execution_id,
            }
        )
    )
    tx.executions.add(
        waiting_to_start(execution_id, release.id, plan, owner=release.owner, backup=release.backup)
    )
    owners = (release.owner, *((release.backup,) if release.backup else ()))
    names = (*plan.process.roles(), *owners)
    acting = acting_for(tx, names, at=now)
    step = record(
        tx,
        execution_id,
        ExecutionStarted(
            at=now,
            by=by,
            members=acting.members,
            away=acting.away,
            backed_up=acting.backed_up,
            left_out=left_out,
            facts=facts_of(
                started,
                zone=_zone_of(tx, started.owner),
                subprocess_versions=processes_inside(tx, plan.process).versions,
                last=tx.releases.last_succeeded(process.id),
                undo=undo,
            ),
        ),
        door=door,
        through=through,
    )
    redraw(tx, started, at=now)
    foretold = forecast(step.execution, now)
    if foretold is None:
        return started
    return tx.releases.save(started.model_copy(update={"expected_end": foretold.ends_at}))


def _beyond_start(tx: Transaction, release: Release) -> str:
    """Why it cannot be started, and where somebody else was first, who."""
    title = words.quote(release.title)
    if release.status is ReleaseStatus.SKIPPED:
        return f"{title} was left out. `/release move {release.reference}` brings it back."
    said = f"{title} {_BEYOND_START[release.status]}"
    if release.execution_id is not None and release.started_at is not None:
        starter = words.person(tx.executions.get(release.execution_id).starter)
        said += f": {starter} started it {words.moment(release.started_at)}"
    return f"{said}. It cannot be started again; `/release new` makes another."


def _keep_override(
    tx: Transaction, release: Release, reason: str, *, by: UserId, through: str, at: datetime
) -> None:
    text_id = f"{release.id}/overridden"
    tx.texts.keep(text_id, reason)
    tx.audit.append(
        Decision(
            chain=release.id,
            at=at,
            actor=by,
            through=through,
            door="slack",
            action="overrode what keeps from starting",
            subject=release.reference,
            before=release.status.value,
            after=release.status.value,
            text_id=text_id,
        )
    )


def _zone_of(tx: Transaction, owner: UserId) -> str:
    """The owner's time zone, as the directory knows it."""
    person = tx.directory.people([owner]).get(owner)
    return person.zone if person else "UTC"
