"""What decisions on a draft have in common: is it open, was it seen, how it is written down."""

from __future__ import annotations

from datetime import datetime

from orchestration import words
from orchestration.effects.process import ShowDraft
from orchestration.errors import Rejected
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand, is_granted
from orchestration.ports import Decision, Transaction
from orchestration.processes.checks.problems import Problem
from orchestration.processes.draft import Draft, DraftStatus, EditNote
from orchestration.processes.model import Process
from orchestration.processes.revising.authorship import marked
from orchestration.values import DraftId, UserId

KEPT_EDITS = 40


def add_draft(tx: Transaction, draft: Draft, text: str, *, what: str, at: datetime) -> bool:
    """Keep a new draft and the text it is of, owe its card, and say in the audit what was done.

    False, and nothing changed, for one that is there already: the same door was heard again.
    """
    if not tx.drafts.add(draft):
        return False
    tx.texts.keep(draft.text_id, text)
    tx.owed.owe([ShowDraft(draft_id=draft.id)], at=at)
    tx.audit.append(decision(draft, draft.by, what, text_id=draft.text_id, at=at))
    return True


def open_draft(tx: Transaction, draft_id: DraftId) -> tuple[Draft, Process]:
    """The draft and what can be changed in it; raises `Rejected` where nothing can, or any more."""
    draft = tx.drafts.get(draft_id)
    if draft.status in {DraftStatus.PUBLISHED, DraftStatus.DISCARDED, DraftStatus.TAKEN}:
        who = f" by {words.person(draft.decided_by)}" if draft.decided_by else ""
        raise Rejected(f"This draft was {draft.status.value} already{who}.")
    if draft.proposal is not None:
        raise Rejected("These are changes proposed for a draft; accept or reject them.")
    if draft.replaces is not None:
        raise Rejected("This is a file that was proposed for a draft; take it or leave it.")
    if draft.process is None:
        raise Rejected("This draft has nothing to change yet: its text is being read.")
    return draft, draft.process


def demand_drafting(
    tx: Transaction, administrators: Administrators, by: UserId, process: Process
) -> None:
    """Raise `Rejected` where `by` may not draft, or not this process that is published already."""
    of = tx.processes.latest(process.id).process if tx.processes.find(process.id) else None
    to = f"change the draft of “{words.quote(process.name)}”"
    demand(tx, Right.DRAFT, administrators, by, of=of, to=to)


def demand_viewing(
    tx: Transaction, administrators: Administrators, by: UserId, process: Process
) -> None:
    """Raise `Rejected` where `by` may not look at this process and its releases."""
    to = f"look at “{words.quote(process.name)}”"
    demand(tx, Right.VIEW, administrators, by, of=tx.processes.latest(process.id).process, to=to)


def demand_publishing(
    tx: Transaction, administrators: Administrators, by: UserId, process: Process
) -> str:
    """Through what `by` may publish it: judged by what is published, not by what the draft says.

    A new process is its owners' to publish until the workspace grants that right to a role: nobody
    comes to it by naming themselves an owner.
    """
    to = f"publish “{words.quote(process.name)}”"
    of: Process | None = process
    if tx.processes.find(process.id):
        of = tx.processes.latest(process.id).process
    elif is_granted(tx, Right.PUBLISH):
        of = None
    return demand(tx, Right.PUBLISH, administrators, by, of=of, to=to)


def refuse_stale(draft: Draft, revision: int) -> None:
    if draft.revision != revision:
        raise Rejected(
            f"The draft changed while you had it open{said_edits(draft, revision)}. "
            "Nothing of yours was saved; open it again and look at what is there now."
        )


def said_edits(draft: Draft, revision: int) -> str:
    """`: @Dana renamed it and @Ivo removed …`, of those after `revision`."""
    missed = [each for each in draft.edits if each.revision > revision][-5:]
    said = words.listed(f"{words.person(each.by)} {each.what}" for each in missed)
    return f": {said}" if said else ""


def with_edit(
    draft: Draft, process: Process, *, by: UserId, what: str, author: str = "", moved: str = ""
) -> Draft:
    """The draft with another process, marks of who wrote what, and a note for who comes late."""
    note = EditNote(revision=draft.revision + 1, by=by, what=what, author=author)
    said: dict[str, object] = {"process": process, "edits": (*draft.edits, note)[-KEPT_EDITS:]}
    if draft.process is not None:
        said["marks"] = marked(
            draft.marks, draft.process, process, by=by, author=author, moved=moved
        )
    return draft.model_copy(update=said)


def save_draft(
    tx: Transaction, draft: Draft, *, by: UserId, action: str, at: datetime, through: str = ""
) -> None:
    """Write it, have its card redrawn, and say in the audit who did what."""
    saved = tx.drafts.save(draft)
    if draft.status in {DraftStatus.PUBLISHED, DraftStatus.DISCARDED}:
        tx.model_calls.decide(draft.id, draft.status.value, by=by)
    tx.owed.owe([ShowDraft(draft_id=draft.id)], at=at)
    tx.audit.append(decision(saved, by, action, through=through, at=at))


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


def refusal(problems: tuple[Problem, ...]) -> str:
    first = "\n".join(f"• {each}" for each in problems[:5])
    more = f"\n… and {len(problems) - 5} more." if len(problems) > 5 else ""
    return f"It cannot be published yet:\n{first}{more}"
