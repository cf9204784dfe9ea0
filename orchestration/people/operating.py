"""Who operates a release, also in the processes that run inside it."""

from __future__ import annotations

from orchestration.execution.state.model import ProcessExecution
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand, holders_of
from orchestration.ports import Transaction
from orchestration.processes.model import Process
from orchestration.values import UserId


def demand_operating(
    tx: Transaction,
    administrators: Administrators,
    by: UserId,
    execution: ProcessExecution,
    *,
    to: str,
    right: Right = Right.OPERATE,
) -> str:
    """Through what `by` may decide here; raises `Rejected` naming who can.

    Whoever has the right for the release has it in all of it; whoever has it for a process that
    runs inside it, there.
    """
    whole, *inside = _operated(tx, execution)
    for process in inside:
        if by in holders_of(tx, right, administrators, process):
            return demand(tx, right, administrators, by, of=process, to=to)
    return demand(tx, right, administrators, by, of=whole, to=to)


def operators_of(
    tx: Transaction, administrators: Administrators, execution: ProcessExecution
) -> tuple[UserId, ...]:
    """Everyone who may decide here by name, those of the release first."""
    processes = _operated(tx, execution)
    found = [holders_of(tx, Right.OPERATE, administrators, each) for each in processes]
    return tuple(dict.fromkeys(person for people in found for person in people))


def _operated(tx: Transaction, execution: ProcessExecution) -> tuple[Process, ...]:
    own = execution.plan.version.process
    if execution.parent is None:
        return (own,)
    release = tx.releases.get(execution.release_id)
    whole = tx.processes.version(release.process_id, release.process_version).process
    return (whole, own)
