"""Drafts and published processes: ask for a draft, edit, publish, discard."""

from __future__ import annotations

from orchestration import words
from orchestration.catalogue.expanding import NO_STORE, expanded
from orchestration.catalogue.taking import publish_process, store_now
from orchestration.effects.process import ShowDraft, ShowProcess
from orchestration.errors import Rejected
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand, roster_for, seen_by
from orchestration.pipelines.model import PipelineCatalogue
from orchestration.ports import (
    Clock,
    Database,
    Drafted,
    DrafterChoice,
    ProcessSummary,
    Transaction,
)
from orchestration.processes.answered import with_answer
from orchestration.processes.checking import problems_in
from orchestration.processes.deciding import (
    decision,
    demand_drafting,
    demand_publishing,
    demand_viewing,
    open_draft,
    refusal,
    refuse_stale,
    save_draft,
    with_edit,
)
from orchestration.processes.draft import DraftStatus, owed_to_author
from orchestration.processes.edits import Move, ProcessEdit, edited
from orchestration.processes.edits.order import place_of
from orchestration.processes.grounding.known import Known, pipelines_named
from orchestration.processes.history import refuse_archived
from orchestration.processes.knowing import known_to
from orchestration.processes.lookup import process_named
from orchestration.processes.model import Process, ProcessVersion
from orchestration.processes.questions.finding import open_questions
from orchestration.processes.requesting import keep_request
from orchestration.processes.sources import keep_source, source_of
from orchestration.processes.texts import readable
from orchestration.read_models import file_lookup
from orchestration.read_models.draft_review import draft_review
from orchestration.read_models.process_cards import DraftReview
from orchestration.read_models.revision_lookup import weakened_in
from orchestration.values import (
    ChannelId,
    DraftId,
    ProcessId,
    UserId,
    id_from,
)


