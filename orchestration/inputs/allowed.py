"""Who may change input sets: whoever may publish the process, or what the set is for."""

from __future__ import annotations

from orchestration import words
from orchestration.errors import Rejected
from orchestration.inputs.changes import InputSet
from orchestration.inputs.model import KeptActivitySet, activity_of
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand, demand_publisher
from orchestration.ports import Transaction
from orchestration.processes.input_sets import ActivityInputSet, ProcessInputSet
from orchestration.values import ProcessId, UserId


def demand_change(
    tx: Transaction, administrators: Administrators, by: UserId, said: InputSet, *, to: str
) -> str:
    """Through what `by` may change this set; raises `Rejected` naming who can."""
    if isinstance(said, ProcessInputSet):
        return demand_process_set(tx, administrators, by, said.process, to=to)
    known = tx.input_sets.find_activity_set(said.id)
    return demand_activity_set(tx, administrators, by, said, known, to=to)


def demand_process_set(
    tx: Transaction, administrators: Administrators, by: UserId, process_id: ProcessId, *, to: str
) -> str:
    """Through what `by` may change sets of this process; raises `Rejected` naming who can."""
    process = tx.processes.latest(process_id).process
    return demand(tx, Right.PUBLISH, administrators, by, of=process, to=to)


def demand_activity_set(
    tx: Transaction,
    administrators: Administrators,
    by: UserId,
    said: ActivityInputSet,
    kept: KeptActivitySet | None,
    *,
    to: str,
) -> str:
    """Who may publish anything may make one; what others may link is not anybody's to change.

    Whoever made it changes it, the owner of its activity, and owners of processes that link it.
    """
    if kept is None:
        return demand_publisher(tx, administrators, by, to=to)
    if by == kept.made_by:
        return "whoever made the set"
    of = tx.store.find(activity_of(said).id)
    try:
        return demand(tx, Right.PUBLISH, administrators, by, of=of, to=to)
    except Rejected as refused:
        for process_id in {each.process_id: None for each in tx.input_sets.links_to(said.id)}:
            try:
                return demand_process_set(tx, administrators, by, process_id, to=to)
            except Rejected:
                continue
        raise Rejected(
            f"{refused.text} So can {words.person(kept.made_by)}, who made the set, and owners of "
            "processes that link it."
        ) from None
