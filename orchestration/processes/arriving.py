"""A draft while its text is being read: what has come so far, and who may end it.

The beginning lies on the draft itself: any worker draws it, whoever presses *Stop* finds it in any
replica, and what a reading that was killed had shown stays until the next one has come further.
"""

from __future__ import annotations

from datetime import datetime

from orchestration import words
from orchestration.effects.process import ShowDraft
from orchestration.errors import Rejected
from orchestration.people.rights import Administrators
from orchestration.ports import Clock, Database, Drafted, Transaction
from orchestration.processes.deciding import decision, save_draft
from orchestration.processes.draft import Arriving, Draft, DraftStatus
from orchestration.processes.proposal import ProcessDraft
from orchestration.processes.service import ProcessService
from orchestration.values import DraftId, UserId

UNTIL_STOPPED = "a model until it was stopped"
"""In place of who drafted it."""
CUT_SHORT = "What the text says after this is missing."


def is_wanted(draft: Draft, reading: int) -> bool:
    """True while it is to be read, and no later reading of the same text has begun."""
    arriving = draft.arriving
    return draft.status is DraftStatus.REQUESTED and (
        arriving is None or arriving.reading <= reading
    )


def begin_again(tx: Transaction, draft_id: DraftId, *, reading: int, at: datetime) -> bool:
    """A reading was cut off and begins anew, and the card says so; False where none is wanted."""
    draft = tx.drafts.get(draft_id)
    if not is_wanted(draft, reading):
        return False
    so_far = draft.arriving.so_far if draft.arriving else None
    _keep(tx, draft, Arriving(reading=reading, so_far=so_far), at=at)
    return True


def tell(
    tx: Transaction, draft_id: DraftId, so_far: ProcessDraft, *, reading: int, at: datetime
) -> bool:
    """Keep what has come, and have it shown; False where it is wanted no more."""
    draft = tx.drafts.get(draft_id)
    if not is_wanted(draft, reading):
        return False
    shown = draft.arriving.so_far if draft.arriving else None
    if shown is None or length(so_far) > length(shown):
        _keep(tx, draft, Arriving(reading=reading, so_far=so_far), at=at)
    return True


def length(so_far: ProcessDraft) -> tuple[int, int]:
    """How much of a draft has come: steps, then phases."""
    return len(so_far.activities()), len(so_far.phases)


def _keep(tx: Transaction, draft: Draft, arriving: Arriving, *, at: datetime) -> None:
    tx.drafts.save(draft.model_copy(update={"arriving": arriving}))
    tx.owed.owe([ShowDraft(draft_id=draft.id)], at=at)


class StopService:
    def __init__(
        self,
        database: Database,
        clock: Clock,
        administrators: Administrators,
        processes: ProcessService,
    ) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators
        self._processes = processes

    async def stop(self, draft_id: DraftId, *, by: UserId) -> None:
        """What has come is the draft; where no step has, the draft is discarded.

        At once, whoever reads it: that reader notices within a second, and a dead one need not.
        A second click finds the draft read or gone, and changes nothing.
        """

        def work(tx: Transaction) -> None:
            draft = tx.drafts.get(draft_id)
            if draft.status is not DraftStatus.REQUESTED:
                return
            if by != draft.by and by not in self._administrators.of(tx):
                raise Rejected(
                    f"Only {words.person(draft.by)}, who asked for this draft, "
                    "and administrators can stop its reading."
                )
            now = self._clock.now()
            so_far = draft.arriving.so_far if draft.arriving else None
            if so_far is None or not so_far.activities():
                gone = {"status": DraftStatus.DISCARDED, "decided_by": by, "arriving": None}
                save_draft(
                    tx, draft.model_copy(update=gone), by=by, action="stopped unread", at=now
                )
                return
            tx.audit.append(decision(draft, by, "stopped while it was read", at=now))
            cut = so_far.model_copy(
                update={
                    "phases": tuple(each for each in so_far.phases if each.activities),
                    "process_name": so_far.process_name or draft.title,
                }
            )
            answer = Drafted(proposal=cut, drafter=UNTIL_STOPPED, note=CUT_SHORT)
            self._processes.drafted(tx, draft_id, answer)

        await self._database.transact(work, urgent=True, name="stop_draft")
