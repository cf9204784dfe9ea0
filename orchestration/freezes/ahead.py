"""What an owner decides who is warned of a freeze: to finish before it, or to hold at once."""

from __future__ import annotations

from datetime import datetime

from orchestration import words
from orchestration.effects import Tell
from orchestration.errors import Rejected
from orchestration.execution.events import FreezeHeld
from orchestration.execution.recording import record
from orchestration.execution.state.model import ProcessExecution
from orchestration.freezes.model import Freeze, FreezeWindow
from orchestration.freezes.windows import next_windows
from orchestration.people.operating import demand_operating
from orchestration.people.rights import Administrators
from orchestration.ports import Clock, Database, Decision, Transaction
from orchestration.releases.model import Release
from orchestration.values import FreezeId, ReleaseId, UserId


class AheadOfFreezes:
    """Each method is one transaction and raises `Rejected` for the person."""

    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def finish_first(
        self, release_id: ReleaseId, freeze_id: FreezeId, begins: datetime, *, by: UserId
    ) -> Release:
        """Its channel hears who sees to it; the freeze holds what is left all the same."""

        def work(tx: Transaction) -> Release:
            now = self._clock.now()
            release, _, freeze, window, through = self._asked(tx, release_id, freeze_id, begins, by)
            text = (
                f"{words.person(by)} finishes {words.quote(release.title)} before the freeze "
                f"“{words.quote(freeze.name, 80)}” begins {words.moment(window.begins)}."
            )
            occasion = f"finish.{freeze.id}.{int(window.begins.timestamp())}"
            tell = Tell(chain=(release.channel,), text=text, subject=release.id, occasion=occasion)
            tx.owed.owe([tell], at=now)
            tx.audit.append(
                Decision(
                    chain=release.id,
                    at=now,
                    actor=by,
                    through=through,
                    door="slack",
                    action=f"finishes before the freeze {freeze.id}",
                    subject=release.reference,
                    after=release.status.value,
                )
            )
            return release

        return await self._database.transact(work, urgent=True, name="finish_before_freeze")

    async def hold(
        self, release_id: ReleaseId, freeze_id: FreezeId, begins: datetime, *, by: UserId
    ) -> Release:
        """As the freeze would, from now until it is over."""

        def work(tx: Transaction) -> Release:
            release, execution, freeze, window, through = self._asked(
                tx, release_id, freeze_id, begins, by
            )
            held = FreezeHeld(
                at=self._clock.now(),
                freeze=freeze.id,
                name=freeze.name,
                begins=window.begins,
                until=window.ends,
                by=by,
            )
            record(tx, execution.id, held, door="slack", through=through)
            return release

        return await self._database.transact(work, urgent=True, name="hold_before_freeze")

    def _asked(
        self,
        tx: Transaction,
        release_id: ReleaseId,
        freeze_id: FreezeId,
        begins: datetime,
        by: UserId,
    ) -> tuple[Release, ProcessExecution, Freeze, FreezeWindow, str]:
        """What it is about, as it stands now; its owner and its backup decide, and operators."""
        release, freeze = tx.releases.get(release_id), tx.freezes.get(freeze_id)
        if release.execution_id is None or release.status.ended:
            raise Rejected(f"{words.quote(release.title)} does not run any more.")
        coming = next_windows(freeze, self._clock.now(), count=10)
        window = next((each for each in coming if each.begins == begins), None)
        if window is None:
            raise Rejected(f"The freeze “{words.quote(freeze.name, 80)}” was moved or is over.")
        execution = tx.executions.get(release.execution_id)
        if by in {release.owner, release.backup}:
            return release, execution, freeze, window, "owner of the release"
        to = f"decide this for {release.reference}"
        through = demand_operating(tx, self._administrators, by, execution, to=to)
        return release, execution, freeze, window, through
