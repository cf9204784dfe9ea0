"""Making releases, starting them, and finding the one a person means."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from orchestration import words
from orchestration.effects import AnnounceRelease, Effect, ShowHome, ShowRelease
from orchestration.errors import Rejected
from orchestration.execution.engine import waiting_to_start
from orchestration.execution.events import ExecutionStarted
from orchestration.execution.facts import facts_of
from orchestration.execution.plan import compile_plan
from orchestration.execution.recording import record
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand, roster_for
from orchestration.pipelines.model import PipelineCatalogue
from orchestration.ports import Clock, Database, Decision, Transaction
from orchestration.processes.checks.check import check_process
from orchestration.processes.history import refuse_archived
from orchestration.processes.input_values import Unfit, as_text, read_value
from orchestration.processes.model import Process
from orchestration.processes.not_yet import not_yet
from orchestration.releases.following import version_followed
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.releases.naming import execution_of
from orchestration.values import (
    ChannelId,
    Frozen,
    ProcessId,
    ReleaseId,
    UserId,
    id_from,
    plain_line,
)

_BEYOND_START = {
    ReleaseStatus.RUNNING: "is running",
    ReleaseStatus.PAUSED: "is paused",
    ReleaseStatus.SUCCEEDED: "has succeeded",
    ReleaseStatus.PARTIALLY_SUCCEEDED: "has succeeded in part",
    ReleaseStatus.FAILED: "has failed",
    ReleaseStatus.ABORTED: "was aborted",
}


class NewRelease(Frozen):
    """What a person fills in to make a release."""

    process_id: ProcessId
    name: str
    version: str
    inputs: Mapping[str, str]
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
                inputs=complete_inputs(process, new.inputs),
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
            return self._start(
                tx, release_id, by, called=words.quote(f"{release.name} {release.version}".strip())
            )

        return await self._database.transact(work, urgent=True, name="create_release")

    async def start(self, release_id: ReleaseId, *, by: UserId) -> Release:
        """Start what is planned; raises `Rejected` for one that has started or ended."""
        return await self._database.transact(
            lambda tx: self._start(tx, release_id, by), urgent=True, name="start_release"
        )

    async def referred(self, reference: str) -> Release:
        """The release of a reference; raises `Rejected` where there is none."""
        return await self._database.read(lambda tx: release_of(tx, reference))

    def _start(
        self, tx: Transaction, release_id: ReleaseId, by: UserId, *, called: str = ""
    ) -> Release:
        release = tx.releases.get(release_id)
        called = called or release.reference
        if release.status is not ReleaseStatus.SCHEDULED:
            raise Rejected(
                f"{words.quote(release.title)} {_BEYOND_START[release.status]}; it cannot be "
                "started again. `/release new` makes another."
            )
        latest = version_followed(tx, release)
        process = latest.process
        through = demand(
            tx, Right.START, self._administrators, by, of=process, to=f"start {called}"
        )
        roster = roster_for(tx, process.roles())
        problems = check_process(
            process, members_of=roster.members_of, pipelines=self._catalogue.names()
        )
        if problems:
            said = "\n".join(f"• {each}" for each in problems[:5])
            raise Rejected(f"{called} cannot start yet:\n{said}")
        if unknown := not_yet(process):
            said = "\n".join(f"• {each}" for each in unknown[:5])
            raise Rejected(
                f"{called} cannot start: this version of Drumbeat does not carry out yet\n{said}"
            )
        now = self._clock.now()
        execution_id = execution_of(release.id)
        started = tx.releases.save(
            release.model_copy(
                update={
                    "status": ReleaseStatus.RUNNING,
                    "process_version": latest.version,
                    "inputs": complete_inputs(process, release.inputs),
                    "started_at": now,
                    "execution_id": execution_id,
                }
            )
        )
        tx.executions.add(
            waiting_to_start(execution_id, release.id, compile_plan(latest), owner=release.owner)
        )
        record(
            tx,
            execution_id,
            ExecutionStarted(
                at=now,
                by=by,
                members=roster.resolved(process.roles()),
                facts=facts_of(started),
            ),
            door="slack",
            through=through,
        )
        return started


def complete_inputs(process: Process, given: Mapping[str, str]) -> dict[str, str]:
    """Every declared input with its value; raises `Rejected` naming what is missing or unfit."""
    values: dict[str, str] = {}
    missing: list[str] = []
    unfit: list[str] = []
    for spec in process.inputs:
        value = given.get(spec.name, "").strip() or as_text(spec.default)
        if not value:
            missing += [spec.name] if spec.required else []
            continue
        try:
            values[spec.name] = as_text(read_value(spec, value))
        except Unfit as error:
            unfit.append(f"{spec.name} {error}")
    if missing:
        raise Rejected(f"Please fill in {words.listed(missing)}.")
    if unfit:
        raise Rejected(f"Please correct: {'; '.join(unfit)}.")
    return values


def release_of(tx: Transaction, reference: str) -> Release:
    """By `WEB-12`, in any case; raises `Rejected` naming what is unfinished."""
    found = tx.releases.find_by_reference(reference.strip())
    if found is not None:
        return found
    unfinished = [each.reference for each in tx.releases.unfinished()][:5]
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
