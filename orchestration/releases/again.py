"""Doing a finished release again: from its start, or from what did not succeed."""

from __future__ import annotations

from orchestration import words
from orchestration.errors import Rejected
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand
from orchestration.ports import Clock, Database, Transaction
from orchestration.processes.history import refuse_archived
from orchestration.releases.in_the_middle import done_in
from orchestration.releases.making import NewRelease
from orchestration.releases.model import Release
from orchestration.releases.repeatable import Repeatable
from orchestration.releases.service import ReleaseService
from orchestration.values import ReleaseId, UserId


class RunningAgain:
    def __init__(
        self,
        database: Database,
        clock: Clock,
        administrators: Administrators,
        releases: ReleaseService,
    ) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators
        self._releases = releases

    async def look(self, release_id: ReleaseId, *, by: UserId) -> Repeatable:
        """Raise what running it again would raise, before a form is shown for it."""
        return await self._database.read(lambda tx: self._repeatable(tx, release_id, by))

    async def run(
        self, door_key: str, release_id: ReleaseId, *, by: UserId, from_failed: bool
    ) -> Release:
        """A release of the same name, version and inputs, started at once."""

        def look(tx: Transaction) -> NewRelease:
            earlier = self._repeatable(tx, release_id, by).release
            return _like(tx, earlier, from_failed=from_failed)

        return await self._releases.create(door_key, await self._database.read(look), by=by)

    def _repeatable(self, tx: Transaction, release_id: ReleaseId, by: UserId) -> Repeatable:
        release = tx.releases.get(release_id)
        if not release.status.ended:
            raise Rejected(
                f"{words.quote(release.title)} has not ended. `/release clone "
                f"{release.reference}` makes another like it."
            )
        refuse_archived(tx, release.process_id)
        process = tx.processes.latest(release.process_id).process
        to = f"run {release.reference} again"
        demand(tx, Right.START, self._administrators, by, of=process, to=to)
        if release.execution_id is None:
            return Repeatable(release, 0, 0)
        execution = tx.executions.get(release.execution_id)
        done = done_in(release, execution).outputs
        return Repeatable(release, len(done), len(execution.plan.activities))


def _like(tx: Transaction, earlier: Release, *, from_failed: bool) -> NewRelease:
    """It follows its input set again where there still is one; what was given goes before it."""
    kept = earlier.input_set
    known = tx.input_sets.find_process_set(earlier.process_id, kept) if kept else None
    return NewRelease(
        process_id=earlier.process_id,
        name=earlier.name,
        version=earlier.version,
        inputs=dict(earlier.inputs),
        input_set=kept if known else None,
        channel=earlier.channel,
        start_now=True,
        like=earlier.id if from_failed else None,
    )
