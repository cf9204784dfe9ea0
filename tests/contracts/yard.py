"""Several releases on a real database that wait for one another and share resources."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

from orchestration.execution.decisions.turn_service import TurnService
from orchestration.execution.events import (
    ExecutionAborted,
    ExecutionPaused,
    ExecutionResumed,
    TaskDone,
)
from orchestration.execution.recording import record
from orchestration.execution.state.keys import task_id
from orchestration.execution.state.statuses import ActivityStatus
from orchestration.handlers.subprocesses import among_executions
from orchestration.handlers.turns import of_turns
from orchestration.people.rights import Administrators
from orchestration.pipelines.catalogue_file import load_catalogue
from orchestration.read_models.turn_lookup import turn_card_in
from orchestration.releases.making import NewRelease
from orchestration.releases.service import ReleaseService
from orchestration.resources.service import ResourceService
from orchestration.values import ActivityRef, ProcessId
from tests.contracts.family import called
from tests.execution.building import OWNER, phase, todo
from tests.storage.building import NOON, RELEASES

LEASE = timedelta(minutes=1)
PAID_HERE = ("keep_turn", "wake_waiting")
AMONG_EXECUTIONS = ("start_subprocess", "settle_parent", "follow_parent")


def ledger():
    return called(
        "ledger", phase("verify", todo("check")), phase("last", todo("tidy"), after=("verify",))
    )


def web(*waits_for, uses=(), name="web"):
    ship = phase("ship", todo("go"), waits_for=waits_for, uses=uses)
    return called(name, ship, phase("end", todo("tell"), after=("ship",)))


class Yard:
    def __init__(self, database, clock, tmp_path) -> None:
        self.database, self.clock = database, clock
        everything = (database, clock, load_catalogue(None, tmp_path), Administrators([OWNER]))
        self.releases = ReleaseService(*everything)
        self.turns = TurnService(database, clock, Administrators([OWNER]))
        self.resources = ResourceService(database, clock, Administrators([OWNER]))
        self.made = 0

    async def publish(self, *made):
        def work(tx):
            for each in made:
                tx.processes.publish(each, by=OWNER, at=NOON)

        await self.database.transact(work)

    async def start(self, of, *, planned=None, settle=True):
        """A release of this process, with what it waits for looked at."""
        self.made += 1
        self.clock.at += timedelta(minutes=1)
        new = NewRelease(
            process_id=ProcessId(of),
            name=of.title(),
            version="1.0",
            inputs={},
            channel=RELEASES,
            start_now=planned is None,
            scheduled_for=planned,
        )
        release = await self.releases.create(f"made-{self.made}", new, by=OWNER)
        if settle:
            await self.settled()
        return release

    async def settled(self):
        """Pay what those who wait are owed until nothing of that is owed."""
        while claims := await self.claimed():
            for claim in claims:
                await self.pay(claim)

    async def claimed(self):
        now = self.clock.now()
        return await self.database.transact(
            lambda tx: list(tx.owed.claim("yard", now=now, lease=LEASE, limit=50))
        )

    async def pay(self, claim):
        paid = None
        if claim.effect.kind in PAID_HERE:
            outside = SimpleNamespace(database=self.database, clock=self.clock)
            paid = await of_turns(outside, claim, claim.effect)
        if claim.effect.kind in AMONG_EXECUTIONS:
            paid = among_executions(SimpleNamespace(clock=self.clock), claim.effect)

        def settle(tx):
            if tx.owed.settle(claim, now=self.clock.now()) and paid and paid.then:
                paid.then(tx)

        await self.database.transact(settle)

    async def execution(self, release):
        def look(tx):
            return tx.executions.get(tx.releases.get(release.id).execution_id)

        return await self.database.read(look)

    async def begun(self, release, ref="ship.go"):
        execution = await self.execution(release)
        return execution.activity(ActivityRef(ref)).status is not ActivityStatus.PENDING

    async def take(self, release, event):
        execution = await self.execution(release)

        def work(tx):
            tx.texts.keep("why", "because")
            record(tx, execution.id, event, door="test")

        await self.database.transact(work)

    async def do(self, release, ref, *, settled=True):
        """Its owner does a to-do."""
        execution = await self.execution(release)
        task = task_id(execution.id, ActivityRef(ref), "do")
        await self.take(release, TaskDone(at=self.clock.now(), by=OWNER, task_id=task, round=1))
        if settled:
            await self.settled()

    async def abort(self, release):
        await self.take(release, ExecutionAborted(at=self.clock.now(), by=OWNER, reason_id="why"))
        await self.settled()

    async def pause(self, release):
        await self.take(release, ExecutionPaused(at=self.clock.now(), by=OWNER, reason_id="why"))
        await self.settled()

    async def resume(self, release):
        await self.take(release, ExecutionResumed(at=self.clock.now(), by=OWNER))
        await self.settled()

    async def said(self, release, of="ship"):
        """The card of a phase that waits."""
        return await self.card(await self.execution(release), of)

    async def child(self, execution):
        """The one process that runs inside it."""
        [inside] = [x.child for x in execution.activities.values() if x.child]
        return await self.database.read(lambda tx: tx.executions.get(inside))

    async def card(self, execution, of):
        attempt = execution.turns[of].attempt
        return await self.database.read(lambda tx: turn_card_in(tx, execution.id, of, attempt))
