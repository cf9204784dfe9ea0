"""The activity store: find, publish, deprecate and delete what processes are put together from."""

from __future__ import annotations

from orchestration import words
from orchestration.catalogue.checking import check_activity
from orchestration.catalogue.deriving import derived
from orchestration.catalogue.model import StoreActivity, StoreSummary, StoreVersion
from orchestration.catalogue.searching import search
from orchestration.catalogue.users import StoreUser, users_of
from orchestration.errors import Rejected
from orchestration.people.model import Right
from orchestration.people.rights import (
    Administrators,
    demand,
    demand_publisher,
)
from orchestration.pipelines.model import PipelineCatalogue
from orchestration.ports import Clock, Database, Decision, PublishedVersion, Transaction
from orchestration.processes.checks.problems import Problem
from orchestration.processes.deciding import demand_viewing, refusal
from orchestration.processes.lookup import inputs_of, other_process
from orchestration.processes.model import phase_of
from orchestration.values import ActivityRef, ProcessId, UserId, plain_line, slug

MOST_VERSIONS = 20


class StoreService:
    """What is published stays as it is; what is in use is deprecated, never deleted."""

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

    async def search(self, query: str, *, team: str | None, limit: int) -> list[StoreSummary]:
        """Those that fit, the best first; everything there is where nothing is asked."""
        listed = await self._database.read(lambda tx: tx.store.list())
        return search(listed, query, team=team)[:limit]

    async def latest(self, activity_id: str) -> StoreVersion:
        """Raises `Rejected` where the store does not have it."""
        return await self._database.read(lambda tx: tx.store.latest(activity_id))

    async def history(self, activity_id: str) -> list[PublishedVersion]:
        """Its last versions, latest first."""
        return list(
            await self._database.read(lambda tx: tx.store.history(activity_id, limit=MOST_VERSIONS))
        )

    async def used_by(self, activity_id: str) -> list[StoreUser]:
        return await self._database.read(lambda tx: users_of(tx, activity_id))

    async def publish(
        self, activity: StoreActivity, *, was: int | None, by: UserId
    ) -> StoreVersion:
        """Make it the next version; `was` is the one it was made from, None for a new activity.

        Raises `Rejected` while problems remain, and where somebody published meanwhile. The same
        again is the version that is there already.
        """
        return await self._database.transact(
            lambda tx: self.publish_in(tx, activity, was, by), urgent=True, name="publish_activity"
        )

    async def create_from(
        self,
        process_id: ProcessId,
        version: int,
        ref: ActivityRef,
        *,
        id: str,  # noqa: A002 - as the store's activities call it
        name: str,
        by: UserId,
    ) -> StoreVersion:
        """Put an activity of a process into the store; the process itself stays as it is."""

        def work(tx: Transaction) -> StoreVersion:
            process = tx.processes.version(process_id, version).process
            demand_viewing(tx, self._administrators, by, process)
            activity = process.by_ref.get(ref)
            if activity is None:
                raise Rejected("This activity is not in that version of the process.")
            if activity.uses is not None:
                used = words.quote(activity.uses, 60)
                raise Rejected(f"“{words.quote(activity.name)}” is of the store already: `{used}`.")
            called = plain_line(name, 80) or activity.name
            made = derived(
                process,
                process.phases_by_id[phase_of(ref)],
                activity,
                activity_id=id.strip() or slug(called, fallback="activity"),
                name=called,
            )
            return self.publish_in(tx, made, None, by)

        return await self._database.transact(work, urgent=True, name="create_activity")

    async def deprecate(
        self, activity_id: str, *, by: UserId, instead: str | None = None
    ) -> StoreSummary:
        """Say that nothing new should use it; what uses it goes on. Twice is once."""

        def work(tx: Transaction) -> StoreSummary:
            summary, through = self._owned(tx, activity_id, by, "deprecate")
            if instead is not None and (instead == activity_id or tx.store.find(instead) is None):
                raise Rejected(
                    f"`{words.quote(instead, 60)}` cannot be used instead: "
                    "name another activity of the store, or none."
                )
            if summary.deprecated_by is not None and summary.instead == instead:
                return summary
            now = self._clock.now()
            tx.store.deprecate(activity_id, by=by, at=now, instead=instead)
            said = f"deprecated, to use {instead}" if instead else "deprecated"
            tx.audit.append(self._decision(activity_id, by, said, through))
            return summary_of(tx, activity_id)

        return await self._database.transact(work, urgent=True, name="deprecate_activity")

    async def bring_back(self, activity_id: str, *, by: UserId) -> StoreSummary:
        """It is no longer deprecated."""

        def work(tx: Transaction) -> StoreSummary:
            summary, through = self._owned(tx, activity_id, by, "bring back")
            if summary.deprecated_by is None:
                return summary
            tx.store.deprecate(activity_id, by=None, at=self._clock.now())
            tx.audit.append(self._decision(activity_id, by, "brought back", through))
            return summary_of(tx, activity_id)

        return await self._database.transact(work, urgent=True, name="bring_back_activity")

    async def delete(self, activity_id: str, *, by: UserId) -> None:
        """Take it out of the store; raises `Rejected` naming what uses it. Twice is once.

        Its versions stay behind the releases that ran them.
        """

        def work(tx: Transaction) -> None:
            if tx.store.find(activity_id) is None and tx.store.history(activity_id, limit=1):
                return
            summary, through = self._owned(tx, activity_id, by, "delete")
            if users := _named(tx, activity_id):
                raise Rejected(
                    f"“{words.quote(summary.name)}” is in use by {words.listed(users)}. "
                    "Deprecate it instead: what uses it goes on, and nothing new should."
                )
            tx.store.remove(activity_id, by=by, at=self._clock.now())
            tx.audit.append(self._decision(activity_id, by, "deleted", through))

        await self._database.transact(work, urgent=True, name="delete_activity")

    def publish_in(
        self, tx: Transaction, activity: StoreActivity, was: int | None, by: UserId
    ) -> StoreVersion:
        """The same within a transaction of somebody else's."""
        known = tx.store.find(activity.id)
        latest = tx.store.latest(activity.id) if known else None
        if latest is not None and latest.activity == activity:
            return latest
        to = f"publish “{words.quote(activity.name)}” in the store"
        if known is None:
            through = demand_publisher(tx, self._administrators, by, to=to)
        else:
            through = demand(tx, Right.PUBLISH, self._administrators, by, of=known, to=to)
        if (latest.version if latest else None) != was:
            raise Rejected(_late(activity, latest, was))
        if problems := problems_in(tx, activity, self._catalogue):
            raise Rejected(refusal(problems))
        published = tx.store.publish(activity, by=by, at=self._clock.now())
        said = f"published version {published.version}"
        tx.audit.append(self._decision(activity.id, by, said, through))
        return published

    def _owned(
        self, tx: Transaction, activity_id: str, by: UserId, verb: str
    ) -> tuple[StoreSummary, str]:
        summary = summary_of(tx, activity_id)
        to = f"{verb} “{words.quote(summary.name)}”"
        return summary, demand(tx, Right.PUBLISH, self._administrators, by, of=summary, to=to)

    def _decision(self, activity_id: str, by: UserId, action: str, through: str) -> Decision:
        return Decision(
            chain=f"store:{activity_id}",
            at=self._clock.now(),
            actor=by,
            through=through,
            door="slack",
            action=action,
            subject=activity_id,
        )


