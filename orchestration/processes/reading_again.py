"""*Try the model again*: a text that rules read in a model's place is given to the model once more.

It becomes a draft of its own. A draft that nobody has changed makes room for it; one that somebody
has changed stays beside it, so that no edit is lost.
"""

from __future__ import annotations

from orchestration.effects.process import DraftProcess, ShowDraft
from orchestration.errors import Rejected
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand
from orchestration.ports import Clock, Database, Transaction
from orchestration.processes.deciding import add_draft, decision
from orchestration.processes.draft import Draft, DraftStatus
from orchestration.values import DraftId, UserId, id_from


class ReadAgainService:
    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def again(self, draft_id: DraftId, *, by: UserId) -> bool:
        """Owe another reading of the draft's text; a second click is the same one.

        False where the draft stays beside the new one, since somebody changed it. Raises `Rejected`
        for a draft that is decided, that no model was to read, or whose text is erased.
        """

        def work(tx: Transaction) -> bool:
            demand(tx, Right.DRAFT, self._administrators, by, to="draft a process")
            draft = tx.drafts.get(draft_id)
            new = _anew(draft, by=by)
            if tx.drafts.find(new.id) is not None:
                return draft.read_again_as is not None
            if draft.status not in {DraftStatus.READY, DraftStatus.EMPTY} or not draft.fell_back:
                raise Rejected("This draft is decided: there is nothing to read again.")
            text = tx.texts.bodies([draft.text_id]).get(draft.text_id)
            if text is None:
                raise Rejected("Its text was erased. Paste it into `/release draft` once more.")
            now = self._clock.now()
            new = new.model_copy(update={"created_at": now})
            add_draft(tx, new, text, what="asked the model again", at=now)
            tx.owed.owe([DraftProcess(draft_id=new.id)], at=now)
            if draft.edits:
                return False
            gone = {
                "status": DraftStatus.DISCARDED,
                "decided_by": by,
                "read_again_as": new.id,
            }
            saved = tx.drafts.save(draft.model_copy(update=gone))
            tx.model_calls.decide(draft.id, "read again", by=by)
            tx.owed.owe([ShowDraft(draft_id=draft.id)], at=now)
            tx.audit.append(decision(saved, by, "gave way to another reading", at=now))
            return True

        return await self._database.transact(work, urgent=True, name="read_again")


def _anew(draft: Draft, *, by: UserId) -> Draft:
    """The same question; its key is the draft's, so that one draft is read again one time."""
    draft_id = DraftId(id_from("draft", f"again/{draft.id}"))
    return Draft(
        id=draft_id,
        channel=draft.channel,
        by=by,
        created_at=draft.created_at,
        title=draft.title,
        text_id=f"{draft_id}/text",
        chosen="model",
        document=draft.document,
        gathered=draft.gathered,
    )
