"""Through what somebody may act on a task, as the audit keeps it: role, group, or whose place."""

from __future__ import annotations

from orchestration.execution.state.manual_task import Assignee, ManualTask
from orchestration.ports import Transaction
from orchestration.values import UserId

_HOW = {
    "away": "for {}, who is away",
    "delegated": "for {}, who handed it on",
    "reassigned": "instead of {}, reassigned",
    "": "for {}",
}


def eligible_through(tx: Transaction, task: ManualTask, by: UserId) -> str:
    """`QA lead`, `QA lead, as its backup`, `QA lead, for Dana (U012AB3CD), who is away`.

    With the name at the time, like everything in the audit.
    """
    place = next((each for each in task.assignees if each.person == by), None)
    return through_of_place(tx, place) if place else ""


def through_of_place(tx: Transaction, place: Assignee) -> str:
    """The same of one place, also of those who decide a hold."""
    if place.instead_of is None:
        return f"{place.through}, as its backup" if place.how == "backup" else place.through
    known = tx.directory.people([place.instead_of]).get(place.instead_of)
    whom = f"{known.name} ({place.instead_of})" if known else place.instead_of
    return f"{place.through}, {_HOW.get(place.how, 'for {}').format(whom)}"
