"""Who acts for some names now, looked up; and whom it touches that somebody changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from orchestration.execution.state.acting import Acting
from orchestration.people.model import is_slack_id
from orchestration.people.presence import Presence
from orchestration.people.rights import roster_for
from orchestration.ports import Transaction
from orchestration.values import role_key


def acting_for(tx: Transaction, names: Iterable[str], *, at: datetime) -> Acting:
    """Who is asked for these names at this moment."""
    named = tuple(names)
    return presence_of(tx, named, at=at).acting(named)


def presence_of(tx: Transaction, names: Iterable[str], *, at: datetime) -> Presence:
    """The people of these names with their roles' backups, and whoever stands in for anybody."""
    roles, absences = tx.roles.all(), tx.absences.lasting(at=at)
    wanted = list(names)
    for each in tuple(wanted):
        role = None if is_slack_id(each) else roles.get(role_key(each))
        wanted += role.backup if role else ()
    wanted += (each.substitute for each in absences.values() if each.substitute)
    return Presence(roster=roster_for(tx, wanted), absences=absences)


def names_touching(tx: Transaction, changed: Sequence[str], *, at: datetime) -> list[str]:
    """Every name that may mean somebody else now: of these people and groups, and of their roles.

    With somebody who stands in for others, theirs too.
    """
    ids = {*changed, *_stood_in_for(tx, changed, at=at)}
    ids |= {each.id for each in tx.directory.all_groups() if ids.intersection(each.members)}
    roles = tx.roles.all().values()
    bound = (each.name for each in roles if ids.intersection((*each.members, *each.backup)))
    return [*sorted(ids), *bound]


def _stood_in_for(tx: Transaction, changed: Sequence[str], *, at: datetime) -> set[str]:
    found = set(changed)
    absences = tx.absences.lasting(at=at).values()
    for _ in absences:  # as long as a chain of substitutes can be
        more = {each.person for each in absences if each.substitute in found} - found
        if not more:
            break
        found |= more
    return found
