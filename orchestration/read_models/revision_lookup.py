"""A revision's card, and what a draft weakens, looked up as they are at this moment."""

from __future__ import annotations

from orchestration.catalogue.taking import filled_now, filled_version
from orchestration.pipelines.model import PipelineCatalogue
from orchestration.ports import Transaction
from orchestration.processes.checking import problems_in
from orchestration.processes.deciding import said_edits
from orchestration.processes.draft import Draft, DraftStatus
from orchestration.processes.model import Process
from orchestration.processes.revising.applying import all_applied
from orchestration.processes.revising.gates import WeakenedGate, weakened_gates
from orchestration.processes.revising.items import items_of
from orchestration.processes.revising.proposal import Proposal
from orchestration.read_models.revision_card import RevisionCard
from orchestration.values import DraftId


def weakened_in(tx: Transaction, draft: Draft, filled: Process) -> tuple[WeakenedGate, ...]:
    """Of a draft that may become the next version; the store's activities in their places."""
    if not draft.is_open or draft.process is None:
        return ()
    return weakened_gates(filled_version(tx, tx.processes.latest(draft.process.id)), filled)


def revision_in(
    tx: Transaction, asked: Draft, proposal: Proposal, catalogue: PipelineCatalogue
) -> RevisionCard:
    target = tx.drafts.find(DraftId(asked.replaces or ""))
    card = RevisionCard(
        proposal_id=asked.id,
        revision=asked.revision,
        status=asked.status.value,
        by=asked.by,
        title=target.process.name if target and target.process else asked.title,
        asked=tx.texts.bodies([asked.text_id]).get(asked.text_id, ""),
        reviser=asked.drafter,
        note=asked.note,
        unclear=proposal.unclear,
        decided_by=asked.decided_by,
        closed=_closed(target),
    )
    if target is None or target.process is None or proposal.base is None:
        return card
    base = proposal.base
    items = items_of(base, proposal.changes, proposal.marks)
    if asked.status is DraftStatus.TAKEN:
        undone = target.is_open and target.revision == proposal.taken_revision
        update = {"items": items, "taken": proposal.taken, "can_be_undone": undone}
        return card.model_copy(update=update)
    stale = target.process != base
    after = all_applied(base, proposal.changes).process
    gates = weakened_gates(filled_now(tx, base), filled_now(tx, after))
    had = {str(each) for each in problems_in(tx, base, catalogue)} if items else set()
    brought = [str(each) for each in problems_in(tx, after, catalogue)] if items else []
    return card.model_copy(
        update={
            "items": items,
            "weakens": tuple(each.what for each in gates),
            "problems": tuple(each for each in brought if each not in had),
            "meanwhile": said_edits(target, asked.replaces_revision) if stale else None,
        }
    )


def _closed(target: Draft | None) -> str:
    if target is not None and target.is_open:
        return ""
    state = target.status.value if target else "taken away"
    return f"The draft was {state} meanwhile."