def problems_in(
    tx: Transaction, activity: StoreActivity, catalogue: PipelineCatalogue
) -> tuple[Problem, ...]:
    """What keeps it from being published, as far as it is known here and now."""
    return check_activity(
        activity,
        pipelines=catalogue.names(),
        inputs_of=inputs_of(catalogue),
        other=other_process(tx),
    )


def summary_of(tx: Transaction, activity_id: str) -> StoreSummary:
    """Raises `Rejected` where the store does not have it."""
    found = tx.store.find(activity_id)
    if found is None:
        tx.store.latest(activity_id)  # which says so
        raise Rejected("This activity is not in the store any more.")
    return found


def _named(tx: Transaction, activity_id: str, most: int = 6) -> list[str]:
    """What would miss it: processes, releases, and input sets made for it."""
    sets = tx.input_sets.activity_sets(activity_id)
    named = [
        *(each.said for each in users_of(tx, activity_id)),
        *(f"the input set “{words.quote(each.set.name, 60)}”" for each in sets),
    ]
    return [*named[:most], f"{len(named) - most} more"] if len(named) > most else named


def _late(activity: StoreActivity, latest: StoreVersion | None, was: int | None) -> str:
    name = words.quote(activity.name)
    if latest is None:
        return (
            f"“{name}” was deleted meanwhile. Publish it as a new activity if it is still wanted."
        )
    if was is None:
        return (
            f"The store has `{activity.id}` already: “{words.quote(latest.activity.name)}”, "
            f"version {latest.version}. Choose another id, or publish a new version of it."
        )
    return (
        f"Version {latest.version} of “{name}” was published while you had version {was} open. "
        "Nothing of yours was saved; open it again and look at what is there now."
    )
