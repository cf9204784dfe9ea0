"""What a decision on a draft leaves in the audit, and how one that cannot be is refused."""

from __future__ import annotations

from datetime import datetime

from orchestration import words
from orchestration.errors import Rejected
from orchestration.ports import Decision
from orchestration.processes.checks.problems import Problem
from orchestration.processes.draft import Draft


def decision(
    draft: Draft,
    actor: str,
    action: str,
    *,
    at: datetime,
    door: str = "slack",
    through: str = "",
    text_id: str = "",
) -> Decision:
    return Decision(
        chain=draft.id,
        at=at,
        actor=actor,
        through=through,
        door=door,
        action=action,
        subject=draft.process.id if draft.process else "",
        after=draft.status.value,
        text_id=text_id,
    )


def refuse_stale(draft: Draft, revision: int) -> None:
    if draft.revision == revision:
        return
    missed = [each for each in draft.edits if each.revision > revision]
    said = words.listed(f"{words.person(each.by)} {each.what}" for each in missed[-5:])
    raise Rejected(
        "The draft changed while you had it open"
        + (f": {said}" if said else "")
        + ". Nothing of yours was saved; open it again and look at what is there now."
    )


def refusal(problems: tuple[Problem, ...]) -> str:
    first = "\n".join(f"• {each}" for each in problems[:5])
    more = f"\n… and {len(problems) - 5} more." if len(problems) > 5 else ""
    return f"It cannot be published yet:\n{first}{more}"
