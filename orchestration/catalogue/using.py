"""Using an activity of the store in a draft: as one edit, like those of the outline editor."""

from __future__ import annotations

from collections.abc import Sequence

from orchestration import words
from orchestration.catalogue.placing import Placement, placed
from orchestration.errors import Rejected
from orchestration.people.rights import Administrators
from orchestration.ports import Clock, Database, Transaction
from orchestration.processes.deciding import (
    demand_drafting,
    open_draft,
    refuse_stale,
    save_draft,
    with_edit,
)
from orchestration.processes.draft import Draft
from orchestration.processes.model import Process
from orchestration.values import DraftId, UserId

_MOST_DRAFTS = 25


class UsingService:
    """From the store into drafts."""

    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def drafts_of(self, author: UserId) -> Sequence[Draft]:
        """The author's drafts that can be changed, the newest first."""
        return await self._database.read(lambda tx: tx.drafts.open_of(author, limit=_MOST_DRAFTS))

    async def use(
        self, draft_id: DraftId, revision: int, activity_id: str, place: Placement, *, by: UserId
    ) -> Process:
        """Add it to the draft, whose card is drawn anew; an older revision is refused."""

        def work(tx: Transaction) -> Process:
            draft, process = open_draft(tx, draft_id)
            demand_drafting(tx, self._administrators, by, process)
            refuse_stale(draft, revision)
            used = tx.store.latest(activity_id).activity
            summary = tx.store.find(activity_id)
            if summary is not None and summary.deprecated_by is not None:
                instead = f" Use `{summary.instead}` instead." if summary.instead else ""
                raise Rejected(f"“{words.quote(used.name)}” is deprecated.{instead}")
            change = placed(process, used, place)
            after = with_edit(draft, change.process, by=by, what=change.what)
            save_draft(tx, after, by=by, action=change.what, at=self._clock.now())
            return change.process

        return await self._database.transact(work, urgent=True, name="use_activity")
