"""A desk where planned releases lie: a real database, a clock that is set, and what was said.

Everything owed is paid by the real handlers, one after the other, until nothing is due.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from orchestration.errors import Transient
from orchestration.groups.model import OwnerRotation, ReleaseGroup
from orchestration.handlers import NotYet, Outside, pay
from orchestration.people.model import Person
from orchestration.people.rights import Administrators
from orchestration.people.service import PeopleService
from orchestration.pipelines.catalogue_file import load_catalogue
from orchestration.ports import Posted
from orchestration.processes.inputs import InputSpec
from orchestration.processes.model import Activity, ActivityType, Phase, Process
from orchestration.processes.tasks import TaskSpec
from orchestration.releases.due import owe_its_time
from orchestration.releases.filling_in import FillingIn
from orchestration.releases.making import NewRelease
from orchestration.releases.model import Release
from orchestration.releases.moving import MovingService
from orchestration.releases.service import ReleaseService
from orchestration.values import ChannelId, ProcessId, ReleaseGroupId, ReleaseId, UserId
from tests.storage.building import ANA, BEN, CLEO, NOON

PAY = ProcessId("payments")
GROUP = ReleaseGroupId("grp_pay")
HERE = ChannelId("C0RELEASES")
HOUR = timedelta(hours=1)
TEN = NOON.replace(hour=10) + timedelta(days=1)
"""When the release is planned for: Tuesday 24 November 2026, 10:00 UTC."""


def process(*, inputs=()):
    notes = Activity(
        id="notes",
        name="Notes",
        type=ActivityType.MANUAL,
        tasks=(TaskSpec(id="do", name="Notes", assignees=(ANA,)),),
    )
    phase = Phase(id="go", name="Go", activities=(notes,))
    return Process(id=PAY, name="Payments", owners=(ANA,), phases=(phase,), inputs=inputs)


TICKET = InputSpec(name="ticket")


class Messenger:
    """Slack as far as it matters here: every message as it reads now, by its key."""

    def __init__(self):
        self.shown, self.where, self.posts = {}, {}, []

    async def dm_of(self, person):
        return ChannelId(f"D-{person}")

    async def post(self, channel, card, *, key, thread_ts="", broadcast=False):
        ts = f"{len(self.posts) + 1}.0"
        self.posts.append((channel, key))
        self.where[channel, ts], self.shown[key] = key, card
        return Posted(channel=channel, ts=ts)

    async def update(self, posted, card):
        self.shown[self.where[posted.channel, posted.ts]] = card

    async def find(self, channel, key, *, since, thread_ts=""):
        return next(
            (
                Posted(channel=c, ts=ts)
                for (c, ts), k in self.where.items()
                if (c, k) == (channel, key)
            ),
            None,
        )

    async def show_home(self, card):
        pass

    async def pin(self, posted, *, pinned):
        pass

    async def messages_after(self, posted, *, most):
        return 0

    def cards(self, kind):
        return {key: card for key, card in self.shown.items() if key.startswith(f"{kind}:")}


class Desk:
    def __init__(self, database, clock, tmp_path):
        self.database, self.clock, self.messenger = database, clock, Messenger()
        self.catalogue = load_catalogue(None, tmp_path / "runs")
        self.admins = admins = Administrators((CLEO,))
        self.releases = ReleaseService(database, clock, self.catalogue, admins)
        self.moving = MovingService(database, clock, admins)
        self.filling_in = FillingIn(database, clock, admins)
        self.people = PeopleService(database, clock, admins)
        self.outside = Outside(
            database=database,
            clock=clock,
            messenger=self.messenger,
            workspace=None,
            drafter=None,
            reviser=None,
            catalogue=self.catalogue,
            administrators=admins,
            processes=None,
            files=None,
            revisions=None,
            text_files=None,
        )

    async def publish(self, of=None):
        def work(tx):
            people = [Person(id=each, name=each) for each in (ANA, BEN, CLEO)]
            tx.directory.save_people(people, at=NOON)
            tx.processes.publish(of or process(), by=ANA, at=NOON)

        await self.database.transact(work)

    async def plan(self, at=TEN, *, door="plan", version="1.4", by=ANA):
        new = NewRelease(
            process_id=PAY,
            name="Payments",
            version=version,
            inputs={},
            channel=HERE,
            start_now=False,
            scheduled_for=at,
        )
        return await self.releases.create(door, new, by=by)

    async def occurrence(
        self, *, at=TEN, auto_start=False, version="1.4", owner=ANA, backup=None, **group
    ):
        """What a group makes: a release with its slot, and its time owed."""
        made = ReleaseGroup(
            id=GROUP,
            name="Payments weekly",
            reference_key="PAY",
            process_id=PAY,
            channel=HERE,
            auto_start=auto_start,
            rotation=OwnerRotation(owners=(ANA,)),
            created_by=CLEO,
            created_at=NOON,
            **group,
        )
        release = Release(
            id=ReleaseId("rel_1"),
            reference="PAY-1",
            name="Payments",
            version=version,
            process_id=PAY,
            process_version=1,
            owner=owner,
            backup=backup,
            channel=HERE,
            scheduled_for=at,
            created_by=CLEO,
            created_at=self.clock.now(),
            group=GROUP,
            slot=at.replace(tzinfo=None),
            zone="UTC",
        )

        def work(tx):
            tx.groups.add(made)
            named = release.model_copy(update={"reference": tx.groups.next_reference(GROUP)})
            tx.releases.add(named)
            owe_its_time(tx, named, at=self.clock.now())
            return named

        return await self.database.transact(work)

    async def settled(self, *, twice=False):
        """Pay whatever is due by now, `twice` as after a crash that forgot the first time."""
        while claims := await self._claimed():
            for claim in claims:
                await self._pay(claim, twice=twice)

    async def _pay(self, claim, *, twice):
        now = self.clock.now()
        try:
            if twice:
                await pay(self.outside, claim)
                claim = replace(claim, tries=2)
            settlement = await pay(self.outside, claim)
        except Transient:  # the release's own message comes first
            settlement = NotYet(now, untried=True)

        def work(tx):
            if isinstance(settlement, NotYet):
                tx.owed.postpone(claim, until=settlement.until, reason="", untried=True)
            else:
                tx.owed.settle(claim, now=now)
            if settlement.then:
                settlement.then(tx)

        await self.database.transact(work)

    async def _claimed(self):
        now = self.clock.now()
        return await self.database.transact(
            lambda tx: tx.owed.claim("desk", now=now, lease=HOUR, limit=20)
        )

    async def at(self, moment, **how):
        """The clock is set there, and what became due is paid."""
        self.clock.at = moment
        await self.settled(**how)

    async def now(self, release) -> Release:
        return await self.database.read(lambda tx: tx.releases.get(release.id))

    async def due_card(self, release, of: UserId = ANA, *, planned_for=TEN):
        key = f"show_due:{release.id}:{planned_for.isoformat()}.{of}"
        return self.messenger.shown.get(key)

    async def audited(self, release):
        entries = await self.database.read(lambda tx: tx.audit.entries([release.id]))
        return [(each.actor, each.action, each.through) for each in entries]
