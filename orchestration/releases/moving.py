"""Giving a release that has not begun another time, leaving it out, and bringing it back."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from orchestration import words
from orchestration.errors import Rejected
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand
from orchestration.ports import Clock, Database, Decision, Transaction
from orchestration.releases.due import owe_its_time, redraw
from orchestration.releases.model import Move, Release, ReleaseStatus
from orchestration.releases.watching import tell_watchers
from orchestration.values import ReleaseId, UserId

_BEYOND: Final = {
    ReleaseStatus.RUNNING: "is running",
    ReleaseStatus.PAUSED: "has begun and is paused",
}


class MovingService:
    """Whoever may start it, its owner and its backup say when, and that it is left out."""

    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def may_move(self, release_id: ReleaseId, *, by: UserId, to: str = "move") -> Release:
        """Raise what moving or skipping it would raise, before a form is shown for it."""
        return await self._database.read(lambda tx: self._allowed(tx, release_id, by, to)[0])

    async def move(
        self, release_id: ReleaseId, to: datetime, *, revision: int | None = None, by: UserId
    ) -> Release:
        """Plan it for another time, also what was missed or left out; the same again does nothing.

        `revision` is the release as the person saw it. Raises `Rejected` where somebody changed it
        meanwhile, and for a time that has passed.
        """

        def work(tx: Transaction) -> Release:
            release, through = self._allowed(tx, release_id, by, "move")
            if release.waits_since(to):
                return release
            _refuse_stale(release, revision)
            now = self._clock.now()
            if to <= now:
                raise Rejected(f"{words.moment(to)} has passed. Choose a time to come.")
            update = _planned_for(to) | {
                "moved": Move(by=by, at=now, was=release.scheduled_for),
                "touched": True,
            }
            after = tx.releases.save(release.model_copy(update=update))
            _write(tx, release, after, "moved", by, through, now)
            return after

        return await self._database.transact(work, urgent=True, name="move_release")

    async def skip(self, release_id: ReleaseId, *, by: UserId, reason: str = "") -> Release:
        """Leave it out: it never starts, unless somebody brings it back."""
        said = reason.strip()

        def work(tx: Transaction) -> Release:
            release, through = self._allowed(tx, release_id, by, "skip")
            if release.status is ReleaseStatus.SKIPPED:
                who = words.person(release.ended_by or release.owner)
                at = f" {words.moment(release.ended_at)}" if release.ended_at else ""
                raise Rejected(f"{words.quote(release.title)} was left out already, by {who}{at}.")
            now = self._clock.now()
            text_id = f"{release.id}/skipped.{release.revision}" if said else ""
            if said:
                tx.texts.keep(text_id, said)
            update = {
                "status": ReleaseStatus.SKIPPED,
                "ended_at": now,
                "ended_by": by,
                "reason_id": text_id,
                "touched": True,
            }
            after = tx.releases.save(release.model_copy(update=update))
            _write(tx, release, after, "skipped", by, through, now, text_id)
            tell_watchers(tx, release_id, f"skipped.{release.revision}", at=now)
            return after

        return await self._database.transact(work, urgent=True, name="skip_release")

    async def bring_back(self, release_id: ReleaseId, *, by: UserId) -> Release:
        """What was left out is planned for its time again; raises `Rejected` where that passed."""

        def work(tx: Transaction) -> Release:
            release, through = self._allowed(tx, release_id, by, "bring back")
            if release.status is not ReleaseStatus.SKIPPED:
                raise Rejected(f"{words.quote(release.title)} is not left out.")
            now = self._clock.now()
            planned = release.scheduled_for
            if planned is not None and planned <= now:
                raise Rejected(
                    f"Its time, {words.moment(planned)}, has passed: *Move…* gives it another."
                )
            after = tx.releases.save(release.model_copy(update=_planned_for(planned)))
            _write(tx, release, after, "brought back", by, through, now)
            return after

        return await self._database.transact(work, urgent=True, name="bring_back_release")

    def _allowed(
        self, tx: Transaction, release_id: ReleaseId, by: UserId, verb: str
    ) -> tuple[Release, str]:
        release = tx.releases.get(release_id)
        through = self._demand(tx, release, by, verb)
        if not release.status.can_move:
            state = _BEYOND.get(release.status, "has ended")
            raise Rejected(
                f"{words.quote(release.title)} {state}: only what has not begun can be moved or "
                "left out."
            )
        return release, through

    def _demand(self, tx: Transaction, release: Release, by: UserId, verb: str) -> str:
        if by == release.owner:
            return "owner of the release"
        if by == release.backup:
            return "backup owner of the release"
        process = tx.processes.latest(release.process_id).process
        to = f"{verb} {release.reference}"
        return demand(tx, Right.START, self._administrators, by, of=process, to=to)


def _planned_for(to: datetime | None) -> dict[str, object]:
    """As if it had never ended, nor anybody been asked."""
    return {
        "status": ReleaseStatus.SCHEDULED if to else ReleaseStatus.DRAFT,
        "scheduled_for": to,
        "ended_at": None,
        "ended_by": None,
        "reason_id": "",
    }


def _refuse_stale(release: Release, revision: int | None) -> None:
    if revision is not None and release.revision != revision:
        raise Rejected(
            f"{words.quote(release.title)} changed meanwhile: look at its card, and move it again "
            "if that is still what you want."
        )


def _write(
    tx: Transaction,
    before: Release,
    after: Release,
    action: str,
    by: UserId,
    through: str,
    at: datetime,
    text_id: str = "",
) -> None:
    """What everybody sees follows, its new time is owed, and the audit says who did it."""
    redraw(tx, after, at=at)
    owe_its_time(tx, after, at=at)
    tx.audit.append(
        Decision(
            chain=after.id,
            at=at,
            actor=by,
            through=through,
            door="slack",
            action=action,
            subject=after.reference,
            before=_state(before),
            after=_state(after),
            text_id=text_id,
        )
    )


def _state(release: Release) -> str:
    planned = release.scheduled_for
    return f"{release.status.value} {planned.isoformat()}" if planned else release.status.value
