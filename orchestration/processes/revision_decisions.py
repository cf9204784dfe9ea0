"""Deciding about what is proposed for a draft: taking all or some of it, leaving it, undoing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from orchestration import words
from orchestration.effects.process import ShowDraft
from orchestration.errors import Rejected
from orchestration.people.rights import Administrators
from orchestration.ports import Clock, Database, Transaction
from orchestration.processes.deciding import (
    demand_drafting,
    open_draft,
    said_edits,
    save_draft,
    with_edit,
)
from orchestration.processes.draft import Draft, DraftStatus
from orchestration.processes.model import Process
from orchestration.processes.revising.applying import all_applied
from orchestration.processes.revising.items import Item, items_of, left_out
from orchestration.processes.revising.proposal import SENTENCES, Proposal
from orchestration.processes.revision_service import asked_of
from orchestration.values import DraftId, UserId


class RevisionDecisions:
    """What is taken is taken on the edition that was compared, or not at all."""

    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def items(self, proposal_id: DraftId, revision: int) -> tuple[str, tuple[Item, ...]]:
        """What a form shows: of which process, and its changes; raises `Rejected` where there is
        nothing to choose any more.
        """

        def look(tx: Transaction) -> tuple[str, tuple[Item, ...]]:
            asked, proposal, base = _open(tx, proposal_id, revision)
            if _target(tx, asked).process != base:
                raise Rejected(_stale(_target(tx, asked), asked))
            return base.name, items_of(base, proposal.changes, proposal.marks)

        return await self._database.read(look)

    async def take(
        self,
        proposal_id: DraftId,
        revision: int,
        *,
        by: UserId,
        chosen: Collection[int] | None = None,
    ) -> str:
        """Let the draft say what was chosen, all where that is None; what was done, in words.

        Refused where the draft says something else than what was compared: never blindly.
        """

        def work(tx: Transaction) -> tuple[str, str]:
            asked = tx.drafts.get(proposal_id)
            if asked.status is DraftStatus.TAKEN:
                return "", "These changes were accepted already."
            asked, proposal, base = _open(tx, proposal_id, revision)
            target, was = open_draft(tx, DraftId(asked.replaces or ""))
            demand_drafting(tx, self._administrators, by, was)
            now = self._clock.now()
            if was != base:
                tx.owed.owe([ShowDraft(draft_id=proposal_id)], at=now)
                return _stale(target, asked), ""
            numbers = range(1, len(proposal.changes) + 1)
            taken = tuple(n for n in numbers if chosen is None or n in chosen)
            if not taken:
                raise Rejected("Nothing is ticked. Tick what shall be changed, or reject all.")
            items = items_of(base, proposal.changes, proposal.marks)
            if missing := left_out(items, taken):
                raise Rejected(needs(*missing[0]))
            process = all_applied(base, [proposal.changes[n - 1] for n in taken]).process
            author = "" if asked.drafter == SENTENCES else asked.drafter
            what = _what(len(taken), len(proposal.changes), author)
            after = with_edit(target, process, by=by, what=what, author=author)
            save_draft(tx, after, by=by, action=f"{what}: {_sentences(items, taken)}", at=now)
            done = proposal.model_copy(
                update={"taken": taken, "taken_revision": target.revision + 1}
            )
            _decided(tx, asked, DraftStatus.TAKEN, by, proposal=done, at=now)
            return "", f"The draft says so now: {words.count(len(taken), 'change')} accepted."

        refusal, said = await self._database.transact(work, urgent=True, name="take_revision")
        if refusal:
            raise Rejected(refusal)
        return said

    async def reject(self, proposal_id: DraftId, *, by: UserId) -> None:
        """Put the proposal aside; twice is once."""

        def work(tx: Transaction) -> None:
            asked = asked_of(tx, proposal_id)
            if asked.status is DraftStatus.DISCARDED:
                return
            if asked.status is DraftStatus.TAKEN:
                raise Rejected("These changes were accepted already: *Undo* takes them back.")
            target = _target(tx, asked)
            if by != asked.by and target.process is not None:
                demand_drafting(tx, self._administrators, by, target.process)
            _decided(tx, asked, DraftStatus.DISCARDED, by, at=self._clock.now())

        await self._database.transact(work, urgent=True, name="reject_revision")

    async def undo(self, proposal_id: DraftId, *, by: UserId) -> None:
        """Let the draft say what it said before; only while nobody has edited it since."""

        def work(tx: Transaction) -> None:
            asked = asked_of(tx, proposal_id)
            proposal = asked.proposal
            if asked.status is not DraftStatus.TAKEN or not proposal or not proposal.base:
                return
            target, was = open_draft(tx, DraftId(asked.replaces or ""))
            demand_drafting(tx, self._administrators, by, was)
            if target.revision != proposal.taken_revision:
                since = said_edits(target, proposal.taken_revision) or ": it changed"
                raise Rejected(
                    f"The draft went on since these changes were accepted{since}. "
                    "Taking them back would lose that; use *Edit*, or ask for the opposite."
                )
            now = self._clock.now()
            what = f"took back {words.count(len(proposal.taken), 'change')}"
            after = with_edit(target, proposal.base, by=by, what=what)
            after = after.model_copy(update={"marks": proposal.marks})
            save_draft(tx, after, by=by, action=what, at=now)
            again = proposal.model_copy(update={"taken": (), "taken_revision": 0})
            _decided(tx, asked, DraftStatus.READY, None, proposal=again, at=now, actor=by)

        await self._database.transact(work, urgent=True, name="undo_revision")


def needs(item: Item, missing: Item) -> str:
    """Why one change cannot be taken without another."""
    return (
        f"Change {item.number} needs change {missing.number} ({missing.what}): "
        "tick both, or neither."
    )


def _open(tx: Transaction, proposal_id: DraftId, revision: int) -> tuple[Draft, Proposal, Process]:
    """What can be decided; raises `Rejected` where it was, or where another card was shown."""
    asked = asked_of(tx, proposal_id)
    if asked.status is DraftStatus.DISCARDED:
        who = f" by {words.person(asked.decided_by)}" if asked.decided_by else ""
        raise Rejected(f"These changes were rejected already{who}.")
    if asked.status is DraftStatus.TAKEN:
        raise Rejected("These changes were accepted already.")
    proposal = asked.proposal
    if asked.status is not DraftStatus.READY or proposal is None or proposal.base is None:
        raise Rejected("These changes are being read again. They appear in a moment.")
    if asked.revision != revision:
        raise Rejected("These changes were read again since you saw them. Look at the card.")
    return asked, proposal, proposal.base


def _target(tx: Transaction, asked: Draft) -> Draft:
    return tx.drafts.get(DraftId(asked.replaces or ""))


def _stale(target: Draft, asked: Draft) -> str:
    since = said_edits(target, asked.replaces_revision)
    return (
        f"The draft changed since these changes were proposed{since}. Nothing was accepted; "
        "*Propose again* reads your words for what the draft says now."
    )


def _what(taken: int, of: int, author: str) -> str:
    count = words.count(taken, "change") if taken == of else f"{taken} of {of} changes"
    return f"accepted {count}" + (f" of {words.quote(author, 60)}" if author else "")


def _sentences(items: Collection[Item], taken: Collection[int]) -> str:
    return "; ".join(each.what for each in items if each.number in taken)[:300]


def _decided(
    tx: Transaction,
    asked: Draft,
    status: DraftStatus,
    by: UserId | None,
    *,
    at: datetime,
    proposal: Proposal | None = None,
    actor: UserId | None = None,
) -> None:
    update: dict[str, object] = {"status": status, "decided_by": by}
    if proposal is not None:
        update["proposal"] = proposal
    action = "undone" if status is DraftStatus.READY else f"{status.value} the changes"
    who = by or actor or asked.by
    save_draft(tx, asked.model_copy(update=update), by=who, action=action, at=at)
