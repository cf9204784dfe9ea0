"""Making a hotfix: the version after what is live, and what runs paused to make way for it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from orchestration import words
from orchestration.effects import ShowRelease
from orchestration.errors import Rejected
from orchestration.execution.decisions.control_demands import demand_pause
from orchestration.execution.events import ExecutionPaused
from orchestration.execution.recording import record
from orchestration.groups.deciding import refuse_archived_group
from orchestration.groups.standing import known_releases
from orchestration.hotfixes.rules import Foreseen, Target, live_of, met_by, version_after
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand
from orchestration.pipelines.model import PipelineCatalogue
from orchestration.ports import Clock, Database, Decision, Transaction
from orchestration.processes.history import refuse_archived
from orchestration.releases.findings import Preflight
from orchestration.releases.following import version_followed
from orchestration.releases.model import Release, ReleaseStatus, ReleaseType
from orchestration.releases.preflight import preflight_of
from orchestration.releases.starting import start_release
from orchestration.values import ReleaseGroupId, ReleaseId, UserId, id_from, plain_line


class MadeHotfix(NamedTuple):
    release: Release
    found: Preflight
    """What keeps it from starting, where it was only made."""


class HotfixService:
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

    async def look(self, group_id: ReleaseGroupId, *, by: UserId) -> Foreseen:
        """What a form shows before anything is made; raises what making it would raise."""
        return await self._database.read(lambda tx: self._foreseen(tx, group_id, by))

    async def make(
        self,
        door_key: str,
        group_id: ReleaseGroupId,
        *,
        version: str,
        pause: Collection[ReleaseId] = (),
        reason: str = "",
        by: UserId,
    ) -> MadeHotfix:
        """Pause what is named, make the release, and start it unless something keeps it.

        Whatever of the named does not run any more is left alone. The same door key again makes
        nothing more.
        """
        release_id = ReleaseId(id_from("rel", door_key))

        def work(tx: Transaction) -> MadeHotfix:
            known = tx.releases.find(release_id)
            if known is not None:
                return MadeHotfix(known, Preflight())
            now = self._clock.now()
            foreseen = self._foreseen(tx, group_id, by)
            called = plain_line(version, 40)
            if not called:
                raise Rejected("Say which version the hotfix has.")
            met = {each.release.id for each in foreseen.meets}
            release = _release(tx, release_id, foreseen, called, by, now)
            paused = [
                each
                for each in sorted(set(pause) & met)
                if self._paused(tx, each, release, reason, by, now)
            ]
            release = release.model_copy(update={"paused_for_it": tuple(paused)})
            tx.releases.add(release)
            tx.audit.append(
                Decision(
                    chain=release.id,
                    at=now,
                    actor=by,
                    door="slack",
                    action="made as a hotfix",
                    subject=release.reference,
                    after=release.status.value,
                )
            )
            tx.owed.owe([ShowRelease(release_id=release.id)], at=now)
            found = preflight_of(tx, release, self._catalogue, starter=by, at=now)
            if found.blocks:
                return MadeHotfix(release, found)
            started = start_release(
                tx,
                release_id,
                by=by,
                now=now,
                catalogue=self._catalogue,
                administrators=self._administrators,
            )
            return MadeHotfix(started, found)

        return await self._database.transact(work, urgent=True, name="make_hotfix")

    def _foreseen(self, tx: Transaction, group_id: ReleaseGroupId, by: UserId) -> Foreseen:
        group = tx.groups.get(group_id)
        refuse_archived_group(group)
        if group.hotfix_process is None:
            raise Rejected(
                f"The group “{words.quote(group.name, 80)}” names no process for hotfixes. Its "
                "form does: `/release group` and its name, *Edit…*."
            )
        refuse_archived(tx, group.hotfix_process)
        process = tx.processes.latest(group.hotfix_process)
        to = f"make a hotfix of “{words.quote(group.name, 80)}”"
        demand(tx, Right.START, self._administrators, by, of=process.process, to=to)
        live = live_of(group, tx.live.now())
        known = [each.version for each in known_releases(tx, group)]
        on = self._clock.now().date()
        running = [
            (each, _target(tx, each))
            for each in tx.releases.unfinished()
            if each.status is ReleaseStatus.RUNNING
        ]
        return Foreseen(
            group=group,
            process=process,
            version=version_after(group, live, known, on),
            live=live,
            meets=met_by(group, running),
        )

    def _paused(
        self,
        tx: Transaction,
        release_id: ReleaseId,
        hotfix: Release,
        reason: str,
        by: UserId,
        now: datetime,
    ) -> bool:
        """True where it was paused now; raises `Rejected` where `by` may not."""
        if tx.releases.get(release_id).status is not ReleaseStatus.RUNNING:
            return False
        release, execution, through = demand_pause(tx, self._administrators, release_id, by)
        text_id = f"{execution.id}/paused.{len(execution.pauses) + 1}"
        why = f" {reason.strip()}" if reason.strip() else ""
        tx.texts.keep(text_id, f"It makes way for the hotfix {hotfix.title}.{why}")
        event = ExecutionPaused(at=now, by=by, reason_id=text_id)
        record(tx, execution.id, event, door="slack", through=through)
        current = tx.releases.get(release.id)
        tx.releases.save(current.model_copy(update={"gives_way_to": hotfix.id}))
        return True


def _target(tx: Transaction, release: Release) -> Target:
    """What it says it touches, else what its process says."""
    process = version_followed(tx, release).process
    return Target(
        release.services or process.services,
        release.environments or process.environments,
        release.tags or process.tags,
    )


def _release(
    tx: Transaction,
    release_id: ReleaseId,
    of: Foreseen,
    version: str,
    by: UserId,
    now: datetime,
) -> Release:
    group, process = of.group, of.process.process
    return Release(
        id=release_id,
        reference=tx.groups.next_reference(group.id),
        name=f"{group.name} hotfix",
        version=version,
        process_id=process.id,
        process_version=of.process.version,
        inputs={
            name: value
            for name, value in group.inputs.items()
            if name in {each.name for each in process.inputs}
        },
        owner=by,
        backup=group.backup if group.backup != by else None,
        channel=group.channel,
        status=ReleaseStatus.DRAFT,
        created_by=by,
        created_at=now,
        type=ReleaseType.HOTFIX,
        tags=group.tags,
        team=group.team,
        services=group.services,
        environments=group.environments,
        colour=group.colour,
        group=group.id,
        touched=True,
    )
