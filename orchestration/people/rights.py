"""Who may publish, start, retry, ignore and abort: administrators and a process's owners."""

from __future__ import annotations

from collections.abc import Iterable

from orchestration import words
from orchestration.catalogue.model import StoreSummary
from orchestration.errors import Rejected
from orchestration.people.model import is_slack_id
from orchestration.people.resolution import Roster
from orchestration.ports import Transaction
from orchestration.processes.model import Process
from orchestration.values import GroupId, UserId, role_key


class Administrators:
    """The configured administrators, or the workspace's own where none are configured."""

    def __init__(self, configured: Iterable[UserId] = ()) -> None:
        self._configured = tuple(configured)

    def of(self, tx: Transaction) -> tuple[UserId, ...]:
        return self._configured or tuple(each.id for each in tx.directory.admins())


def roster_for(tx: Transaction, names: Iterable[str]) -> Roster:
    """Everything needed to say who these roles, groups and people are."""
    roles = tx.roles.all()
    wanted = {each for each in names if is_slack_id(each)}
    for name in names:
        role = roles.get(role_key(name))
        wanted.update(role.members if role else ())
    groups = tx.directory.groups(GroupId(each) for each in wanted if each.startswith("S"))
    users = {UserId(each) for each in wanted if not each.startswith("S")}
    users.update(member for group in groups.values() for member in group.members)
    return Roster(roles=roles, groups=groups, people=tx.directory.people(users))


def managers_of(
    tx: Transaction, process: Process, administrators: Administrators
) -> tuple[UserId, ...]:
    """Everyone with the right to run releases of this process; its owners first."""
    roster = roster_for(tx, process.owners)
    owners = [member for each in process.owners for member in roster.members_of(each)]
    return tuple(dict.fromkeys([*owners, *administrators.of(tx)]))


def demand_manager(
    tx: Transaction,
    process: Process,
    administrators: Administrators,
    by: UserId,
    *,
    to: str,
) -> str:
    """Through what `by` may do this; raises `Rejected` naming who can."""
    managers = managers_of(tx, process, administrators)
    if by not in managers:
        who = words.people(managers) if managers else "an administrator (nobody is one yet)"
        raise Rejected(f"You cannot {to}. {who} can: owners of the process and administrators.")
    return "administrator" if by in administrators.of(tx) else "owner of the process"


def demand_publisher(
    tx: Transaction, administrators: Administrators, by: UserId, *, to: str
) -> str:
    """Through what `by` may publish at all: an administrator, or an owner of any process."""
    if by in administrators.of(tx):
        return "administrator"
    for each in tx.processes.list():
        owners = tx.processes.latest(each.id).process.owners
        roster = roster_for(tx, owners)
        if any(by in roster.members_of(owner) for owner in owners):
            return f"owner of the process {each.id}"
    who = words.people(administrators.of(tx)) or "An administrator (nobody is one yet)"
    raise Rejected(f"You cannot {to}. {who} can, and everybody who owns a process.")


def demand_store_owner(
    tx: Transaction, summary: StoreSummary, administrators: Administrators, by: UserId, *, to: str
) -> str:
    """Through what `by` may change this activity of the store."""
    if by in administrators.of(tx):
        return "administrator"
    if by == summary.owner:
        return "owner of the activity"
    who = words.people(dict.fromkeys([summary.owner, *administrators.of(tx)]))
    raise Rejected(f"You cannot {to}. {who} can: its owner and administrators.")
