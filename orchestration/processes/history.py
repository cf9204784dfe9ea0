"""The versions of a process: who changed what, and putting a process aside that is not used."""

from __future__ import annotations

from orchestration import words
from orchestration.effects.process import ShowDifference
from orchestration.errors import Rejected
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand
from orchestration.ports import (
    Clock,
    Database,
    Decision,
    ProcessSummary,
    PublishedVersion,
    Transaction,
)
from orchestration.processes.deciding import demand_viewing
from orchestration.processes.diff import Difference, version_differences
from orchestration.processes.model import Process
from orchestration.values import ChannelId, Frozen, ProcessId, UserId, id_from

MOST_VERSIONS = 20


class VersionLine(Frozen):
    """One version, and what it changed from the one before."""

    published: PublishedVersion
    changes: tuple[Difference, ...] = ()
    """None for the first, and for the oldest that is shown."""


class ProcessVersions(Frozen):
    process: Process
    lines: tuple[VersionLine, ...]
    """Latest first."""
    more: int = 0
    archived_by: UserId | None = None


class ProcessHistory:
    """Kept versions never change; what is archived is kept, and makes no new release."""

    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def of(self, process_id: ProcessId, *, by: UserId) -> ProcessVersions:
        """The last versions with what each changed; raises `Rejected` where there is none."""

        def look(tx: Transaction) -> ProcessVersions:
            latest = tx.processes.latest(process_id)
            demand_viewing(tx, self._administrators, by, latest.process)
            published = tx.processes.history(process_id, limit=MOST_VERSIONS)
            kept = [tx.processes.version(process_id, each.version) for each in published]
            changes = [*(version_differences(*e) for e in zip(kept[1:], kept, strict=False)), ()]
            return ProcessVersions(
                process=latest.process,
                lines=tuple(
                    VersionLine(published=each, changes=changed)
                    for each, changed in zip(published, changes, strict=True)
                ),
                more=latest.version - len(published),
                archived_by=_summary(tx, process_id).archived_by,
            )

        return await self._database.read(look)

    async def show_difference(
        self, door_key: str, process_id: ProcessId, was: int, now: int, *, to: str, by: UserId
    ) -> Process:
        """Owe a message with what a version changed, in words and as a picture."""

        def work(tx: Transaction) -> Process:
            latest = tx.processes.latest(process_id).process
            demand_viewing(tx, self._administrators, by, latest)
            shown = tx.processes.version(process_id, now).process
            tx.processes.version(process_id, was)  # refused here where it is not there
            effect = ShowDifference(
                process_id=process_id,
                was=was,
                now=now,
                channel=ChannelId(to),
                by=by,
                occasion=id_from("shown", door_key),
            )
            tx.owed.owe([effect], at=self._clock.now())
            return shown

        return await self._database.transact(work, urgent=True, name="show_difference")

    async def archive(self, process_id: ProcessId, *, by: UserId) -> Process:
        """Take it out of use; raises `Rejected` naming what still uses it. Twice is once."""

        def work(tx: Transaction) -> Process:
            process, through = self._managed(tx, process_id, by, "archive")
            if _summary(tx, process_id).archived_by is not None:
                return process
            if users := users_of(tx, process_id):
                raise Rejected(
                    f"“{words.quote(process.name)}” is in use by {words.listed(users)}. "
                    "End or change these first; then archive it."
                )
            now = self._clock.now()
            tx.processes.archive(process_id, by=by, at=now)
            tx.audit.append(self._decision(process_id, by, "archived", through))
            return process

        return await self._database.transact(work, urgent=True, name="archive_process")

    async def bring_back(self, process_id: ProcessId, *, by: UserId) -> Process:
        """Releases can be made of it again."""

        def work(tx: Transaction) -> Process:
            process, through = self._managed(tx, process_id, by, "bring back")
            if _summary(tx, process_id).archived_by is not None:
                tx.processes.archive(process_id, by=None, at=self._clock.now())
                tx.audit.append(self._decision(process_id, by, "brought back", through))
            return process

        return await self._database.transact(work, urgent=True, name="bring_back_process")

    def _managed(
        self, tx: Transaction, process_id: ProcessId, by: UserId, verb: str
    ) -> tuple[Process, str]:
        process = tx.processes.latest(process_id).process
        what = f"{verb} “{words.quote(process.name)}”"
        through = demand(tx, Right.PUBLISH, self._administrators, by, of=process, to=what)
        return process, through

    def _decision(self, process_id: ProcessId, by: UserId, action: str, through: str) -> Decision:
        return Decision(
            chain=f"process:{process_id}",
            at=self._clock.now(),
            actor=by,
            through=through,
            door="slack",
            action=action,
            subject=process_id,
        )


def users_of(tx: Transaction, process_id: ProcessId) -> list[str]:
    """What would miss it: unfinished releases, and processes that run it or roll back with it."""
    users = [each.reference for each in tx.releases.unfinished() if each.process_id == process_id]
    for summary in tx.processes.list():
        if summary.id == process_id or summary.archived_by is not None:
            continue
        process = tx.processes.latest(summary.id).process
        within = [each.process.id for _, each in process.activities() if each.process]
        if process_id in within or process.rollback == process_id:
            users.append(f"the process “{words.quote(process.name)}”")
    return users


def refuse_archived(tx: Transaction, process_id: ProcessId) -> None:
    """Nothing new is made of what was put aside."""
    summary = _summary(tx, process_id)
    if summary.archived_by is not None:
        raise Rejected(
            f"“{words.quote(summary.name)}” was archived by {words.person(summary.archived_by)}. "
            f"`/release process {summary.id}` brings it back."
        )


def _summary(tx: Transaction, process_id: ProcessId) -> ProcessSummary:
    found = tx.processes.find(process_id)
    if found is None:
        raise Rejected("This process does not exist any more.")
    return found
