"""What is in the way of a release, and letting it stand: with a reason, kept and audited."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from orchestration import words
from orchestration.errors import Rejected
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand, seen_by
from orchestration.people.working_time import zone_of
from orchestration.ports import Clock, Database, Decision, Transaction
from orchestration.read_models.in_the_way import NOTHING, InTheWay, in_the_way
from orchestration.releases.making import NewRelease, as_made, id_of
from orchestration.releases.model import AllowedConflict, Release
from orchestration.values import ReleaseId, UserId


class ConflictService:
    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def of(
        self, release_id: ReleaseId, *, by: UserId, to: datetime | None = None
    ) -> InTheWay:
        """What is in its way as it is planned, or as it would be at `to`, as this person may see
        it; slots are working hours of theirs.
        """

        def look(tx: Transaction) -> InTheWay:
            release = tx.releases.get(release_id)
            zone = zone_of(tx.directory.people([by]).get(by))
            sees = seen_by(tx, self._administrators, by)
            now = self._clock.now()
            return in_the_way(tx, release, sees=sees, now=now, zone=zone, to=to)

        return await self._database.read(look)

    async def foreseen(
        self, door_key: str, new: NewRelease, *, by: UserId, at: datetime
    ) -> InTheWay:
        """What would be in the way of a release that is not made yet; `at`, where it starts now.

        Of one that starts at once a freeze is no conflict: its start is refused, saying more.
        """

        def look(tx: Transaction) -> InTheWay:
            now = self._clock.now()
            release = as_made(tx, new, id_of(door_key), by=by, at=now)
            planned = at if new.start_now else release.scheduled_for
            if planned is None:
                return NOTHING
            zone = zone_of(tx.directory.people([by]).get(by))
            sees = seen_by(tx, self._administrators, by)
            return in_the_way(
                tx,
                release,
                sees=sees,
                now=now,
                zone=zone,
                to=planned,
                but=lambda each: new.start_now and each.freeze is not None and each.freeze.blocks,
            )

        return await self._database.read(look)

    async def allow(
        self, release_id: ReleaseId, keys: Collection[str], *, by: UserId, reason: str
    ) -> Release:
        """Let these stand as they are; another one comes of them as soon as somebody is moved.

        A freeze stays one: this starts nothing in it. Twice is once.
        """
        said = reason.strip()
        if not said:
            raise Rejected("Say why they may be at one time.")

        def work(tx: Transaction) -> Release:
            release = tx.releases.get(release_id)
            through = self._demand(tx, release, by)
            new = [each for each in keys if each not in {one.key for one in release.allowed}]
            if not new:
                return release
            now = self._clock.now()
            text_id = f"{release.id}/allowed.{release.revision}"
            tx.texts.keep(text_id, said)
            allowed = (AllowedConflict(key=key, by=by, at=now, reason_id=text_id) for key in new)
            after = release.model_copy(update={"allowed": (*release.allowed, *allowed)})
            tx.audit.append(
                Decision(
                    chain=release.id,
                    at=now,
                    actor=by,
                    through=through,
                    door="slack",
                    action="allowed conflicts",
                    subject=release.reference,
                    after=words.count(len(new), "conflict"),
                    text_id=text_id,
                )
            )
            return tx.releases.save(after)

        return await self._database.transact(work, urgent=True, name="allow_conflicts")

    def _demand(self, tx: Transaction, release: Release, by: UserId) -> str:
        if by in {release.owner, release.backup}:
            return "owner of the release" if by == release.owner else "backup owner of the release"
        process = tx.processes.latest(release.process_id).process
        to = f"let {release.reference} be at the time of others"
        return demand(tx, Right.START, self._administrators, by, of=process, to=to)
