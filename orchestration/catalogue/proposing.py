"""Files of store activities: proposed with what they would change, published or put aside, sent."""

from __future__ import annotations

from collections.abc import Sequence

from orchestration import words
from orchestration.catalogue.model import StoreActivity, StoreVersion
from orchestration.catalogue.service import StoreService
from orchestration.effects.process import ReadFile, SendFile, ShowDraft
from orchestration.errors import Rejected
from orchestration.ports import Clock, Database, TextFile, Transaction
from orchestration.processes.code.documents import document_yaml
from orchestration.processes.deciding import add_draft, save_draft
from orchestration.processes.draft import Draft, DraftStatus
from orchestration.values import DraftId, UserId


class ProposalService:
    """A file is a proposal until somebody who may publishes it (docs/decisions/0062)."""

    def __init__(self, database: Database, clock: Clock, store: StoreService) -> None:
        self._database = database
        self._clock = clock
        self._store = store

    async def publish(self, proposal_id: DraftId, was: int | None, *, by: UserId) -> StoreVersion:
        """Make it the next version of the store's activity, if that is still what was compared.

        Otherwise the card is drawn again with the difference to what the store has now. A second
        click returns what the first one published.
        """

        def work(tx: Transaction) -> StoreVersion | str:
            draft = tx.drafts.get(proposal_id)
            if draft.activity is None:
                raise Rejected("This is no file that was proposed for the store.")
            if draft.published_version:
                return tx.store.version(draft.activity.id, draft.published_version)
            if draft.status is not DraftStatus.READY:
                by_whom = f" by {words.person(draft.decided_by)}" if draft.decided_by else ""
                raise Rejected(f"This file was put aside already{by_whom}.")
            now = self._clock.now()
            known = tx.store.find(draft.activity.id)
            if (known.version if known else None) != was:
                tx.owed.owe([ShowDraft(draft_id=proposal_id)], at=now)
                return (
                    "The store has another version than this was compared with. Nothing was "
                    "published; the difference is shown anew."
                )
            made = self._store.publish_in(tx, draft.activity, was, by)
            keep_source(tx, _source_of(tx, draft), made)
            done = {
                "status": DraftStatus.PUBLISHED,
                "published_version": made.version,
                "decided_by": by,
            }
            said = f"published version {made.version} of {made.activity.id}"
            save_draft(tx, draft.model_copy(update=done), by=by, action=said, at=now)
            return made

        done = await self._database.transact(work, urgent=True, name="publish_proposal")
        if isinstance(done, str):
            raise Rejected(done)
        return done

    async def export(self, activity_id: str, version: int, *, to: UserId) -> None:
        """Owe a version as a file."""

        def work(tx: Transaction) -> None:
            tx.store.version(activity_id, version)
            effect = SendFile(to=to, subject=activity_id, number=version, of="activity")
            tx.owed.owe([effect], at=self._clock.now())

        await self._database.transact(work, urgent=True, name="export_activity")


def keep_proposal(
    tx: Transaction,
    effect: ReadFile,
    given: TextFile,
    activity: StoreActivity,
    *,
    notes: Sequence[str],
    from_harness: bool,
    clock: Clock,
) -> None:
    """Keep what a file proposes, and owe its card; the same file again changes nothing."""
    now, text_id = clock.now(), f"{effect.draft_id}/text"
    draft = Draft(
        id=effect.draft_id,
        channel=effect.channel,
        by=effect.by,
        created_at=now,
        title=activity.name,
        text_id=text_id,
        status=DraftStatus.READY,
        activity=activity,
        file=given.name,
        source_id="" if from_harness else text_id,
        questions=tuple(notes),
    )
    add_draft(tx, draft, given.text, what="proposed for the store from a file", at=now)


def activity_file(tx: Transaction, activity_id: str, version: int) -> TextFile:
    """A version as its file was written, with its comments, or as Drumbeat writes it."""
    made = tx.store.version(activity_id, version)
    source = _source_id(activity_id, version)
    text = tx.texts.bodies([source]).get(source) or document_yaml(made.activity)
    title = f"{made.activity.name}, version {version}, of the store"
    return TextFile(name=f"{activity_id}.yaml", text=text, title=title)


def keep_source(tx: Transaction, source: str, made: StoreVersion) -> None:
    """A version has its own copy of its file, since it outlives the proposal."""
    if source:
        tx.texts.keep(_source_id(made.activity.id, made.version), source)


def _source_of(tx: Transaction, draft: Draft) -> str:
    return tx.texts.bodies([draft.source_id]).get(draft.source_id, "") if draft.source_id else ""


def _source_id(activity_id: str, version: int) -> str:
    return f"store/{activity_id}/{version}/source"
