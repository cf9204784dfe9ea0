"""Making releases, starting them, and finding the one a person means."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from orchestration import words
from orchestration.effects import ShowHome, ShowRelease
from orchestration.errors import Rejected
from orchestration.execution.state.facts import UNDO
from orchestration.people.rights import Administrators
from orchestration.pipelines.model import PipelineCatalogue
from orchestration.ports import Clock, Database, Decision, Transaction
from orchestration.releases.due import owe_its_time
from orchestration.releases.in_the_middle import DoneAlready, done_in, ticked
from orchestration.releases.making import NewRelease, as_made, id_of
from orchestration.releases.model import Release
from orchestration.releases.starting import start_release
from orchestration.values import (
    ActivityRef,
    ProcessId,
    ReleaseId,
    UserId,
)


class ReleaseService:
    def __init__(
        self,
        database: Database,
        clock: Clock,
        catalogue: PipelineCatalogue,
        administrators: Administrators,
        undo: timedelta = UNDO,
    ) -> None:
        self._database = database
        self._clock = clock
        self._catalogue = catalogue
        self._administrators = administrators
        self._undo = undo

    async def create(self, door_key: str, new: NewRelease, *, by: UserId) -> Release:
        """Make a release, and start it at once unless it is planned for later.

        The same door key again returns the same release and starts nothing twice.
        """
        release_id = id_of(door_key)
        now = self._clock.now()

        def work(tx: Transaction) -> Release:
            known = tx.releases.find(release_id)
            if known is not None:
                return known
            release = as_made(tx, new, release_id, by=by, at=now).model_copy(
                update={"reference": tx.processes.next_reference(new.process_id)}
            )
            tx.releases.add(release)
            tx.audit.append(_decision(release, by, "created", at=now))
            tx.owed.owe([ShowRelease(release_id=release_id), ShowHome(user_id=by)], at=now)
            owe_its_time(tx, release, at=now)
            if not new.start_now:
                return release
            # Refused, it was never made: its reference will be another's.
            called = words.quote(f"{release.name} {release.version}".strip())
            done = _done_before(tx, new.like) if new.like else None
            return self._start(tx, release_id, by, called, done=done)

        return await self._database.transact(work, urgent=True, name="create_release")

    async def start_in_the_middle(
        self, release_id: ReleaseId, refs: Collection[ActivityRef], *, by: UserId, reason: str
    ) -> Release:
        """Start what is planned, without what was done already."""
        done = ticked(refs, reason)
        return await self._database.transact(
            lambda tx: self._start(tx, release_id, by, done=done), urgent=True, name="start_release"
        )

    async def start(self, release_id: ReleaseId, *, by: UserId, override: str = "") -> Release:
        """Start what is planned; raises `Rejected` for one that has started or ended.

        `override` is why it starts although a gate cannot be opened as it is.
        """
        return await self._database.transact(
            lambda tx: self._start(tx, release_id, by, override=override),
            urgent=True,
            name="start_release",
        )

    def _start(
        self,
        tx: Transaction,
        release_id: ReleaseId,
        by: UserId,
        called: str = "",
        override: str = "",
        done: DoneAlready | None = None,
    ) -> Release:
        return start_release(
            tx,
            release_id,
            by=by,
            now=self._clock.now(),
            catalogue=self._catalogue,
            administrators=self._administrators,
            called=called,
            override=override,
            done=done,
            undo=self._undo,
        )

    async def referred(self, reference: str) -> Release:
        """The release of a reference; raises `Rejected` where there is none."""
        return await self._database.read(lambda tx: release_of(tx, reference))


def release_of(
    tx: Transaction, reference: str, *, sees: Callable[[ProcessId], bool] = lambda _: True
) -> Release:
    """By `WEB-12`, in any case; raises `Rejected` naming what is unfinished.

    One that `sees` says no of does not exist for who asks.
    """
    found = tx.releases.find_by_reference(reference.strip())
    if found is not None and sees(found.process_id):
        return found
    there = [each.reference for each in tx.releases.unfinished() if sees(each.process_id)]
    unfinished = there[:5]
    hint = (
        f"Unfinished now: {words.listed(unfinished)}."
        if unfinished
        else "Nothing is unfinished now. `/release new` makes one."
    )
    raise Rejected(f"There is no release “{words.quote(reference, 40)}”. {hint}")


def _done_before(tx: Transaction, release_id: ReleaseId) -> DoneAlready | None:
    earlier = tx.releases.get(release_id)
    if earlier.execution_id is None:
        return None
    return done_in(earlier, tx.executions.get(earlier.execution_id))


def _decision(release: Release, by: UserId, action: str, *, at: datetime) -> Decision:
    return Decision(
        chain=release.id,
        at=at,
        actor=by,
        door="slack",
        action=action,
        subject=release.reference,
        after=release.status.value,
    )
