"""Why a click does not count, in words: who can, or what was decided, by whom and when."""

from __future__ import annotations

from orchestration import words
from orchestration.errors import Rejected
from orchestration.execution.state.manual_task import Assignee, ManualTask
from orchestration.execution.state.statuses import TaskStatus, Verdict, WorkKind
from orchestration.values import UserId

_DECIDED = {
    TaskStatus.EARLY: "is not asked yet; `/release sign` takes an approval ahead of its time",
    TaskStatus.DONE: "was done",
    TaskStatus.APPROVED: "was approved",
    TaskStatus.REJECTED: "was rejected",
    TaskStatus.FAILED: "was reported as failed",
    TaskStatus.CLOSED: "is closed: its activity ended without it",
    TaskStatus.SKIPPED: "was skipped",
    TaskStatus.WITHDRAWN: "was withdrawn",
}


def refuse_stranger(task: ManualTask, by: UserId) -> None:
    """Only those asked may act; others learn who can."""
    if by in task.people:
        return
    title = words.quote(task.name)
    if by in task.left_out:
        raise Rejected(
            f"You started this release, and “{title}” is not for whoever did. "
            f"{words.people(task.missing)} can sign it."
        )
    if instead := next((each for each in task.assignees if each.instead_of == by), None):
        raise Rejected(_in_your_place(instead, title))
    if any(each.person == by for each in task.later):
        raise Rejected(
            f"It is not your turn yet: {words.people(task.missing)} can sign “{title}” first, "
            "then you are asked."
        )
    verb = "sign" if task.kind is WorkKind.SIGN_OFF else "do"
    roles = words.listed(words.quote(each, 40) for each in task.asked_as)
    through = f" ({roles})" if roles else ""
    who = words.people(task.people) if task.people else "Nobody"
    raise Rejected(f"You are not asked here. {who}{through} can {verb} “{words.quote(task.name)}”.")


def _in_your_place(place: Assignee, title: str) -> str:
    who = words.person(place.person)
    until = f" until {words.moment(place.until)}" if place.until else ""
    match place.how:
        case "away":
            return (
                f"You are away{until}, and {who} is asked about “{title}” in your place. Choose "
                "*I am back* in App Home, or type `/release away back`; then you are asked again."
            )
        case "delegated":
            return (
                f"You handed “{title}” on to {who}{until}. *Take back* in the card's menu asks "
                "you again."
            )
        case "reassigned":
            return f"“{title}” was reassigned from you to {who}."
        case _:
            return f"{who} has decided about “{title}” in your place while you were away."


def refuse_other_round(task: ManualTask, round_: int) -> None:
    if round_ < task.round:
        raise Rejected(
            f"This card is from round {round_} of “{words.quote(task.name)}”; it is in round "
            f"{task.round} now. Use the newest card: the buttons there count."
        )


def refuse_settled(task: ManualTask) -> None:
    """First valid click wins; later ones are told what was decided, by whom, when."""
    if task.open:
        return
    by = f" by {words.person(task.settled_by)}" if task.settled_by else ""
    at = f" at {words.moment(task.settled_at)}" if task.settled_at else ""
    raise Rejected(f"“{words.quote(task.name)}” {_DECIDED[task.status]}{by}{at}.")


def refuse_spoken(task: ManualTask, by: UserId) -> None:
    """One person counts once in a round."""
    spoken = next((each for each in task.verdicts if each.by == by), None)
    if spoken is None:
        return
    verdict = "approved" if spoken.verdict is Verdict.APPROVED else "rejected"
    awaited = f" Still missing: {words.people(task.missing)}." if task.missing else ""
    raise Rejected(f"You {verdict} this at {words.moment(spoken.at)}.{awaited}")
