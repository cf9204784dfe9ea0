"""Making releases, starting them, and finding the one a person means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from orchestration import words
from orchestration.effects import AnnounceRelease, Effect, ShowHome, ShowRelease
from orchestration.errors import Rejected
from orchestration.people.rights import Administrators
from orchestration.pipelines.model import PipelineCatalogue
from orchestration.ports import Clock, Database, Decision, Transaction
from orchestration.processes.history import refuse_archived
from orchestration.releases.inputs import inputs_at_making
from orchestration.releases.model import Release
from orchestration.releases.starting import start_release
from orchestration.values import (
    ChannelId,
    Frozen,
    ProcessId,
    ReleaseId,
    UserId,
    id_from,
    plain_line,
)


class NewRelease(Frozen):
    """What a person fills in to make a release."""

    process_id: ProcessId
    name: str
    version: str
    inputs: Mapping[str, str]
    """What was filled in; it wins over what the input set says."""
    input_set: str | None = None
    """One of the process's in the input store."""
    channel: ChannelId
    start_now: bool = True
    scheduled_for: datetime | None = None
    """When its owner is reminded to start it; None: it waits until somebody does."""
    pinned: bool = False
    """It keeps the version of the process that there is now."""


class ReleaseService:
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

    async def create(self, door_key: str, new: NewRelease, *, by: UserId) -> Release:
        """Make a release, and start it at once unless it is planned for later.

        The same door key again returns the same release and starts nothing twice.
        """
        release_id = ReleaseId(id_from("rel", door_key))
        now = self._clock.now()

        def work(tx: Transaction) -> Release:
            known = tx.releases.find(release_id)
            if known is not None:
                return known
            refuse_archived(tx, new.process_id)
            latest = tx.processes.latest(new.process_id)
            process = latest.process
            name, version = plain_line(new.name, 80), plain_line(new.version, 40)
            release = Release(
                id=release_id,
                reference=tx.processes.next_reference(process.id),
                name=name or process.name,
                version=version,
                process_id=process.id,
                process_version=latest.version,
                pinned=new.pinned,
                inputs=inputs_at_making(tx, process, new.inputs, new.input_set),
                input_set=new.input_set,
                owner=by,
                channel=new.channel,
                scheduled_for=None if new.start_now else _later(new.scheduled_for, now),
                created_by=by,
                created_at=now,
            )
            tx.releases.add(release)
            tx.audit.append(_decision(release, by, "created", at=now))
            owed: list[Effect] = [ShowRelease(release_id=release_id), ShowHome(user_id=by)]
            if release.scheduled_for:
                due_at = release.scheduled_for
                owed.append(AnnounceRelease(release_id=release_id, occasion="due", due_at=due_at))
            tx.owed.owe(owed, at=now)
            if not new.start_now:
                return release
            # Refused, it was never made: its reference will be another's.
            called = words.quote(f"{release.name} {release.version}".strip())
            return self._start(tx, release_id, by, called)

        return await self._database.transact(work, urgent=True, name="create_release")

    async def start(self, release_id: ReleaseId, *, by: UserId) -> Release:
        """Start what is planned; raises `Rejected` for one that has started or ended."""
        return await self._database.transact(
            lambda tx: self._start(tx, release_id, by), urgent=True, name="start_release"
        )

    def _start(
        self, tx: Transaction, release_id: ReleaseId, by: UserId, called: str = ""
    ) -> Release:
        return start_release(
            tx,
            release_id,
            by=by,
            now=self._clock.now(),
            catalogue=self._catalogue,
            administrators=self._administrators,
            called=called,
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


def _later(wanted: datetime | None, now: datetime) -> datetime | None:
    if wanted is not None and wanted <= now:
        raise Rejected("That time has passed. Choose a later one, or start it now.")
    return wanted


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
