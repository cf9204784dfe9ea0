"""One occurrence of a group: skipping the next, swapping owners, its duration and its process.

Its time, inputs, version and owner are changed like those of any planned release
(`releases.moving`, `releases.filling_in`, `releases.handing_over`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from orchestration import words
from orchestration.effects import Tell
from orchestration.errors import Rejected
from orchestration.groups.deciding import refuse_archived_group
from orchestration.groups.leaving_out import leave_out
from orchestration.groups.making import make
from orchestration.groups.model import ReleaseGroup
from orchestration.groups.rotation import Attendance, owner_of
from orchestration.groups.standing import attendance_of, planned_of
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand
from orchestration.ports import Clock, Database, Decision, Transaction
from orchestration.processes.history import refuse_archived
from orchestration.releases.due import redraw
from orchestration.releases.inputs import inputs_while_planned
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.scheduling.occurrences import coming
from orchestration.values import ProcessId, ReleaseGroupId, ReleaseId, UserId

_MINUTE = timedelta(minutes=1)


class OccurrenceService:
    """Whoever may start it, its owner and its backup decide."""

    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def may_change(self, release_id: ReleaseId, *, by: UserId) -> Release:
        """Raise what changing it would raise, before a form is shown for it."""

        def look(tx: Transaction) -> Release:
            release = tx.releases.get(release_id)
            self._demand(tx, release, by, "change")
            _refuse_begun(release)
            return release

        return await self._database.read(look)

    async def skip_next(self, group_id: ReleaseGroupId, *, by: UserId, reason: str = "") -> Release:
        """Leave the group's next occurrence out, also where it is not made yet."""

        def work(tx: Transaction) -> Release:
            now = self._clock.now()
            group = tx.groups.get(group_id)
            refuse_archived_group(group)
            following = _next(tx, group, now)
            through = self._demand(tx, following, by, "skip")
            return leave_out(
                tx,
                following,
                ReleaseStatus.SKIPPED,
                by=by,
                at=now,
                reason=reason,
                through=through,
                touched=True,
            )

        return await self._database.transact(work, urgent=True, name="skip_next")

    async def swap(self, one: ReleaseId, other: ReleaseId, *, by: UserId) -> None:
        """Two coming occurrences of a group change owners; the order of its rotation stays."""

        def work(tx: Transaction) -> None:
            now = self._clock.now()
            group = _group_of_both(tx, one, other)
            first, second = (tx.releases.get(each) for each in sorted((one, other)))
            through = self._demand(tx, first, by, "change the owner of")
            self._demand(tx, second, by, "change the owner of")
            for each in (first, second):
                _refuse_begun(each)
            attendance = attendance_of(tx, group, now)
            for taken, given in ((first, second), (second, first)):
                after = _with_turn_of(group, taken, given, attendance)
                _save(tx, taken, after, "swapped the owner of", by, through, now)
                tx.owed.owe([_told(after, taken, by, now)], at=now)

        await self._database.transact(work, urgent=True, name="swap_owners")

    async def expect(
        self, release_id: ReleaseId, duration: timedelta | None, *, by: UserId
    ) -> None:
        """Say how long this one takes; None where nobody knows."""
        if duration is not None and duration < _MINUTE:
            raise Rejected(
                "A release takes at least a minute. Leave the duration empty if unknown."
            )

        def change(_tx: Transaction, release: Release) -> dict[str, object]:
            return {} if release.expected_duration == duration else {"expected_duration": duration}

        await self._change(release_id, change, "re-time", "re-timed", by=by)

    async def give_process(
        self,
        release_id: ReleaseId,
        process_id: ProcessId,
        *,
        input_set: str | None = None,
        by: UserId,
    ) -> None:
        """Run another process this time, with an input set of it; what fits of its inputs stays."""

        def change(tx: Transaction, release: Release) -> dict[str, object]:
            if (release.process_id, release.input_set) == (process_id, input_set):
                return {}
            refuse_archived(tx, process_id)
            latest = tx.processes.latest(process_id)
            to = f"start “{words.quote(latest.process.name, 80)}”"
            demand(tx, Right.START, self._administrators, by, of=latest.process, to=to)
            inputs = inputs_while_planned(tx, latest.process, release.inputs, input_set)
            follows: dict[str, object] = {"input_set": input_set, "inputs": inputs}
            if release.process_id == process_id:
                return follows
            version = latest.version
            return {
                **follows,
                "process_id": process_id,
                "process_version": version,
                "pinned": False,
            }

        await self._change(release_id, change, "give another process to", "re-processed", by=by)

    async def _change(
        self,
        release_id: ReleaseId,
        change: Callable[[Transaction, Release], dict[str, object]],
        to: str,
        action: str,
        *,
        by: UserId,
    ) -> None:
        def work(tx: Transaction) -> None:
            release = tx.releases.get(release_id)
            through = self._demand(tx, release, by, to)
            _refuse_begun(release)
            if update := change(tx, release):
                after = release.model_copy(update={**update, "touched": True})
                _save(tx, release, after, action, by, through, self._clock.now())

        await self._database.transact(work, urgent=True, name="change_occurrence")

    def _demand(self, tx: Transaction, release: Release, by: UserId, to: str) -> str:
        if by == release.owner:
            return "owner of the release"
        if by == release.backup:
            return "backup owner of the release"
        process = tx.processes.latest(release.process_id).process
        called = f"{to} {release.reference}"
        return demand(tx, Right.START, self._administrators, by, of=process, to=called)


