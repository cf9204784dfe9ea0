"""Revisions of a draft: asked for in words, read, and proposed as changes to be judged."""

from __future__ import annotations

from orchestration import words
from orchestration.effects.process import ReviseProcess, ShowDraft
from orchestration.errors import Rejected
from orchestration.people.rights import Administrators
from orchestration.pipelines.model import PipelineCatalogue
from orchestration.ports import (
    Allowance,
    Clock,
    Database,
    DrafterChoice,
    Revised,
    RevisionRequest,
    Transaction,
)
from orchestration.processes.beginning import begin_with_version
from orchestration.processes.deciding import (
    add_draft,
    decision,
    demand_drafting,
    open_draft,
    save_draft,
)
from orchestration.processes.draft import Draft, DraftStatus
from orchestration.processes.grounding.choosing import offered_for
from orchestration.processes.knowing import known_to
from orchestration.processes.model import Process
from orchestration.processes.revising.applying import all_applied
from orchestration.processes.revising.items import usable
from orchestration.processes.revising.proposal import Proposal
from orchestration.processes.texts import asked_in_words
from orchestration.values import ChannelId, DraftId, ProcessId, UserId, id_from, plain_line


class RevisionService:
    """A proposal is kept as a draft of its own: it has a card, a picture, and an audit."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        catalogue: PipelineCatalogue,
        administrators: Administrators,
    ) -> None:
        self._database = database
        self._clock = clock
        self._catalogue = catalogue
        self._administrators = administrators

    async def ask(self, door_key: str, draft_id: DraftId, said: str, *, by: UserId) -> DraftId:
        """Keep what is asked of a draft and owe its reading; the same door key asks it once."""
        asked = asked_in_words(said)

        def work(tx: Transaction) -> DraftId:
            return self._ask(tx, door_key, draft_id, asked, by)

        return await self._database.transact(work, urgent=True, name="ask_revision")

    async def ask_of_process(
        self,
        door_key: str,
        process_id: ProcessId,
        said: str,
        *,
        by: UserId,
        channel: ChannelId,
        reader: DrafterChoice = "",
    ) -> DraftId:
        """The same of what is published: it opens a draft of the next version."""
        asked = asked_in_words(said)

        def work(tx: Transaction) -> DraftId:
            of = tx.processes.latest(process_id).process
            demand_drafting(tx, self._administrators, by, of)
            draft_id = DraftId(id_from("draft", door_key))
            begin_with_version(
                tx, draft_id, process_id, by=by, channel=channel, at=self._clock.now()
            )
            return self._ask(tx, door_key, draft_id, asked, by, reader)

        return await self._database.transact(work, urgent=True, name="ask_revision")

    def request_in(
        self, tx: Transaction, proposal_id: DraftId, reading: int, allowance: Allowance
    ) -> tuple[RevisionRequest, UserId] | None:
        """What the reviser is told, and who asked; None where nothing is to be read any more."""
        asked = tx.drafts.find(proposal_id)
        if asked is None or asked.proposal is None or asked.replaces is None:
            return None
        target = tx.drafts.find(asked.replaces)
        text = tx.texts.bodies([asked.text_id]).get(asked.text_id)
        waits = asked.status is DraftStatus.REQUESTED and asked.proposal.reading == reading
        if not waits or target is None or target.process is None or text is None:
            return None
        known = known_to(tx, self._catalogue, self._administrators, asked.by)
        request = RevisionRequest(
            process=target.process,
            words=text,
            offered=offered_for(text, known),
            reviser=asked.chosen,
            allowance=allowance,
        )
        return request, asked.by

    def revised(
        self, tx: Transaction, proposal_id: DraftId, reading: int, base: Process, answer: Revised
    ) -> None:
        """Keep the answer; one to an older asking changes nothing."""
        asked = tx.drafts.get(proposal_id)
        if asked.status is not DraftStatus.REQUESTED or asked.proposal is None:
            return
        if asked.proposal.reading != reading or asked.replaces is None:
            return
        changes, refused, idle = usable(base, answer.changes)
        target = tx.drafts.find(asked.replaces)
        marks = target.marks if target and target.process == base else ()
        proposal = Proposal(
            reading=reading,
            base=base,
            marks=marks,
            changes=changes,
            unclear=tuple(plain_line(each, 300) for each in (*answer.unclear, *refused, *idle)),
        )
        update = {
            "status": DraftStatus.READY if changes else DraftStatus.EMPTY,
            "process": all_applied(base, changes).process if changes else None,
            "drafter": answer.reviser,
            "note": answer.note,
            "proposal": proposal,
        }
        saved = tx.drafts.save(asked.model_copy(update=update))
        now = self._clock.now()
        tx.owed.owe([ShowDraft(draft_id=proposal_id)], at=now)
        what = f"proposed {words.count(len(changes), 'change')}"
        tx.audit.append(decision(saved, answer.reviser, what, at=now, door="drafter"))

    async def read_again(self, proposal_id: DraftId, *, by: UserId) -> None:
        """Read the same words for what the draft says now."""

        def work(tx: Transaction) -> None:
            asked = asked_of(tx, proposal_id)
            if asked.status is DraftStatus.REQUESTED:
                return
            if asked.status in {DraftStatus.TAKEN, DraftStatus.DISCARDED} or not asked.proposal:
                raise Rejected(f"These changes were {asked.status.value} already.")
            _, process = open_draft(tx, DraftId(asked.replaces or ""))
            demand_drafting(tx, self._administrators, by, process)
            reading = asked.proposal.reading + 1
            update = {
                "status": DraftStatus.REQUESTED,
                "process": None,
                "proposal": Proposal(reading=reading),
            }
            now = self._clock.now()
            save_draft(tx, asked.model_copy(update=update), by=by, action="asked again", at=now)
            tx.owed.owe([ReviseProcess(draft_id=proposal_id, reading=reading)], at=now)

        await self._database.transact(work, urgent=True, name="revise_again")

    def _ask(
        self,
        tx: Transaction,
        door_key: str,
        draft_id: DraftId,
        asked: str,
        by: UserId,
        reader: DrafterChoice = "",
    ) -> DraftId:
        target, process = open_draft(tx, draft_id)
        demand_drafting(tx, self._administrators, by, process)
        proposal_id = DraftId(id_from("draft", f"{door_key}/revision"))
        now = self._clock.now()
        proposed = Draft(
            id=proposal_id,
            channel=target.channel,
            by=by,
            created_at=now,
            title=process.name,
            text_id=f"{proposal_id}/text",
            replaces=draft_id,
            replaces_revision=target.revision,
            chosen=reader,
            proposal=Proposal(),
        )
        if add_draft(tx, proposed, asked, what="revision requested", at=now):
            tx.owed.owe([ReviseProcess(draft_id=proposal_id, reading=1)], at=now)
        return proposal_id


def asked_of(tx: Transaction, proposal_id: DraftId) -> Draft:
    """The proposal; raises `Rejected` for any other draft."""
    asked = tx.drafts.get(proposal_id)
    if asked.proposal is None or asked.replaces is None:
        raise Rejected("These are no changes proposed for a draft.")
    return asked
