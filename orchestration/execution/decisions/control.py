"""What people decide about a running release as a whole: it stops for now, or goes on."""

from __future__ import annotations

from collections.abc import Callable

from orchestration.execution.decisions.control_demands import (
    Allowed,
    demand_pause,
    demand_resume,
    demand_stop,
)
from orchestration.execution.decisions.demanding import said_why
from orchestration.execution.events import ExecutionPaused, ExecutionResumed
from orchestration.execution.recording import record
from orchestration.people.rights import Administrators
from orchestration.ports import Clock, Database, Transaction
from orchestration.releases.model import Release
from orchestration.values import ChannelId, ReleaseId, UserId


class ReleaseControl:
    """Each decision is one transaction and raises `Rejected` for the person."""

    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def pause(self, release_id: ReleaseId, *, by: UserId, reason: str) -> Release:
        """Nothing new starts until somebody resumes it."""
        return await self._stop(
            lambda tx: demand_pause(tx, self._administrators, release_id, by),
            by,
            reason,
            line_stopped=False,
        )

    async def stop_the_line(
        self, release_id: ReleaseId, *, by: UserId, reason: str, where: ChannelId | None
    ) -> Release:
        """The same, by any full member of its channel; `where` is the channel they said it in."""
        return await self._stop(
            lambda tx: demand_stop(tx, self._administrators, release_id, by, where=where),
            by,
            reason,
            line_stopped=True,
        )

    async def resume(self, release_id: ReleaseId, *, by: UserId) -> Release:
        """What was held back begins."""

        def work(tx: Transaction) -> Release:
            release, execution, through = demand_resume(tx, self._administrators, release_id, by)
            event = ExecutionResumed(at=self._clock.now(), by=by)
            record(tx, execution.id, event, door="slack", through=through)
            return release

        return await self._database.transact(work, urgent=True, name="resume")

    async def may_pause(self, release_id: ReleaseId, *, by: UserId) -> Release:
        """Raise what a pause would raise, before a form is shown for it."""
        return await self._database.read(
            lambda tx: demand_pause(tx, self._administrators, release_id, by).release
        )

    async def may_stop_the_line(
        self, release_id: ReleaseId, *, by: UserId, where: ChannelId | None
    ) -> Release:
        return await self._database.read(
            lambda tx: demand_stop(tx, self._administrators, release_id, by, where=where).release
        )

    async def may_resume(self, release_id: ReleaseId, *, by: UserId) -> Allowed:
        return await self._database.read(
            lambda tx: demand_resume(tx, self._administrators, release_id, by)
        )

    async def _stop(
        self,
        allowed: Callable[[Transaction], Allowed],
        by: UserId,
        reason: str,
        *,
        line_stopped: bool,
    ) -> Release:
        said = said_why(reason)

        def work(tx: Transaction) -> Release:
            release, execution, through = allowed(tx)
            text_id = f"{execution.id}/paused.{len(execution.pauses) + 1}"
            tx.texts.keep(text_id, said)
            event = ExecutionPaused(
                at=self._clock.now(), by=by, reason_id=text_id, line_stopped=line_stopped
            )
            record(tx, execution.id, event, door="slack", through=through)
            return release

        name = "stop_the_line" if line_stopped else "pause"
        return await self._database.transact(work, urgent=True, name=name)