class ProcessService:
    """From a pasted text to a published version."""

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

    async def request_draft(
        self,
        door_key: str,
        *,
        text: str,
        by: UserId,
        channel: ChannelId,
        title: str = "",
        document: str = "",
        drafter: DrafterChoice = "",
    ) -> DraftId:
        """Keep the text and owe its reading; the same door key again is the same draft."""
        checked = readable(text)
        draft_id = DraftId(id_from("draft", door_key))
        now = self._clock.now()

        def work(tx: Transaction) -> DraftId:
            demand(tx, Right.DRAFT, self._administrators, by, to="draft a process")
            keep_request(
                tx,
                draft_id,
                checked,
                by=by,
                channel=channel,
                title=title,
                document=document,
                drafter=drafter,
                at=now,
            )
            return draft_id

        return await self._database.transact(work, urgent=True, name="request_draft")

    def known_to(self, tx: Transaction, by: UserId) -> Known:
        """What a draft of theirs may refer to."""
        return known_to(tx, self._catalogue, self._administrators, by)

    def offering(self) -> Known:
        """What of it a card needs to know: that there are pipelines to choose from."""
        return Known(pipelines=pipelines_named(*self._catalogue.names()[:1]))

    def drafted(self, tx: Transaction, draft_id: DraftId, answer: Drafted) -> None:
        """Take a drafter's answer; later ones change nothing."""
        draft = tx.drafts.get(draft_id)
        if draft.status is not DraftStatus.REQUESTED:
            return
        now = self._clock.now()
        after = with_answer(draft, answer, self.known_to(tx, draft.by))
        saved = tx.drafts.save(after)
        tx.owed.owe([ShowDraft(draft_id=draft_id), *owed_to_author(saved)], at=now)
        tx.audit.append(
            decision(
                saved, answer.drafter, f"drafted: {saved.status.value}", at=now, door="drafter"
            )
        )

    async def review(self, draft_id: DraftId) -> DraftReview:
        """The draft as its authors judge it; raises `Rejected` where there is none."""
        return await self._database.read(lambda tx: self.review_in(tx, draft_id))

    def review_in(self, tx: Transaction, draft_id: DraftId) -> DraftReview:
        draft = tx.drafts.get(draft_id)
        process = draft.process
        store = store_now(tx.store, process) if process else NO_STORE
        filled = expanded(process, store) if process else None
        existing = tx.processes.find(process.id) if process else None
        return draft_review(
            draft,
            from_file=file_lookup.from_file_in(tx, draft, published=existing),
            next_version=existing.version + 1 if existing else 1,
            problems=problems_in(tx, process, self._catalogue, store) if process else (),
            roster=roster_for(tx, filled.roles() if filled else ()),
            filled=filled,
            put_aside=store.put_aside,
            weakened=weakened_in(tx, draft, filled) if filled and existing else (),
            asked=open_questions(process, draft.orders, self.offering()) if process else (),
        )

    async def as_shown(self, draft_id: DraftId, revision: int) -> Process:
        """What a form showed; raises `Rejected` with what it missed where the draft went on."""

        def look(tx: Transaction) -> Process:
            draft, process = open_draft(tx, draft_id)
            refuse_stale(draft, revision)
            return process

        return await self._database.read(look)

    async def edit(
        self, draft_id: DraftId, revision: int, edit: ProcessEdit, *, by: UserId
    ) -> DraftReview:
        """Apply one edit made on `revision`; an older one is refused with what it missed."""

        def work(tx: Transaction) -> DraftReview:
            draft, process = open_draft(tx, draft_id)
            demand_drafting(tx, self._administrators, by, process)
            refuse_stale(draft, revision)
            change = edited(process, edit)
            now = change.process
            if draft.file:  # a file says its id, which another name does not change
                now = now.model_copy(update={"id": process.id})
            if now != process:
                moved = place_of(edit) if isinstance(edit, Move) else ""
                after = with_edit(draft, now, by=by, what=change.what, moved=moved)
                save_draft(tx, after, by=by, action=change.what, at=self._clock.now())
            return self.review_in(tx, draft_id)

        return await self._database.transact(work, urgent=True, name="edit_draft")

    async def publish(self, draft_id: DraftId, revision: int, *, by: UserId) -> ProcessVersion:
        """Make the draft the next version of its process; raises `Rejected` while problems remain.

        A second click on the same draft returns what the first one published.
        """

        def work(tx: Transaction) -> ProcessVersion:
            draft = tx.drafts.get(draft_id)
            if draft.published_as and draft.published_version:
                return tx.processes.version(draft.published_as, draft.published_version)
            draft, process = open_draft(tx, draft_id)
            refuse_stale(draft, revision)
            existing = tx.processes.find(process.id)
            through = demand_publishing(tx, self._administrators, by, process)
            if existing:
                refuse_archived(tx, existing.id)
            problems = problems_in(tx, process, self._catalogue)
            if problems:
                raise Rejected(refusal(problems))
            now = self._clock.now()
            version = publish_process(tx, process, by=by, at=now)
            keep_source(tx, source_of(tx, draft), version)
            save_draft(
                tx,
                draft.model_copy(
                    update={
                        "status": DraftStatus.PUBLISHED,
                        "published_as": version.process.id,
                        "published_version": version.version,
                        "decided_by": by,
                    }
                ),
                by=by,
                action=f"published version {version.version}",
                at=now,
                through=through,
            )
            return version

        return await self._database.transact(work, urgent=True, name="publish")

    async def discard(self, draft_id: DraftId, *, by: UserId) -> None:
        """Put the draft aside; whoever asked for it and managers may."""

        def work(tx: Transaction) -> None:
            draft = tx.drafts.get(draft_id)
            if draft.status is DraftStatus.DISCARDED:
                return
            if draft.status is DraftStatus.PUBLISHED:
                raise Rejected("This draft is published already; it cannot be discarded.")
            if by != draft.by and by not in self._administrators.of(tx):
                raise Rejected(
                    f"Only {words.person(draft.by)}, who asked for this draft, "
                    "and administrators can discard it."
                )
            save_draft(
                tx,
                draft.model_copy(update={"status": DraftStatus.DISCARDED, "decided_by": by}),
                by=by,
                action="discarded",
                at=self._clock.now(),
            )

        await self._database.transact(work, urgent=True, name="discard")

    async def list(self, *, by: UserId) -> list[ProcessSummary]:
        """Those that `by` may look at."""

        def look(tx: Transaction) -> list[ProcessSummary]:
            sees = seen_by(tx, self._administrators, by)
            return [each for each in tx.processes.list() if sees(each.id)]

        return await self._database.read(look)

    async def find(self, name: str, *, by: UserId) -> ProcessVersion:
        """By id or name, in any case; raises `Rejected` naming the nearest ones."""

        def look(tx: Transaction) -> ProcessVersion:
            sees = seen_by(tx, self._administrators, by)
            return process_named(tx, name, sees=sees)

        return await self._database.read(look)

    async def show(
        self, door_key: str, process_id: ProcessId, version: int, *, to: str, by: UserId
    ) -> ProcessVersion:
        """Owe a message with the pictures of a version, to a channel or a person."""

        def work(tx: Transaction) -> ProcessVersion:
            shown = tx.processes.version(process_id, version)
            demand_viewing(tx, self._administrators, by, shown.process)
            effect = ShowProcess(
                process_id=process_id,
                version=version,
                channel=ChannelId(to),
                by=by,
                occasion=id_from("shown", door_key),
            )
            tx.owed.owe([effect], at=self._clock.now())
            return shown

        return await self._database.transact(work, urgent=True, name="show_process")
