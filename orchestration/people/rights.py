"""Who may do what: the owners of a process, administrators, and roles that were granted a right."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from orchestration import words
from orchestration.catalogue.model import StoreSummary
from orchestration.errors import Rejected
from orchestration.people.model import Grant, Right, is_slack_id
from orchestration.people.resolution import Roster
from orchestration.ports import Transaction
from orchestration.processes.model import Process
from orchestration.values import GroupId, ProcessId, UserId, role_key

OF_OWNERS: Final = frozenset({Right.VIEW, Right.DRAFT, Right.PUBLISH, Right.START, Right.OPERATE})
"""What the owners of a process may do with it without being granted anything."""
Owned = Process | StoreSummary
OPEN: Final = frozenset({Right.VIEW, Right.DRAFT})
"""Everybody's, until they are granted to a role: then they are that role's."""


class Administrators:
    """The configured administrators, or the workspace's own where none are configured."""

    def __init__(self, configured: Iterable[UserId] = ()) -> None:
        self._configured = tuple(configured)

    def of(self, tx: Transaction) -> tuple[UserId, ...]:
        return self._configured or tuple(each.id for each in tx.directory.admins())


class Source(NamedTuple):
    """One reason why people have a right."""

    through: str
    """As the audit keeps it: `owner of the process`."""
    all_of_them: str
    """`owners of the process`."""
    members: tuple[UserId, ...]


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


def sources_of(
    tx: Transaction, right: Right, administrators: Administrators, of: Owned | None = None
) -> tuple[Source, ...]:
    """Why people have this right: with what is owned, or with the workspace as a whole."""
    found = [Source("administrator", "administrators", administrators.of(tx))]
    if of is not None and right in OF_OWNERS:
        found.insert(0, _owners(tx, of))
    roles = dict.fromkeys(
        each.role
        for each in _grants_for(tx, of)
        if right is Right.VIEW or each.right in {right, Right.ADMINISTER}
    )
    if roles:
        roster = roster_for(tx, roles)
        for key in roles:
            named = f"“{words.quote(roster.roles[key].name if key in roster.roles else key, 60)}”"
            found.append(Source(f"{named} ({right.value})", named, roster.members_of(key)))
    return tuple(found)


def _owners(tx: Transaction, of: Owned) -> Source:
    if isinstance(of, StoreSummary):
        return Source("owner of the activity", "its owner", (of.owner,))
    roster = roster_for(tx, of.owners)
    owners = dict.fromkeys(each for name in of.owners for each in roster.members_of(name))
    return Source("owner of the process", "owners of the process", tuple(owners))


def holders_of(
    tx: Transaction, right: Right, administrators: Administrators, process: Process
) -> tuple[UserId, ...]:
    """Everyone with this right by name, the owners first; not those who have it as anybody."""
    sources = sources_of(tx, right, administrators, process)
    return tuple(dict.fromkeys(each for source in sources for each in source.members))


def demand(
    tx: Transaction,
    right: Right,
    administrators: Administrators,
    by: UserId,
    *,
    to: str,
    of: Owned | None = None,
) -> str:
    """Through what `by` may do this, empty for what anybody may; raises `Rejected` naming who can.

    Without `of` the right is asked for the workspace as a whole.
    """
    if _is_open(tx, right, of):
        return ""
    sources = sources_of(tx, right, administrators, of)
    for source in sources:
        if by in source.members:
            return source.through
    can = dict.fromkeys(each for source in sources for each in source.members)
    kinds = words.listed(source.all_of_them for source in sources)
    who = f"can: {words.people(can)}" if can else "can, and nobody is one of them yet"
    raise Rejected(f"You cannot {to}. {kinds[:1].upper()}{kinds[1:]} {who}.")


def seen_by(
    tx: Transaction, administrators: Administrators, by: UserId
) -> Callable[[ProcessId], bool]:
    """Which processes somebody may look at; asks nothing while everybody may look at all."""
    if not any(each.right is Right.VIEW for each in tx.roles.grants()):
        return lambda _: True

    def sees(process_id: ProcessId) -> bool:
        process = tx.processes.latest(process_id).process
        return _is_open(tx, Right.VIEW, process) or any(
            by in source.members for source in sources_of(tx, Right.VIEW, administrators, process)
        )

    return sees


def demand_publisher(
    tx: Transaction, administrators: Administrators, by: UserId, *, to: str
) -> str:
    """Through what `by` may publish something new: by right, or as an owner of any process."""
    try:
        return demand(tx, Right.PUBLISH, administrators, by, to=to)
    except Rejected as refused:
        for each in tx.processes.list():
            process = tx.processes.latest(each.id).process
            if by in _owners(tx, process).members:
                return f"owner of the process {each.id}"
        raise Rejected(f"{refused.text} So can everybody who owns a process.") from None


def is_granted(tx: Transaction, right: Right) -> bool:
    """True where some role has it for the whole workspace."""
    return any(each.right is right and each.process is None for each in tx.roles.grants())


def _is_open(tx: Transaction, right: Right, of: Owned | None) -> bool:
    return right in OPEN and not any(each.right is right for each in _grants_for(tx, of))


def _grants_for(tx: Transaction, of: Owned | None) -> list[Grant]:
    """Those of the workspace, and those of this process."""
    where = {None, of.id if isinstance(of, Process) else None}
    return [each for each in tx.roles.grants() if each.process in where]