def _next(tx: Transaction, group: ReleaseGroup, now: datetime) -> Release:
    """The next one that is planned; made now where its time to appear has not come."""
    there = planned_of(tx, group, now)
    if not there and group.cadence and not group.pause:
        following = next(coming(group.cadence, max(now, group.made_until or now)), None)
        if following:
            after = make(tx, group, [following], now)
            tx.groups.save(after.model_copy(update={"made_until": following.at, "looks_at": now}))
            there = planned_of(tx, group, now)
    if not there:
        raise Rejected(f"Nothing is due of the group “{words.quote(group.name, 80)}”.")
    return there[0]


def _group_of_both(tx: Transaction, one: ReleaseId, other: ReleaseId) -> ReleaseGroup:
    found = [tx.releases.find(each) for each in (one, other)]
    of = {each.group if each else None for each in found}
    (group_id, *more) = of
    if one == other or more or group_id is None:
        raise Rejected("Choose two coming releases of one group to swap their owners.")
    return tx.groups.get(group_id)


def _refuse_begun(release: Release) -> None:
    if not release.status.can_start:
        raise Rejected(
            f"{words.quote(release.title)} is not planned any more: only what has not begun can be "
            "changed."
        )


def _with_turn_of(
    group: ReleaseGroup, taken: Release, given: Release, attendance: Attendance
) -> Release:
    """Where either was given to somebody by hand, the people themselves are swapped."""
    if taken.turn is None or given.turn is None or taken.touched or given.touched:
        return taken.model_copy(update={"owner": given.owner, "touched": True})
    owner = owner_of(group.rotation, given.turn, taken.begins_at, attendance)
    return taken.model_copy(update={"owner": owner, "turn": given.turn})


def _save(
    tx: Transaction,
    before: Release,
    after: Release,
    action: str,
    by: UserId,
    through: str,
    at: datetime,
) -> None:
    saved = tx.releases.save(after)
    redraw(tx, saved, at=at)
    tx.audit.append(
        Decision(
            chain=saved.id,
            at=at,
            actor=by,
            through=through,
            door="slack",
            action=action,
            subject=saved.reference,
            before=f"{before.owner} {before.process_id}",
            after=f"{saved.owner} {saved.process_id}",
        )
    )


def _told(after: Release, before: Release, by: UserId, now: datetime) -> Tell:
    title, when = words.quote(after.title), words.moment(after.begins_at)
    return Tell(
        chain=(after.owner,),
        text=(
            f"{words.person(by)} swapped two releases: {title}, due {when}, is yours now instead "
            f"of {words.person(before.owner)}'s."
        ),
        subject=after.id,
        occasion=f"swapped.{after.owner}.{now.isoformat()}",
    )
