"""Who decides about a group, which one is meant, and how a decision about it is written down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from rapidfuzz import process as fuzzy

from orchestration import words
from orchestration.errors import Rejected
from orchestration.groups.model import GroupSettings, ReleaseGroup
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand
from orchestration.ports import Decision, Transaction
from orchestration.values import UserId, name_key


def demand_group(
    tx: Transaction, administrators: Administrators, by: UserId, of: GroupSettings, *, to: str
) -> str:
    """Through what `by` may decide about it: the right to publish its process."""
    process = tx.processes.latest(of.process_id).process
    return demand(tx, Right.PUBLISH, administrators, by, of=process, to=to)


def demand_seen(
    tx: Transaction, administrators: Administrators, by: UserId, of: GroupSettings
) -> None:
    process = tx.processes.latest(of.process_id).process
    to = f"look at the group “{words.quote(of.name, 80)}”"
    demand(tx, Right.VIEW, administrators, by, of=process, to=to)


def refuse_archived_group(group: ReleaseGroup) -> None:
    if group.archived_by:
        raise Rejected(
            f"The group “{words.quote(group.name, 80)}” is archived by "
            f"{words.person(group.archived_by)}. Make a new one."
        )


def group_named(
    tx: Transaction, name: str, *, sees: Callable[[ReleaseGroup], bool] = lambda _: True
) -> ReleaseGroup:
    """By name, id, the letters of its references or the one name that begins so, in any case."""
    there = [each for each in tx.groups.list() if sees(each)]
    there.sort(key=lambda each: each.archived_by is not None)
    wanted = name_key(name)
    for each in there:
        if wanted in {name_key(each.name), name_key(each.id), each.reference_key.casefold()}:
            return each
    beginning = [each for each in there if wanted and name_key(each.name).startswith(wanted)]
    if len(beginning) == 1:
        return beginning[0]
    for lost in tx.groups.unreadable():
        if wanted in {name_key(lost.name), name_key(lost.id)}:
            raise Rejected(
                f"What was kept of the group “{words.quote(lost.name, 80)}” cannot be read. Ask "
                "whoever runs Drumbeat: `drumbeat doctor` says what to do."
            )
    open_ones = [each.name for each in there if not each.archived_by]
    near = [found for found, *_ in fuzzy.extract(name, open_ones, limit=3)]
    listed = words.listed(f"“{words.quote(each, 80)}”" for each in near)
    hint = f"There is {listed}." if near else "There is none yet."
    raise Rejected(
        f"There is no release group “{words.quote(name, 40)}”. {hint} "
        "`/release groups` lists them and makes new ones."
    )


def written(
    tx: Transaction,
    group: ReleaseGroup,
    action: str,
    *,
    by: UserId,
    through: str,
    at: datetime,
    text_id: str = "",
) -> None:
    tx.audit.append(
        Decision(
            chain=group.id,
            at=at,
            actor=by,
            through=through,
            door="slack",
            action=f"{action} the group",
            subject=group.name,
            text_id=text_id,
        )
    )
