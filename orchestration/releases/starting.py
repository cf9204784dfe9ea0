"""Starting a release: who may, whether it can, and what it runs with from then on."""

from __future__ import annotations

from datetime import datetime

from orchestration import words
from orchestration.errors import Rejected
from orchestration.execution.engine import waiting_to_start
from orchestration.execution.events import ExecutionStarted
from orchestration.execution.facts import facts_of
from orchestration.execution.recording import record
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand, roster_for
from orchestration.pipelines.model import PipelineCatalogue
from orchestration.ports import Transaction
from orchestration.processes.checking import problems_of_version
from orchestration.processes.not_yet import not_yet
from orchestration.releases.following import version_followed
from orchestration.releases.inputs import inputs_at_start
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.releases.naming import execution_of
from orchestration.values import ReleaseId, UserId

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
) -> Release:
    """Start what is planned; raises `Rejected` saying what keeps it from starting.

    `called` is what it is named in a refusal where its reference is not kept with it.
    """
    release = tx.releases.get(release_id)
    called = called or release.reference
    if release.status is not ReleaseStatus.SCHEDULED:
        raise Rejected(
            f"{words.quote(release.title)} {_BEYOND_START[release.status]}; it cannot be "
            "started again. `/release new` makes another."
        )
    latest = version_followed(tx, release)
    process = latest.process
    through = demand(tx, Right.START, administrators, by, of=process, to=f"start {called}")
    problems = problems_of_version(tx, latest, catalogue)
    if problems:
        said = "\n".join(f"• {each}" for each in problems[:5])
        raise Rejected(f"{called} cannot start yet:\n{said}")
    plan = tx.processes.plan(process.id, latest.version)
    if unknown := not_yet(plan.process):
        said = "\n".join(f"• {each}" for each in unknown[:5])
        raise Rejected(
            f"{called} cannot start: this version of Drumbeat does not carry out yet\n{said}"
        )
    snapshot = inputs_at_start(tx, latest, release, called=called)
    execution_id = execution_of(release.id)
    started = tx.releases.save(
        release.model_copy(
            update={
                "status": ReleaseStatus.RUNNING,
                "process_version": latest.version,
                **snapshot,
                "started_at": now,
                "execution_id": execution_id,
            }
        )
    )
    tx.executions.add(waiting_to_start(execution_id, release.id, plan, owner=release.owner))
    names = plan.process.roles()
    record(
        tx,
        execution_id,
        ExecutionStarted(
            at=now,
            by=by,
            members=roster_for(tx, names).resolved(names),
            facts=facts_of(started, zone=_zone_of(tx, started.owner)),
        ),
        door="slack",
        through=through,
    )
    return started


def _zone_of(tx: Transaction, owner: UserId) -> str:
    """The owner's time zone, as the directory knows it."""
    person = tx.directory.people([owner]).get(owner)
    return person.zone if person else "UTC"
