"""What a planned release lacks, filled in before it starts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from orchestration import words
from orchestration.errors import Rejected
from orchestration.groups.standing import refuse_taken_version
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand, holders_of
from orchestration.ports import Clock, Database, Decision, Transaction
from orchestration.processes.model import Process
from orchestration.releases.due import redraw
from orchestration.releases.following import version_followed
from orchestration.releases.inputs import inputs_while_planned
from orchestration.releases.model import Release
from orchestration.values import ReleaseId, UserId, plain_line


class FillingIn:
    """Its inputs and the set it follows stay open until it starts; then they are fixed."""

    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def fill_in(
        self,
        release_id: ReleaseId,
        revision: int,
        given: Mapping[str, str],
        input_set: str | None,
        *,
        by: UserId,
        version: str = "",
    ) -> Release:
        """Keep what was filled in; an empty text takes a value out, but never the version.

        Whoever may start it may do so, its owner and backup, and who operates it.

        Raises `Rejected` where somebody changed the release meanwhile, and for what does not fit.
        The same again changes nothing.
        """

        def work(tx: Transaction) -> Release:
            release = planned(tx, release_id)
            process = version_followed(tx, release).process
            through = self._demand(tx, release, process, by)
            after = {**release.inputs, **given}
            after = {name: value for name, value in after.items() if value.strip()}
            values = inputs_while_planned(tx, process, after, input_set)
            called = plain_line(version, 40) or release.version
            if (values, input_set, called) == (
                release.inputs,
                release.input_set,
                release.version,
            ):
                return release
            if release.revision != revision:
                raise Rejected(
                    f"{words.quote(release.title)} changed while you had the form open. Nothing "
                    "of yours was saved; open it again and look at what is there now."
                )
            if release.group and called != release.version:
                refuse_taken_version(tx, release.group, called)
            now = self._clock.now()
            update = {
                "inputs": values,
                "input_set": input_set,
                "version": called,
                "touched": True,
            }
            saved = tx.releases.save(release.model_copy(update=update))
            redraw(tx, saved, at=now)
            tx.audit.append(_decision(saved, by, through, at=now))
            return saved

        return await self._database.transact(work, urgent=True, name="fill_in_release")

    def _demand(self, tx: Transaction, release: Release, process: Process, by: UserId) -> str:
        if by == release.owner:
            return "owner of the release"
        if by == release.backup:
            return "backup owner of the release"
        to = f"fill in the inputs of {release.reference}"
        try:
            return demand(tx, Right.START, self._administrators, by, of=process, to=to)
        except Rejected as refused:
            if by not in holders_of(tx, Right.OPERATE, self._administrators, process):
                who = words.person(release.owner)
                raise Rejected(f"{refused.text} So can its owner, {who}.") from None
        return demand(tx, Right.OPERATE, self._administrators, by, of=process, to=to)


def planned(tx: Transaction, release_id: ReleaseId) -> Release:
    """A release that has not started; raises `Rejected` for any other."""
    release = tx.releases.get(release_id)
    if not release.status.can_start:
        raise Rejected(
            f"{words.quote(release.title)} is not waiting to start any more: its inputs are fixed."
        )
    return release


def _decision(release: Release, by: UserId, through: str, *, at: datetime) -> Decision:
    return Decision(
        chain=release.id,
        at=at,
        actor=by,
        through=through,
        door="slack",
        action="filled in the inputs of",
        subject=release.reference,
        after=release.status.value,
    )
