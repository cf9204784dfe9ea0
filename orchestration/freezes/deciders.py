"""Who may let a release through a freeze: its named approvers, and who may override."""

from __future__ import annotations

from collections.abc import Sequence

from orchestration import words
from orchestration.errors import Rejected
from orchestration.freezes.holding import Held
from orchestration.freezes.model import Freeze
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand, holders_of
from orchestration.ports import Transaction
from orchestration.processes.model import Process
from orchestration.values import UserId

APPROVER = "approver of the freeze"


def deciders_of(
    tx: Transaction, administrators: Administrators, freeze: Freeze, process: Process
) -> Sequence[UserId]:
    """Whom to ask: the approvers where it names some, else everyone who may override."""
    return freeze.approvers or holders_of(tx, Right.OVERRIDE, administrators, process)


def demand_letting_through(
    tx: Transaction,
    administrators: Administrators,
    by: UserId,
    held: Sequence[Held],
    process: Process,
    *,
    to: str,
) -> str:
    """Through what `by` may let a release through all of these; raises `Rejected` naming who can.

    An approver needs no other right for it.
    """
    if held and all(by in each.freeze.approvers for each in held):
        return APPROVER
    try:
        return demand(tx, Right.OVERRIDE, administrators, by, of=process, to=to)
    except Rejected as refused:
        named = dict.fromkeys(person for each in held for person in each.freeze.approvers)
        if not named:
            raise
        raise Rejected(
            f"{refused.text} So can {words.people(named)}: approvers of the freeze."
        ) from None
