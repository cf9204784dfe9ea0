"""Looking before the start: the preflight of a planned release, and what pipelines say of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from orchestration import words
from orchestration.errors import Permanent, Rejected, Transient
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand, seen_by
from orchestration.people.working_time import zone_of
from orchestration.pipelines.model import PipelineCatalogue
from orchestration.ports import Clock, Database, Transaction
from orchestration.read_models.in_the_way import beside_it
from orchestration.releases.findings import Finding, Preflight
from orchestration.releases.following import version_followed
from orchestration.releases.model import Release
from orchestration.releases.preflight import preflight_of
from orchestration.values import ReleaseId, UserId


class PreflightService:
    """Only looks: nothing is started and nothing is kept."""

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

    async def look(self, release_id: ReleaseId, *, by: UserId) -> tuple[Release, Preflight]:
        """With what pipelines say, which takes a while.

        One whose system does not answer is a warning: it may by the time it is needed.
        """
        release, found, pipelines = await self._looked(release_id, by)
        warns = await unready_pipelines(self._catalogue, pipelines)
        beside = await self._database.read(lambda tx: self._beside(tx, release, by))
        return release, Preflight(findings=(*found.findings, *beside, *warns))

    def _beside(self, tx: Transaction, release: Release, by: UserId) -> tuple[Finding, ...]:
        """Other releases that are in its way at its time."""
        if not release.waits_for_its_time(self._clock.now()):
            return ()
        zone = zone_of(tx.directory.people([by]).get(by))
        sees = seen_by(tx, self._administrators, by)
        return beside_it(tx, release, sees=sees, now=self._clock.now(), zone=zone)[0]

    async def blocks(self, release_id: ReleaseId, *, by: UserId) -> tuple[Release, Preflight]:
        """What `by` would be refused for on starting it now; asks nobody outside."""
        release, found, _ = await self._looked(release_id, by)
        return release, found

    async def _looked(
        self, release_id: ReleaseId, by: UserId
    ) -> tuple[Release, Preflight, tuple[str, ...]]:
        """And the pipelines it would run; raises `Rejected` for a release that has started."""

        def work(tx: Transaction) -> tuple[Release, Preflight, tuple[str, ...]]:
            release = tx.releases.get(release_id)
            if not release.status.can_start:
                raise Rejected(f"{words.quote(release.title)} has started already.")
            version = version_followed(tx, release)
            to = f"look at {release.reference}"
            demand(tx, Right.VIEW, self._administrators, by, of=version.process, to=to)
            now = self._clock.now()
            found = preflight_of(tx, release, self._catalogue, starter=by, at=now)
            return release, found, pipelines_named(tx, release, self._catalogue)

        return await self._database.read(work)


def pipelines_named(
    tx: Transaction, release: Release, catalogue: PipelineCatalogue
) -> tuple[str, ...]:
    """The pipelines it would run, as far as there are any of that name."""
    version = version_followed(tx, release)
    plan = tx.processes.plan(version.process.id, version.version)
    named = (each.pipeline for each in plan.activities.values() if each.pipeline)
    there = set(catalogue.names())
    return tuple(dict.fromkeys(each for each in named if each in there))


async def unready_pipelines(
    catalogue: PipelineCatalogue, pipelines: Sequence[str]
) -> tuple[Finding, ...]:
    """Those whose system does not answer, a warning each: it may by the time it is needed."""
    silent = await asyncio.gather(*(_unready(catalogue, each) for each in pipelines))
    return tuple(
        Finding(
            says=f"The pipeline “{words.quote(name, 80)}” could not start now: "
            f"{words.quote('; '.join(why), 300)}.",
            blocks=False,
        )
        for name, why in zip(pipelines, silent, strict=True)
        if why
    )


async def _unready(catalogue: PipelineCatalogue, pipeline: str) -> tuple[str, ...]:
    try:
        return await catalogue.provider_of(pipeline).unready(pipeline)
    except (Permanent, Transient) as error:
        return (str(error),)
