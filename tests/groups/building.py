"""Small groups that tests are made of, and those who decide about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from orchestration.groups.clock import tick_groups
from orchestration.groups.control import GroupControl
from orchestration.groups.model import (
    GroupPause,
    GroupSettings,
    GroupTrouble,
    OwnerRotation,
    ReleaseGroup,
    VersionKind,
    VersionRule,
)
from orchestration.groups.occurrence_service import OccurrenceService
from orchestration.groups.service import GroupService
from orchestration.people.absence import Absence
from orchestration.people.model import Person
from orchestration.people.rights import Administrators
from orchestration.releases.moving import MovingService
from orchestration.scheduling.cadence import Cadence, Holidays
from orchestration.scheduling.reading import read_cadence
from orchestration.values import ChannelId, ProcessId, ReleaseGroupId, UserId
from storage import SqlDatabase
from tests.storage.building import ANA, BEN, CLEO, DAN, NOON, WEB, SettableClock

HERE = ChannelId("C0RELEASES")
DAY, WEEK = timedelta(days=1), timedelta(days=7)
TUESDAYS = "every Tuesday at 10:00 Europe/Berlin"
KEPT = ReleaseGroup(
    id=ReleaseGroupId("payments"),
    name="Payments",
    reference_key="PAY",
    process_id=ProcessId("web-release"),
    input_set="eu",
    inputs={"region": "eu"},
    cadence=Cadence(
        rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
        zone="Europe/Berlin",
        starts=date(2026, 11, 24),
        excluded=(date(2026, 12, 22),),
        holidays=Holidays(country="DE", part="BE"),
    ),
    channel=HERE,
    auto_start=True,
    expected_duration=timedelta(hours=3),
    version_rule=VersionRule(kind=VersionKind.CALVER, pattern="YYYY.0M.MICRO"),
    rotation=OwnerRotation(owners=(ANA, BEN), turn=3),
    backup=DAN,
    description="Weekly",
    tags=("pci",),
    team="payments",
    services=("pay",),
    environments=("production",),
    colour="#3366cc",
    hotfix_process=ProcessId("hotfix"),
    resumes_by_itself=True,
    made_until=NOON + 14 * DAY,
    looks_at=NOON + timedelta(hours=6),
    pause=GroupPause(by=ANA, at=NOON, reason="audit"),
    created_by=DAN,
    created_at=datetime(2026, 11, 1, 12, tzinfo=UTC),
    passed_over=(CLEO,),
    trouble=GroupTrouble(reason="no", at=NOON),
    revision=4,
)
"""One with something in every field."""


def cadence(words=TUESDAYS):
    return read_cadence(words, today=NOON.date()).cadence


def settings(words=TUESDAYS, *, owners=(ANA, BEN, CLEO), **fields):
    """A weekly group of the web process."""
    wanted = {
        "name": "Payments",
        "process_id": WEB.id,
        "cadence": cadence(words) if words else None,
        "channel": HERE,
        "rotation": OwnerRotation(owners=owners),
        "version_rule": VersionRule(kind=VersionKind.SEMVER_MINOR, first="1.4.0"),
    }
    return GroupSettings(**{**wanted, **fields})


@dataclass
class Groups:
    """The services on one database, and its clock."""

    database: SqlDatabase
    clock: SettableClock = field(default_factory=SettableClock)

    def __post_init__(self):
        self.admins = Administrators([DAN])
        self.service = GroupService(self.database, self.clock, self.admins)
        self.control = GroupControl(self.database, self.clock, self.admins)
        self.occurrences = OccurrenceService(self.database, self.clock, self.admins)
        self.moving = MovingService(self.database, self.clock, self.admins)

    async def begin(self):
        await self.database.transact(lambda tx: tx.processes.publish(WEB, by=DAN, at=NOON))

    async def made(self, words=TUESDAYS, *, by: UserId = DAN, **fields):
        return await self.service.create(settings(words, **fields), by=by)

    async def tick(self, at=None):
        if at is not None:
            self.clock.at = at
        return await tick_groups(self.database, self.clock.now())

    async def releases(self, group="payments"):
        """All of the group, as they begin."""
        found = await self.database.read(
            lambda tx: tx.releases.latest_of_group(ReleaseGroupId(group), limit=10_000)
        )
        return list(reversed(found))

    async def group(self, group="payments"):
        return await self.database.read(lambda tx: tx.groups.find(ReleaseGroupId(group)))

    async def telling(self):
        """What people are told, and were told since this was asked last."""
        far = self.clock.now() + 4000 * DAY
        claims = await self.database.transact(
            lambda tx: tx.owed.claim("w", now=far, lease=4000 * DAY, limit=10_000)
        )
        return [each.effect for each in claims if each.effect.kind == "tell"]

    async def away(self, person, until):
        absence = Absence(person=person, until=until, since=NOON, by=person)
        await self.database.transact(lambda tx: tx.absences.put(absence))

    async def back(self, person):
        await self.database.transact(lambda tx: tx.absences.end(person))

    async def know(self, *people, gone=()):
        """Who is in the workspace."""
        known = [Person(id=each, name=each, deactivated=each in gone) for each in people]
        await self.database.transact(
            lambda tx: tx.directory.save_people(known, at=NOON, whole=True)
        )
