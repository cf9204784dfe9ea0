"""Handing a release over to another owner, with a backup who may act as the owner."""

from __future__ import annotations

from datetime import datetime

from orchestration import words
from orchestration.effects import Effect, ShowHome, ShowRelease, Tell
from orchestration.errors import Rejected
from orchestration.execution.events import OwnerChanged
from orchestration.execution.recording import record
from orchestration.people.acting import acting_for, presence_of
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand
from orchestration.ports import Clock, Database, Decision, Transaction
from orchestration.releases.due import ask
from orchestration.releases.model import Release
from orchestration.values import ExecutionId, ReleaseId, UserId


class HandoverService:
    """Its owner hands a release over, or the backup owner, or who may operate it."""

    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def hand_over(
        self, release_id: ReleaseId, *, owner: UserId, backup: UserId | None, by: UserId
    ) -> Release:
        """A running release asks the new owner at once; a planned one from its start."""

        def work(tx: Transaction) -> Release:
            release = tx.releases.get(release_id)
            through = self._demand(tx, release, by)
            now = self._clock.now()
            for person in (owner, *((backup,) if backup else ())):
                _demand_eligible(tx, person, now)
            if backup == owner:
                raise Rejected("Choose somebody else as the backup: the owner acts already.")
            if (release.owner, release.backup) == (owner, backup):
                return release
            update = {"owner": owner, "backup": backup, "touched": True}
            after = tx.releases.save(release.model_copy(update=update))
            _write(tx, release, after, by, through, now)
            tx.owed.owe(_told(release, after, by, now), at=now)
            if after.is_due:
                ask(tx, after, in_channel=False, at=now)
            if release.execution_id is not None:
                _follow(tx, release.execution_id, after, by, through, now)
            return after

        return await self._database.transact(work, urgent=True, name="handover")

    def demand_handing(self, tx: Transaction, release_id: ReleaseId, by: UserId) -> Release:
        """The release that `by` may hand over; raises `Rejected` as the handover itself would."""
        release = tx.releases.get(release_id)
        self._demand(tx, release, by)
        return release

    def _demand(self, tx: Transaction, release: Release, by: UserId) -> str:
        title = words.quote(release.title)
        if release.status.ended:
            raise Rejected(f"{title} has ended: there is nothing to hand over.")
        if by == release.owner:
            return "owner of the release"
        if by == release.backup:
            return "backup owner of the release"
        process = tx.processes.version(release.process_id, release.process_version).process
        to = f"hand {release.reference} over"
        try:
            return demand(tx, Right.OPERATE, self._administrators, by, of=process, to=to)
        except Rejected as refused:
            who = words.person(release.owner)
            raise Rejected(f"{refused.text} So can its owner, {who}.") from None


def _follow(
    tx: Transaction,
    execution_id: ExecutionId,
    release: Release,
    by: UserId,
    through: str,
    now: datetime,
) -> None:
    """The release's own execution and every process that runs inside it.

    One that was not started yet takes its owner from its parent when it is.
    """
    people = (release.owner, *((release.backup,) if release.backup else ()))
    event = OwnerChanged(
        at=now,
        by=by,
        owner=release.owner,
        backup=release.backup,
        away=acting_for(tx, people, at=now).away,
    )
    step = record(tx, execution_id, event, door="slack", through=through)
    for activity in step.execution.activities.values():
        for child in activity.inside:
            if tx.executions.find(child) is not None:
                _follow(tx, child, release, by, through, now)


def _demand_eligible(tx: Transaction, person: UserId, now: datetime) -> None:
    if not presence_of(tx, [person], at=now).roster.may_stand_in(person):
        raise Rejected(
            f"{words.person(person)} cannot own a release: only active full members of this "
            "workspace can, no guests and no apps. Choose somebody else."
        )


def _told(was: Release, now: Release, by: UserId, at: datetime) -> list[Effect]:
    owed: list[Effect] = [ShowRelease(release_id=now.id)]
    owed += [ShowHome(user_id=each) for each in sorted({was.owner, now.owner})]
    title, backup = words.quote(now.title), ""
    if now.backup:
        backup = f" {words.person(now.backup)} is the backup and may act as the owner."
    for person in dict.fromkeys([now.owner, was.owner]):
        if person != by:
            said = f"{words.person(by)} handed {title} over: its owner is {words.person(now.owner)}"
            occasion = f"{at.isoformat()}.{person}"
            owed.append(
                Tell(
                    chain=(person,), text=f"{said} now.{backup}", subject=now.id, occasion=occasion
                )
            )
    return owed


def _write(
    tx: Transaction, was: Release, now: Release, by: UserId, through: str, at: datetime
) -> None:
    tx.audit.append(
        Decision(
            chain=now.id,
            at=at,
            actor=by,
            through=through,
            door="slack",
            action="handed over",
            subject=now.reference,
            before=_spelt(was),
            after=_spelt(now),
        )
    )


def _spelt(release: Release) -> str:
    return f"{release.owner}, backup {release.backup}" if release.backup else release.owner
