"""Pausing, resuming and archiving a group."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from orchestration import words
from orchestration.groups.deciding import demand_group, written
from orchestration.groups.leaving_out import LONGEST_REASON, leave_out
from orchestration.groups.making import made_up_to_date
from orchestration.groups.model import GroupPause, ReleaseGroup
from orchestration.groups.standing import planned_of
from orchestration.people.rights import Administrators
from orchestration.ports import Clock, Database, Transaction
from orchestration.releases.model import ReleaseStatus
from orchestration.values import ReleaseGroupId, UserId, plain_line

Change = Callable[[Transaction, ReleaseGroup, datetime], tuple[ReleaseGroup, str, str]]
"""The group as it is to be kept, what was done to it, and why."""


class GroupControl:
    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def pause(
        self, group_id: ReleaseGroupId, *, by: UserId, reason: str = ""
    ) -> ReleaseGroup:
        """From now on nothing is made of it, and what is planned asks its owner at its time."""

        def change(
            _tx: Transaction, group: ReleaseGroup, now: datetime
        ) -> tuple[ReleaseGroup, str, str]:
            if group.pause:
                return group, "", ""
            pause = GroupPause(by=by, at=now, reason=plain_line(reason, LONGEST_REASON))
            update = {"pause": pause, "looks_at": None}
            return group.model_copy(update=update), "paused", reason

        return await self._change(group_id, change, by=by, to="pause", name="pause_group")

    async def resume(self, group_id: ReleaseGroupId, *, by: UserId) -> ReleaseGroup:
        """What was due in the pause is not made up for; what comes from now on is made."""

        def change(
            tx: Transaction, group: ReleaseGroup, now: datetime
        ) -> tuple[ReleaseGroup, str, str]:
            if not group.pause:
                return group, "", ""
            resumed = group.model_copy(update={"pause": None, "made_until": now})
            return made_up_to_date(tx, resumed, now), "resumed", ""

        return await self._change(group_id, change, by=by, to="resume", name="resume_group")

    async def archive(self, group_id: ReleaseGroupId, *, by: UserId) -> ReleaseGroup:
        """For good: what is planned of it is skipped, what runs goes on."""

        def change(
            tx: Transaction, group: ReleaseGroup, now: datetime
        ) -> tuple[ReleaseGroup, str, str]:
            if group.archived_by:
                return group, "", ""
            for each in planned_of(tx, group, group.created_at):
                skipped = ReleaseStatus.SKIPPED
                leave_out(tx, each, skipped, by=by, at=now, reason="its group was archived")
            update = {"archived_by": by, "looks_at": None}
            return group.model_copy(update=update), "archived", ""

        return await self._change(group_id, change, by=by, to="archive", name="archive_group")

    async def _change(
        self, group_id: ReleaseGroupId, change: Change, *, by: UserId, to: str, name: str
    ) -> ReleaseGroup:
        def work(tx: Transaction) -> ReleaseGroup:
            now = self._clock.now()
            group = tx.groups.get(group_id)
            through = self._demand(tx, group, by, to)
            after, action, reason = change(tx, group, now)
            if not action:
                return group
            text_id = f"{group.id}/{action}/{group.revision}" if reason else ""
            if text_id:
                tx.texts.keep(text_id, plain_line(reason, LONGEST_REASON))
            written(tx, group, action, by=by, through=through, at=now, text_id=text_id)
            return tx.groups.save(after)

        return await self._database.transact(work, urgent=True, name=name)

    def _demand(self, tx: Transaction, group: ReleaseGroup, by: UserId, to: str) -> str:
        called = f"{to} the group “{words.quote(group.name, 80)}”"
        return demand_group(tx, self._administrators, by, group, to=called)
