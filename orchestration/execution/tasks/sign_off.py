"""The rules of asking people: who is asked, how many must agree, what a verdict changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from orchestration.execution.state.acting import How
from orchestration.execution.state.manual_task import Assignee, ManualTask, SignOff
from orchestration.execution.state.statuses import TaskStatus, Verdict
from orchestration.people.model import is_slack_id
from orchestration.processes.tasks import Quorum
from orchestration.replacing import replace
from orchestration.values import UserId, role_key


def member_key(name: str) -> str:
    """How a name in a process is looked up among members: an id as it is, a role by its key."""
    return name if is_slack_id(name) else role_key(name)


def assignees_for(
    names: Iterable[str],
    members: Mapping[str, tuple[UserId, ...]],
    *,
    without: Collection[UserId] = (),
    backed_up: Collection[str] = (),
) -> tuple[Assignee, ...]:
    """The people these roles and ids stand for; each once, through the first that names them."""
    found: dict[UserId, Assignee] = {}
    for name in names:
        how: How = "backup" if member_key(name) in backed_up else ""
        for person in members.get(member_key(name), ()):
            if person not in without:
                found.setdefault(person, Assignee(person=person, through=name, how=how))
    return tuple(found.values())


def in_order(task: ManualTask) -> ManualTask:
    """Ask one role after the other: the next one once somebody of each before it has approved.

    Whoever was asked stays asked: a quorum may need more than one of a role.
    """
    approved = {each.through for each in task.verdicts if each.verdict is Verdict.APPROVED}
    everyone = (*task.assignees, *task.later)
    asked: list[Assignee] = []
    for through in dict.fromkeys(each.through for each in everyone):
        asked += (each for each in everyone if each.through == through)
        if through not in approved:
            break
    return replace(task, assignees=tuple(asked), later=everyone[len(asked) :])


def needed_of(quorum: Quorum, people: int) -> int:
    """How many distinct approvals a quorum means among so many people; at least one."""
    if quorum == "majority":
        return people // 2 + 1
    return max(people if quorum == "all" else quorum, 1)


def electorate(task: ManualTask) -> frozenset[UserId]:
    """Those asked now or later, and those who left after an approval that stands."""
    return frozenset(task.people).union(
        (each.person for each in task.later),
        (each.by for each in task.verdicts if each.verdict is Verdict.APPROVED),
    )


def sign(task: ManualTask, sign_off: SignOff) -> ManualTask:
    """Record one verdict; the same task when it changes nothing.

    Nothing counts on a settled task, of another round, from a person who has spoken already in
    this round, or from somebody who is not asked: first valid click wins. Nor does the same click
    again after its verdict was taken back: the card shows something else from then on.
    """
    spoken = {each.by for each in task.verdicts}
    clicked = {(each.by, each.shown) for each in task.sign_offs if each.round == task.round}
    if (
        not task.open
        or sign_off.verdict.ends_another
        or sign_off.round != task.round
        or sign_off.by in spoken
        or (sign_off.by, sign_off.shown) in clicked
        or sign_off.by not in task.people
    ):
        return task
    place = next(each for each in task.assignees if each.person == sign_off.by)
    given = replace(sign_off, instead_of=place.instead_of)
    return judged(replace(task, sign_offs=(*task.sign_offs, given)), given)


def judged(task: ManualTask, latest: SignOff) -> ManualTask:
    """Settle the task when its verdicts decide it: one rejection, or enough approvals."""
    if latest.verdict is Verdict.REJECTED:
        return replace(
            task,
            status=TaskStatus.REJECTED,
            settled_at=latest.at,
            settled_by=latest.by,
            reason_id=latest.reason_id,
        )
    approvals = {each.by for each in task.verdicts if each.verdict is Verdict.APPROVED}
    if len(approvals) < task.needed:
        return in_order(task) if task.later else task
    return replace(task, status=TaskStatus.APPROVED, settled_at=latest.at, settled_by=latest.by)
